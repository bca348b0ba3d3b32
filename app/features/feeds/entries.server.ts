import { type Address, formatUnits, getAddress, zeroAddress } from 'viem'
import { listCouncilCancels } from '#db/queries/guardians.server'
import {
  type BallotRow,
  type CouncilActRow,
  listCouncilActs,
  listNewestBallots,
  listTransitionRows,
  type TransitionRow,
} from '#db/queries/proposal-feed.server'
import { listProposalRowsById, type ProposalRow } from '#db/queries/proposals.server'
import { addressOf } from '~/chain/addresses'
import { choiceOfNumber, houseOfNumber } from '~/domain/house'
import type { FeedEntry } from '~/http/feed'
import { toTime } from '~/http/present'
import type { View } from '~/services.server'

const MOST_ENTRIES = 200

/** Which proposals a reader follows; of a delegate, its ballots alone. */
export type FeedFilters = {
  proposer?: Address | undefined
  kind?: string[] | undefined
  delegate?: Address | undefined
}

/** Where entries lead, and the part of their ids that names the governor. */
export type Place = { portal: string; scope: string }

const tokens = (value: bigint): string => `${formatUnits(value, 18)} OST`

const describeTally = (row: ProposalRow): string =>
  [
    `Token house: ${tokens(row.token_for)} for, ${tokens(row.token_against)} against, ${tokens(row.token_abstain)} abstain.`,
    `Seat house: ${row.seat_for} for, ${row.seat_against} against, ${row.seat_abstain} abstain.`,
  ].join(' ')

type Told = { title: string; summary: string; tag: string }

type Known = { row: ProposalRow; passing: boolean; byCouncil: boolean }

const tellTransition = (transition: TransitionRow, { row, passing, byCouncil }: Known): Told => {
  const { kind, tx_hash: transaction } = transition
  const at = toTime(transition.at ?? 0)
  const inTransaction = transaction === null ? '' : ` Transaction ${transaction}.`
  switch (kind) {
    case 'created':
      return {
        title: `Proposed: ${row.title}`,
        summary: `By ${getAddress(row.proposer)}. The vote is open from ${toTime(row.snapshot)} to ${toTime(row.deadline)}.${inTransaction}`,
        tag: 'proposed',
      }
    case 'opens':
      return {
        title: `Vote open: ${row.title}`,
        summary: `Until ${toTime(row.extended_deadline ?? row.deadline)}.`,
        tag: 'vote-open',
      }
    case 'extended':
      return {
        title: `Objection period until ${at}: ${row.title}`,
        summary: `What leads has turned shortly before the end, so objections are taken.${inTransaction}`,
        tag: 'extended',
      }
    case 'ended':
      return {
        title: `${passing ? 'Succeeded' : 'Defeated'}: ${row.title}`,
        summary: describeTally(row),
        tag: passing ? 'succeeded' : 'defeated',
      }
    case 'queued':
      return { title: `Queued, executable from ${at}: ${row.title}`, summary: inTransaction.trim(), tag: 'queued' }
    case 'executed':
      return { title: `Executed: ${row.title}`, summary: inTransaction.trim(), tag: 'executed' }
    case 'canceled':
      return {
        title: `${byCouncil ? 'Canceled by the council' : 'Canceled'}: ${row.title}`,
        summary: inTransaction.trim(),
        tag: 'canceled',
      }
  }
}

const loadProposals = async (view: View, ids: readonly bigint[]): Promise<(id: bigint) => ProposalRow> => {
  const rows = ids.length === 0 ? [] : await listProposalRowsById(view.sql, [...new Set(ids)])
  const byId = new Map(rows.map((row) => [row.proposal_id, row]))
  return (id) => {
    const row = byId.get(id)
    if (row === undefined) throw new RangeError(`Proposal ${id} is not in the index that names it.`)
    return row
  }
}

const filterOf = ({ proposer, kind }: FeedFilters) => ({
  proposer: proposer ?? null,
  kinds: kind ?? null,
  limit: MOST_ENTRIES,
})

const listTransitions = async (view: View, filters: FeedFilters, { portal, scope }: Place): Promise<FeedEntry[]> => {
  const transitions = await listTransitionRows(view.sql, { ...filterOf(filters), now: view.now })
  const rowOf = await loadProposals(
    view,
    transitions.map(({ proposal_id }) => proposal_id),
  )
  const canceled = transitions.some(({ kind }) => kind === 'canceled')
  const cancels = canceled ? await listCouncilCancels(view.sql) : []
  const byCouncil = new Set(cancels.map(({ proposal_id }) => proposal_id))
  return Promise.all(
    transitions.map(async (transition): Promise<FeedEntry> => {
      const row = rowOf(transition.proposal_id)
      const { result } = await view.assess(row)
      const known = { row, passing: result.passing, byCouncil: byCouncil.has(row.proposal_id) }
      const { title, summary, tag } = tellTransition(transition, known)
      return {
        id: `${scope}/proposal/${row.proposal_id}/${transition.kind}`,
        url: `${portal}/proposals/${row.proposal_id}`,
        title,
        summary,
        seconds: transition.time,
        tags: [tag, ...row.kinds],
      }
    }),
  )
}

