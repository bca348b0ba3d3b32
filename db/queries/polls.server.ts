import type { Address, Hex } from 'viem'
import type { Sql } from '#db/client.server'
import { accountLocks } from '#db/locks'
import type { PollTerms } from '~/domain/poll'
import type { PollState } from '~/domain/poll-tally'
import type { Reader } from './reader.server'

/** How a message reached us: who agreed to it, and the newest block then. UNIX seconds. */
export type Receipt = {
  signature: Hex
  signed_by: 'key' | 'contract'
  received_block: number
  received_time: number
}

/** A poll as its author signed it; `seq` is the order of arrival. UNIX seconds, base units and seats. */
export type PollRow = Receipt & {
  poll: Hex
  seq: bigint
  author: Address
  question: string
  body: string
  choices: string[]
  houses: 'token' | 'seat' | 'both'
  snapshot_block: number
  snapshot: number
  start_time: number
  end_time: number
  reveal_end: number
  quorum_bps: number
  mode: 'public' | 'private'
  draft: string
  token_supply: bigint
  seat_supply: bigint
}

const pollColumns = (sql: Reader) => sql`
  poll, seq, author, question, body, choices, houses, snapshot_block::float8, snapshot::float8, start_time::float8,
  end_time::float8, reveal_end::float8, quorum_bps, mode, draft, token_supply, seat_supply, signature, signed_by,
  received_block::float8, received_time::float8`

/** A poll by its id; null when nobody made it here. */
export const findPollRow = async (sql: Reader, poll: Hex): Promise<PollRow | null> => {
  const [row] = await sql<PollRow[]>`select ${pollColumns(sql)} from polls where poll = ${poll}`
  return row ?? null
}

const inState = (sql: Reader, state: PollState, now: number) => {
  if (state === 'pending') return sql`start_time > ${now}`
  if (state === 'active') return sql`start_time <= ${now} and end_time > ${now}`
  return state === 'revealing' ? sql`end_time <= ${now} and reveal_end > ${now}` : sql`reveal_end <= ${now}`
}

/** Polls, the newest first unless `backwards`. */
export const listPollRows = async (
  sql: Reader,
  query: { state: PollState | null; now: number; from: string | null; backwards: boolean; limit: number },
): Promise<PollRow[]> => {
  const { state, now, from, backwards } = query
  const after = from && (backwards ? sql`and seq > ${from}::bigint` : sql`and seq < ${from}::bigint`)
  const rows = await sql<PollRow[]>`
    select ${pollColumns(sql)} from polls where ${state === null ? sql`true` : inState(sql, state, now)} ${after ?? sql``}
    order by ${backwards ? sql`seq` : sql`seq desc`} limit ${query.limit}`
  return [...rows]
}

type NewPoll = { poll: Hex; terms: PollTerms; supply: { token: bigint; seat: bigint }; receipt: Receipt }

/**
 * Stores a poll, once: answers whether it is new, or `limit` where its author has `mostOpen` polls that are not over.
 * A lock on the author makes polls that arrive at once wait for each other.
 */
export const storePoll = (
  writer: Sql,
  { poll, terms, supply, receipt }: NewPoll,
  mostOpen: number,
): Promise<'new' | 'known' | 'limit'> =>
  writer.begin(async (sql) => {
    const author = terms.author.toLowerCase()
    await sql`select pg_advisory_xact_lock(${accountLocks.pollAuthor}, hashtext(${author}))`
    const [state] = await sql<[{ known: boolean; open: number }]>`
      select exists (select 1 from polls where poll = ${poll}) as known,
        (select count(*) from polls where author = ${author} and end_time > ${receipt.received_time})::float8 as open`
    if (state.known) return 'known'
    if (state.open >= mostOpen) return 'limit'
    await sql`
      insert into polls (poll, author, question, body, choices, houses, snapshot_block, snapshot, start_time, end_time,
        reveal_end, quorum_bps, mode, draft, token_supply, seat_supply, signature, signed_by, received_block, received_time)
      values (${poll}, ${author}, ${terms.question}, ${terms.body}, ${[...terms.choices]}, ${terms.houses},
        ${terms.snapshotBlock}, ${terms.snapshot}, ${terms.start}, ${terms.end}, ${terms.revealEnd}, ${terms.quorumBps},
        ${terms.mode}, ${terms.draft}, ${String(supply.token)}, ${String(supply.seat)}, ${receipt.signature},
        ${receipt.signed_by}, ${receipt.received_block}, ${receipt.received_time})`
    return 'new'
  })

/** What the ballots of a poll weigh: `choice` null those that do not say theirs yet. Base units and seats. */
export type BallotSumRow = { poll: Hex; choice: number | null; ballots: number; token: bigint; seat: bigint }

/** The ballots of polls by choice, each voter's last one alone. */
export const sumPollBallots = async (sql: Reader, polls: readonly Hex[]): Promise<BallotSumRow[]> => [
  ...(await sql<BallotSumRow[]>`
    select poll, choice, count(*)::float8 as ballots, sum(token_weight) as token, sum(seat_weight) as seat
    from poll_ballots where poll = any(${polls}::bytea[]) and not replaced group by poll, choice`),
]
