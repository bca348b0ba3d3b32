import {
  type ArbiterVoteRow,
  type CaseRow,
  type EvidenceRow,
  listArbiterVotes,
  listCaseRows,
  listCaseRowsById,
  listEvidenceRows,
} from '#db/queries/disputes.server'
import { AppError } from '~/domain/errors'
import { earnedIn } from '~/domain/market/earnings'
import { type CaseMarks, caseStateAt, finalAtOf, type Verdict } from '~/domain/market/states'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment } from '~/http/present'
import type { List, One, ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Dispute } from './schema/disputes'
import { changeOf, loadShared, type Shared, toOccurrence, toOccurrenceOrNull } from './shared.server'

/** As IArbitration.Outcome: pending and undecided are never given as a verdict. */
const verdicts: Record<number, Verdict> = { 2: 'for-claimant', 3: 'for-respondent' }

const sideOf = (verdict: Verdict) => (verdict === 'for-claimant' ? ('claimant' as const) : ('respondent' as const))

const marksOf = (row: CaseRow): CaseMarks => ({
  openedAt: row.block_time,
  verdict: row.verdict === null ? null : (verdicts[row.verdict] ?? null),
  decidedAt: row.verdict_time,
  byVote: row.by_vote ?? false,
})

type Facts = {
  shared: Shared
  votes: readonly ArbiterVoteRow[]
  evidence: readonly EvidenceRow[]
  proposalOf: (id: bigint | null) => ProposalRef | null
}

const loadFacts = async (view: View, rows: readonly CaseRow[]): Promise<Facts> => {
  const ids = rows.map(({ case_id }) => case_id)
  const votes = await listArbiterVotes(view.sql, ids)
  const evidence = await listEvidenceRows(view.sql, ids)
  const shared = await loadShared(view, {
    accounts: rows.flatMap(({ court, claimant, respondent, arbiters }) => [court, claimant, respondent, ...arbiters]),
    parties: rows.flatMap(({ claimant_party, respondent_party }) => [claimant_party, respondent_party]),
  })
  return { shared, votes, evidence, proposalOf: await view.loadProposals(rows.map(({ proposal_id }) => proposal_id)) }
}

const toVotes = ({ shared, votes }: Facts, row: CaseRow): Dispute['arbiters'] =>
  row.arbiters.map((arbiter) => {
    const cast = votes.find((one) => one.case_id === row.case_id && one.arbiter === arbiter)
    return {
      arbiter: shared.accountOf(arbiter),
      vote: cast
        ? { for: cast.for_claimant ? 'claimant' : 'respondent', reason: cast.reason, ...toOccurrence(cast) }
        : null,
    }
  })

const toContested = ({ money }: Shared, row: CaseRow): Dispute['contested'] => {
  const { from_time: from, contested_end: end, lease_start: start, rate, units } = row
  if (from === null || end === null || start === null || rate === null || units === null) return null
  const price = { rate, units }
  const earned = earnedIn(price, end - start) - earnedIn(price, from - start)
  return { from: toMoment(from), end: toMoment(end), earned: money(earned) }
}

const toContestedMilestone = ({ money }: Shared, row: CaseRow): Dispute['milestone'] =>
  row.job_id === null || row.milestone === null
    ? null
    : { job: String(row.job_id), index: row.milestone, amount: money(row.job_amount ?? 0n) }

const toSettlement = ({ money }: Shared, row: CaseRow): Dispute['settlement'] => {
  const place = toOccurrenceOrNull(row.settled_time, row.settled_block, row.settled_tx)
  if (place === null || row.upheld === null) return null
  return {
    upheld: row.upheld,
    damages: money(row.damages ?? 0n),
    slashed: money(row.slashed ?? 0n),
    penalty: money(row.penalty ?? 0n),
    ...place,
  }
}

const toDispute = (facts: Facts, row: CaseRow): Dispute => {
  const { shared, evidence, proposalOf } = facts
  const { accountOf, partyOf, money, view } = shared
  const marks = marksOf(row)
  const verdictPlace = toOccurrenceOrNull(row.verdict_time, row.verdict_block, row.verdict_tx)
  return {
    id: String(row.case_id),
    state: caseStateAt(marks, { rules: view.rules, now: view.now }),
    lease: row.lease_id === null ? null : String(row.lease_id),
    milestone: toContestedMilestone(shared, row),
    court: accountOf(row.court),
    claimant: accountOf(row.claimant),
    respondent: accountOf(row.respondent),
    claimantParty: partyOf(row.claimant_party),
    respondentParty: partyOf(row.respondent_party),
    contested: toContested(shared, row),
    bond: row.dispute_bond === null ? null : money(row.dispute_bond),
    opened: toOccurrence(row),
    arbiters: toVotes(facts, row),
    evidence: evidence
      .filter(({ case_id }) => case_id === row.case_id)
      .map((one) => ({ by: accountOf(one.account), digest: one.evidence, ...toOccurrence(one) })),
    votingUntil: toMoment(row.block_time + view.rules.verdictTime),
    finalAt: toMoment(finalAtOf(marks, view.rules)),
    verdict:
      verdictPlace === null || marks.verdict === null
        ? null
        : {
            for: sideOf(marks.verdict),
            byVote: marks.byVote,
            proposal: proposalOf(row.proposal_id),
            ...verdictPlace,
          },
    settlement: toSettlement(shared, row),
  }
}

/** The same in a view that is open already. */
export const readDisputes = async (view: View, filters: Paging): Promise<List<Dispute>> => {
  const { rows, page } = await readNumbered(filters, {
    height: view.cursor.number,
    list: (asked) => listCaseRows(view.sql, asked),
    idOf: ({ case_id }) => case_id,
  })
  const facts = await loadFacts(view, rows)
  return { data: rows.map((row) => toDispute(facts, row)), page, asOf: await view.asOf(rows.map(changeOf)) }
}

/** Cases before the arbiters, newest first. */
export const listDisputes = (filters: Paging = {}): Promise<List<Dispute>> =>
  withView((view) => readDisputes(view, filters))

/** One case with its arbiters, votes, evidence and clock; throws `dispute_unknown`. */
export const getDispute = (id: string): Promise<One<Dispute>> =>
  withView(async (view) => {
    const [row] = await listCaseRowsById(view.sql, [id])
    if (row === undefined) {
      throw new AppError('dispute_unknown', `There is no dispute ${id}: /api/v1/compute/disputes lists them.`)
    }
    const facts = await loadFacts(view, [row])
    return { data: toDispute(facts, row), asOf: await view.asOf([changeOf(row)]) }
  })
