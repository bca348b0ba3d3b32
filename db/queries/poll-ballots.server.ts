import type { Address, Hex } from 'viem'
import type { Sql } from '#db/client.server'
import type { Receipt } from './polls.server'
import type { Reader } from './reader.server'

/** A ballot as its voter signed it. `choice` is null until a sealed one is revealed; `issued_at` UNIX milliseconds. */
export type PollBallotRow = Receipt & {
  seq: bigint
  voter: Address
  choice: number | null
  commitment: Hex | null
  reason: string
  issued_at: number
  token_weight: bigint
  seat_weight: bigint
  /** A later ballot of the same voter counts in its place. */
  replaced: boolean
  salt: Hex | null
  revealed_block: number | null
  revealed_time: number | null
}

const columns = (sql: Reader) => sql`
  seq, voter, choice, commitment, reason, issued_at::float8, token_weight, seat_weight, replaced, salt, signature,
  signed_by, received_block::float8, received_time::float8, revealed_block::float8, revealed_time::float8`

/** Ballots of a poll, the newest first unless `backwards`, those too that a later one replaced. */
export const listPollBallotRows = async (
  sql: Reader,
  query: { poll: Hex; voter: Address | null; from: string | null; backwards: boolean; limit: number },
): Promise<PollBallotRow[]> => {
  const { poll, voter, from, backwards } = query
  const after = from && (backwards ? sql`and seq > ${from}::bigint` : sql`and seq < ${from}::bigint`)
  const rows = await sql<PollBallotRow[]>`
    select ${columns(sql)} from poll_ballots
    where poll = ${poll} ${voter === null ? sql`` : sql`and voter = ${voter.toLowerCase()}`} ${after ?? sql``}
    order by ${backwards ? sql`seq` : sql`seq desc`} limit ${query.limit}`
  return [...rows]
}

/** The ballot of a voter that counts or would; null where there is none. */
export const findPollBallotRow = async (sql: Reader, poll: Hex, voter: Address): Promise<PollBallotRow | null> => {
  const [row] = await sql<PollBallotRow[]>`
    select ${columns(sql)} from poll_ballots where poll = ${poll} and voter = ${voter.toLowerCase()} and not replaced`
  return row ?? null
}

type NewBallot = {
  poll: Hex
  voter: Address
  choice: number | null
  commitment: Hex | null
  reason: string
  issuedAt: number
  weight: { token: bigint; seat: bigint }
  receipt: Receipt
}

/**
 * Stores a ballot in place of the voter's last one. known: that very message is there already; outdated: a later one
 * is; limit: the voter has `most` already; late: somebody has revealed a choice, so nobody may choose any more.
 */
export const storePollBallot = (
  writer: Sql,
  ballot: NewBallot,
  most: number,
): Promise<'new' | 'known' | 'outdated' | 'limit' | 'late'> =>
  writer.begin(async (sql) => {
    const { poll, choice, commitment, reason, issuedAt, weight, receipt } = ballot
    const voter = ballot.voter.toLowerCase()
    // One at a time for each poll: ballots of one voter that arrive at once, and reveals that must come after them.
    await sql`select from polls where poll = ${poll} for update`
    const [found] = await sql<[{ last: number | null; cast: number; same: boolean; revealed: boolean }]>`
      select max(issued_at)::float8 as last, count(*)::float8 as cast,
        coalesce(bool_or(issued_at = ${issuedAt} and reason = ${reason} and commitment is not distinct from ${commitment}
          and (commitment is not null or choice = ${choice})), false) as same,
        exists (select 1 from poll_ballots where poll = ${poll} and salt is not null) as revealed
      from poll_ballots where poll = ${poll} and voter = ${voter}`
    if (found.same) return 'known'
    if (found.last !== null && found.last >= issuedAt) return 'outdated'
    if (found.cast >= most) return 'limit'
    if (found.revealed) return 'late'
    await sql`update poll_ballots set replaced = true where poll = ${poll} and voter = ${voter} and not replaced`
    await sql`
      insert into poll_ballots (poll, voter, choice, commitment, reason, issued_at, token_weight, seat_weight, signature,
        signed_by, received_block, received_time)
      values (${poll}, ${voter}, ${choice}, ${commitment}, ${reason}, ${issuedAt}, ${String(weight.token)},
        ${String(weight.seat)}, ${receipt.signature}, ${receipt.signed_by}, ${receipt.received_block},
        ${receipt.received_time})`
    return 'new'
  })

type Reveal = { poll: Hex; voter: Address; choice: number; salt: Hex; commitment: Hex; block: number; time: number }

/** Stores what a sealed ballot says, once; false where the voter's ballot is not that one or has said so already. */
export const storeReveal = (writer: Sql, { poll, voter, ...reveal }: Reveal): Promise<boolean> =>
  writer.begin(async (sql) => {
    await sql`select from polls where poll = ${poll} for update`
    const { count } = await sql`
      update poll_ballots set choice = ${reveal.choice}, salt = ${reveal.salt}, revealed_block = ${reveal.block},
        revealed_time = ${reveal.time}
      where poll = ${poll} and voter = ${voter.toLowerCase()} and not replaced and commitment = ${reveal.commitment}
        and salt is null`
    return count === 1
  })