const support = { for: 'For', against: 'Against', abstain: 'Abstain' } as const

const tellBallot = (ballot: BallotRow, { title }: ProposalRow, voter: Address): Told => {
  const house = houseOfNumber(ballot.house)
  const weight = house === 'token' ? tokens(ballot.weight) : `${ballot.weight} seat`
  const reason = ballot.reason === '' ? 'It gave no reason.' : `Its reason: ${ballot.reason}`
  const choice = support[choiceOfNumber(ballot.support)]
  return {
    title: `Voted ${choice}: ${title}`,
    summary: `${voter} voted ${choice} in the ${house} house with ${weight}. ${reason}`,
    tag: 'vote',
  }
}

const listBallots = async (view: View, filters: FeedFilters & { delegate: Address }, { portal, scope }: Place) => {
  const { delegate } = filters
  const ballots = await listNewestBallots(view.sql, { ...filterOf(filters), voter: delegate })
  const rowOf = await loadProposals(
    view,
    ballots.map(({ proposal_id }) => proposal_id),
  )
  return ballots.map((ballot): FeedEntry => {
    const row = rowOf(ballot.proposal_id)
    const { title, summary, tag } = tellBallot(ballot, row, delegate)
    return {
      id: `${scope}/proposal/${row.proposal_id}/vote/${houseOfNumber(ballot.house)}/${delegate.toLowerCase()}`,
      url: `${portal}/proposals/${row.proposal_id}`,
      title,
      summary,
      seconds: ballot.block_time,
      tags: [tag, ...row.kinds],
    }
  })
}

// What an act of the council is about, in the words of the filter; its own appointment is a matter of the charter.
const kindOfAct = {
  recalled: 'release',
  held: 'release',
  'stopped-grant': 'release',
  paused: 'market',
  appointed: 'charter',
}

const tellAct = ({ kind, account, release, grant_id: grant, until, reason, tx_hash }: CouncilActRow): Told => {
  const end = toTime(until ?? 0)
  switch (kind) {
    case 'recalled':
      return { title: `RECALLED until ${end}: ${release}`, summary: `The council says: ${reason}`, tag: 'recalled' }
    case 'held':
      return { title: `Held until ${end}: ${release}`, summary: `The council says: ${reason}`, tag: 'held' }
    case 'stopped-grant':
      return { title: `The council stopped grant ${grant}: ${release}`, summary: `Transaction ${tx_hash}.`, tag: kind }
    case 'paused':
      return { title: `The council paused the market until ${end}`, summary: `Transaction ${tx_hash}.`, tag: kind }
    case 'appointed':
      return account === zeroAddress
        ? { title: 'The council’s term was ended by vote', summary: `Transaction ${tx_hash}.`, tag: 'council-ended' }
        : {
            title: `Council appointed until ${end}: ${getAddress(account)}`,
            summary: `Transaction ${tx_hash}.`,
            tag: 'council-appointed',
          }
  }
}

const listActs = async (
  view: View,
  { proposer, kind }: FeedFilters,
  { portal, scope }: Place,
): Promise<FeedEntry[]> => {
  // Nobody proposes what the council does by itself.
  if (proposer !== undefined) return []
  const timelock = addressOf(view.services.deployment, 'TimelockController')
  const acts = await listCouncilActs(view.sql, { timelock, limit: MOST_ENTRIES })
  return acts
    .filter((act) => kind === undefined || kind.includes(kindOfAct[act.kind]))
    .map((act) => {
      const { title, summary, tag } = tellAct(act)
      return {
        id: `${scope}/council/${act.kind}/${act.tx_hash}/${act.release_id ?? ''}`,
        url: act.release_id === null ? `${portal}/guardians` : `${portal}/releases/${act.release_id}`,
        title,
        summary,
        seconds: act.time,
        tags: [tag, kindOfAct[act.kind]],
      }
    })
}

/** What a reader who follows is told, newest first. */
export const listEntries = async (view: View, filters: FeedFilters, place: Place): Promise<FeedEntry[]> => {
  const { delegate } = filters
  if (delegate !== undefined) return listBallots(view, { ...filters, delegate }, place)
  const transitions = await listTransitions(view, filters, place)
  const acts = await listActs(view, filters, place)
  return [...transitions, ...acts].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_ENTRIES)
}
