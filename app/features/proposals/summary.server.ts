import type { Address } from 'viem'
import type { ProposalRow } from '#db/queries/proposals.server'
import type { Assessment } from '~/domain/assess-proposal'
import type { Check as DomainCheck, Tally as DomainTally, HouseResult } from '~/domain/result'
import { tierOfNumber } from '~/domain/tier'
import { toMoment, toSeats, toTokens } from '~/http/present'
import type { Account, Amount } from '~/http/shapes'
import type { Check, HouseTally, ProposalSummary, Tally } from './schema'

type ToAmount = (value: bigint) => Amount

const toCheck = (check: DomainCheck, toAmount: ToAmount): Check => ({
  rule: check.rule,
  met: check.met,
  comparison: check.comparison,
  actual: toAmount(check.actual),
  needed: toAmount(check.needed),
  missing: toAmount(check.missing),
})

type House = { house: 'token' | 'seat'; tally: DomainTally; result: HouseResult; total: bigint; quorum: bigint | null }

const toHouseTally = ({ house, tally, result, total, quorum }: House): HouseTally => {
  const toAmount = house === 'token' ? toTokens : toSeats
  const silent = total - tally.for - tally.against - tally.abstain
  return {
    house,
    for: toAmount(tally.for),
    against: toAmount(tally.against),
    abstain: toAmount(tally.abstain),
    total: toAmount(total),
    // The capacity was frozen before the snapshot, so more seats than N may have voted.
    notVoted: toAmount(silent < 0n ? 0n : silent),
    quorum: quorum === null ? null : toAmount(quorum),
    forNeeded: result.forNeeded === null ? null : toAmount(result.forNeeded),
    passing: result.passing,
    checks: result.checks.map((check) => toCheck(check, toAmount)),
  }
}

/** Both houses with every condition and its numbers. */
export const toTally = (row: ProposalRow, { result, snapshot }: Assessment): Tally => ({
  token: toHouseTally({
    house: 'token',
    tally: { for: row.token_for, against: row.token_against, abstain: row.token_abstain },
    result: result.token,
    total: snapshot.supply,
    quorum: snapshot.quorum,
  }),
  seat: toHouseTally({
    house: 'seat',
    tally: { for: row.seat_for, against: row.seat_against, abstain: row.seat_abstain },
    result: result.seat,
    total: BigInt(row.seat_capacity),
    quorum: null,
  }),
  passing: result.passing,
})

const kinds = ['release', 'budget', 'policy', 'market', 'membership', 'charter'] as const

// A proposal of several kinds is shown by the one that needs most care.
const kindOf = (found: readonly string[]): ProposalSummary['kind'] =>
  kinds.findLast((kind) => found.includes(kind)) ?? 'charter'

const decidedOf = (row: ProposalRow, { state }: Assessment): ProposalSummary['decided'] => {
  if (row.executed_time !== null) return toMoment(row.executed_time, row.executed_block)
  if (row.canceled_time !== null) return toMoment(row.canceled_time, row.canceled_block)
  return state === 'pending' || state === 'active' ? null : toMoment(row.extended_deadline ?? row.deadline)
}

/** What a list shows of a proposal. */
export const toSummary = (
  row: ProposalRow,
  { assessment, accountOf }: { assessment: Assessment; accountOf: (address: Address) => Account },
): ProposalSummary => ({
  id: String(row.proposal_id),
  title: row.title,
  kind: kindOf(row.kinds),
  tier: tierOfNumber(row.tier),
  state: assessment.state,
  phase: assessment.phase,
  proposer: accountOf(row.proposer),
  created: toMoment(row.block_time, row.block_number),
  snapshot: toMoment(row.snapshot),
  deadline: toMoment(row.extended_deadline ?? row.deadline),
  decided: decidedOf(row, assessment),
  eta: row.eta === null ? null : toMoment(row.eta),
  recovery: row.recovery,
  tally: toTally(row, assessment),
  voters: { token: row.token_voters, seat: row.seat_voters },
})

/** The block that last changed a proposal. */
export const changeOf = (row: ProposalRow) => ({
  block: row.changed_block,
  hash: row.changed_hash,
  time: row.changed_time,
})
