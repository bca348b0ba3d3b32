import type { Address, Hex } from 'viem'
import type { ProposalState } from '~/domain/proposal-state'
import type { Reader } from './reader.server'

/** What a list shows of a proposal. Times in UNIX seconds, token votes in base units. */
export type ProposalRow = {
  proposal_id: bigint
  proposer: Address
  title: string
  kinds: string[]
  tier: number
  seat_capacity: number
  present_seats: number
  recovery: boolean
  snapshot: number
  deadline: number
  block_number: number
  block_hash: Hex
  block_time: number
  token_for: bigint
  token_against: bigint
  token_abstain: bigint
  seat_for: bigint
  seat_against: bigint
  seat_abstain: bigint
  token_voters: number
  seat_voters: number
  extended_deadline: number | null
  eta: number | null
  queued_block: number | null
  queued_time: number | null
  executed_block: number | null
  executed_time: number | null
  canceled_block: number | null
  canceled_time: number | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

/** What the page of one proposal shows beyond the list. */
export type ProposalDetailRow = ProposalRow & {
  targets: Address[]
  values: bigint[]
  calldatas: Hex[]
  description: string
  tx_hash: Hex
}

/** A page is bounded by `before` or `after`, by id or by (deadline, id), and never holds what came after `height`. */
export type ProposalQuery = {
  state: ProposalState | null
  kinds: readonly string[] | null
  proposer: Address | null
  text: string | null
  from: number | null
  to: number | null
  sort: 'newest' | 'oldest' | 'deadline'
  position: { deadline: number; id: string } | null
  backwards: boolean
  height: number
  now: number
  windows: { objectionPeriod: number; queueWindow: number; gracePeriod: number }
  limit: number
}

const columns = (sql: Reader) => sql`
  p.proposal_id, p.proposer, p.title, p.kinds, p.tier, p.seat_capacity, p.present_seats, p.recovery,
  p.snapshot::float8, p.deadline::float8, p.block_number::float8, p.block_hash, p.block_time::float8,
  h.token_for, h.token_against, h.token_abstain, h.seat_for, h.seat_against, h.seat_abstain,
  h.token_voters::float8, h.seat_voters::float8, h.extended_deadline::float8, h.eta::float8,
  h.queued_block::float8, h.queued_time::float8, h.executed_block::float8, h.executed_time::float8,
  h.canceled_block::float8, h.canceled_time::float8, h.changed_block::float8, h.changed_hash, h.changed_time::float8`

// What SQL can say of a state by times and milestones alone. Whether a vote passed is for the domain to say, so
// defeated, succeeded and expired come with rows that the caller must sort out. That no tier passes unless For exceeds
// Against keeps most of them away; by deadline Postgres would then sort all that are left instead of walking an index.
const stateCondition = (sql: Reader, { state, sort, now, windows }: ProposalQuery) => {
  const open = sql`h.executed_block is null and h.canceled_block is null`
  const mayPass = sort === 'deadline' ? sql`` : sql`and h.token_for > h.token_against`
  const ended = sql`p.deadline < ${now} and coalesce(h.extended_deadline, p.deadline) < ${now}`
  switch (state) {
    case null:
      return sql``
    case 'executed':
      return sql`and h.executed_block is not null`
    case 'canceled':
      return sql`and h.executed_block is null and h.canceled_block is not null`
    case 'pending':
      return sql`and ${open} and p.snapshot >= ${now}`
    case 'active':
      return sql`and ${open} and p.snapshot < ${now} and p.deadline >= ${now - windows.objectionPeriod}
        and coalesce(h.extended_deadline, p.deadline) >= ${now}`
    case 'queued':
      return sql`and ${open} and h.eta is not null and h.eta >= ${now - windows.gracePeriod}`
    case 'succeeded':
      return sql`and ${open} and ${ended} ${mayPass} and h.eta is null
        and p.deadline >= ${now - windows.queueWindow - windows.objectionPeriod}`
    case 'defeated':
      return sql`and ${open} and ${ended} and h.eta is null`
    case 'expired':
      return sql`and ${open} and ${ended} ${mayPass} and (h.eta is null or h.eta < ${now - windows.gracePeriod})`
  }
}

// "\" must be doubled first: it is LIKE's escape.
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`)

// Each way to match has an index of its own; in one condition joined by "or" a page would walk all proposals instead.
const textCondition = (sql: Reader, text: string | null) => {
  if (text === null) return sql``
  const like = sql`(title || ' ' || description) ilike ${`%${escapeLike(text)}%`}`
  const found = sql`select proposal_id from proposals where ${like}`
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) {
    const address = text.toLowerCase()
    return sql`and p.proposal_id in (${found}
      union select proposal_id from proposals where targets @> array[${address}::bytea]
      union select proposal_id from proposals where proposer = ${address}::bytea)`
  }
  if (/^[0-9]{1,18}$/.test(text)) return sql`and p.proposal_id in (${found} union select ${text}::bigint)`
  return sql`and (p.title || ' ' || p.description) ilike ${`%${escapeLike(text)}%`}`
}

const positionCondition = (sql: Reader, { sort, position, backwards }: ProposalQuery) => {
  if (position === null) return sql``
  const isRising = (sort === 'newest') === backwards
  if (sort === 'deadline') {
    const place = sql`(${position.deadline}::bigint, ${position.id}::bigint)`
    return isRising ? sql`and (p.deadline, p.proposal_id) > ${place}` : sql`and (p.deadline, p.proposal_id) < ${place}`
  }
  return isRising ? sql`and p.proposal_id > ${position.id}` : sql`and p.proposal_id < ${position.id}`
}

const order = (sql: Reader, { sort, backwards }: ProposalQuery) => {
  const isRising = (sort === 'newest') === backwards
  if (sort === 'deadline') {
    return isRising ? sql`p.deadline, p.proposal_id` : sql`p.deadline desc, p.proposal_id desc`
  }
  return isRising ? sql`p.proposal_id` : sql`p.proposal_id desc`
}

/** One page of proposals in the order asked for, or in the opposite one when `backwards`. */
export const listProposalRows = async (sql: Reader, query: ProposalQuery): Promise<ProposalRow[]> => [
  ...(await sql<ProposalRow[]>`
    select ${columns(sql)}
    from proposals p join proposal_heads h using (proposal_id)
    where p.block_number <= ${query.height}
      ${query.kinds === null ? sql`` : sql`and p.kinds && ${query.kinds as string[]}::text[]`}
      ${query.proposer === null ? sql`` : sql`and p.proposer = ${query.proposer.toLowerCase()}`}
      ${query.from === null ? sql`` : sql`and p.block_time >= ${query.from}`}
      ${query.to === null ? sql`` : sql`and p.block_time < ${query.to}`}
      ${textCondition(sql, query.text)}
      ${stateCondition(sql, query)}
      ${positionCondition(sql, query)}
    order by ${order(sql, query)}
    limit ${query.limit}`),
]

/** A proposal with its actions and text; null when there is none. */
export const findProposalRow = async (sql: Reader, id: string): Promise<ProposalDetailRow | null> => {
  const [row] = await sql<ProposalDetailRow[]>`
    select ${columns(sql)}, p.targets, p.values, p.calldatas, p.description, p.tx_hash
    from proposals p join proposal_heads h using (proposal_id) where p.proposal_id = ${id}`
  return row ?? null
}

/** The proposals with these ids, in no order. */
export const listProposalRowsById = async (sql: Reader, ids: readonly bigint[]): Promise<ProposalRow[]> => [
  ...(await sql<ProposalRow[]>`
    select ${columns(sql)} from proposals p join proposal_heads h using (proposal_id)
    where p.proposal_id = any(${ids.map(String)}::bigint[])`),
]

/** Proposals with an action that is exactly one of `calldatas` on `target`, newest first. */
export const listProposalRowsByCall = async (
  sql: Reader,
  { target, calldatas, limit }: { target: Address; calldatas: readonly Hex[]; limit: number },
): Promise<ProposalRow[]> => [
  ...(await sql<ProposalRow[]>`
    select ${columns(sql)} from proposals p join proposal_heads h using (proposal_id)
    where p.targets @> array[${target.toLowerCase()}::bytea] and p.calldatas && ${calldatas as Hex[]}::bytea[]
      and digests_of(p.calldatas) && digests_of(${calldatas as Hex[]}::bytea[])
    order by p.proposal_id desc limit ${limit}`),
]

/** Something that happened to a proposal after its creation. */
export type ProposalEventRow = {
  kind: 'extended' | 'queued' | 'executed' | 'canceled'
  at: number | null
  block_number: number
  block_time: number
  tx_hash: Hex
}

/** What happened to a proposal, in the order of the chain. */
export const listProposalEvents = async (sql: Reader, id: string): Promise<ProposalEventRow[]> => [
  ...(await sql<ProposalEventRow[]>`
    select kind, at::float8, block_number::float8, block_time::float8, tx_hash
    from proposal_events where proposal_id = ${id} order by block_number, log_index`),
]

/** The council that stands: its account and the end of its term; null when none was ever appointed. */
export const findCouncil = async (sql: Reader): Promise<{ account: Address; until: number } | null> => {
  const [row] = await sql<{ account: Address; until: number }[]>`
    select account, until::float8 from council_appointments order by block_number desc, log_index desc limit 1`
  return row ?? null
}
