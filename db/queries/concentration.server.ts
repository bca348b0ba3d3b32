import type { Address } from 'viem'
import type { ChangeRow } from './cursor.server'
import { powerAt } from './power-at.server'
import type { Reader } from './reader.server'

/** The newest kept header not after a block; null before the first. Every block with an event of ours is kept. */
export const findBlockUpTo = async (sql: Reader, number: number): Promise<ChangeRow | null> => {
  const [row] = await sql<ChangeRow[]>`
    select number::float8 as block, hash, timestamp::float8 as time from blocks
    where chain_id = (select chain_id from cursor limit 1) and number <= ${number}
    order by chain_id desc, number desc limit 1`
  return row ?? null
}

/** The newest kept header not after a time (UNIX seconds); null before the first. */
export const findBlockAt = async (sql: Reader, time: number): Promise<ChangeRow | null> => {
  // Times rise with numbers and have no index of their own, so the place is found by halves.
  const [ends] = await sql<[{ low: number | null; high: number | null }]>`
    select min(number)::float8 as low, max(number)::float8 as high
    from blocks where chain_id = (select chain_id from cursor limit 1)`
  let best: ChangeRow | null = null
  for (let { low, high } = ends; low !== null && high !== null && low <= high; ) {
    const middle = Math.floor((low + high) / 2)
    const found = await findBlockUpTo(sql, middle)
    if (found === null || found.time <= time) {
      best = found ?? best
      low = middle + 1
    } else high = found.block - 1
  }
  return best
}

/** Voting power of an account. */
export type PowerRow = { account: Address; votes: bigint }

/** Who had how many votes in a house after a block: of each account the newest change not after it. */
export const listPowersAt = async (
  sql: Reader,
  { house, block }: { house: number; block: number },
): Promise<PowerRow[]> => [
  ...(await sql<PowerRow[]>`
    with powers as materialized (
      select d.account, ${powerAt(sql, { block })} as votes from delegate_heads d where d.house = ${house})
    select account, votes from powers where votes > 0 order by account`),
]

/** A change of voting power, as it was before. */
export type PowerBeforeRow = { account: Address; previous_votes: bigint; block_time: number }

/** Changes of a house up to a block, newest first, chunk by chunk: to walk back from what holds after that block. */
export const readPowersBack = (
  sql: Reader,
  { house, block }: { house: number; block: number },
): AsyncIterable<PowerBeforeRow[]> =>
  sql<PowerBeforeRow[]>`
    select account, previous_votes, block_time::float8 from vote_power_changes
    where block_number <= ${block} and house = ${house}
    order by block_number desc, log_index desc`.cursor(1_000)

/** Who ever belonged to which party, in the order of the chain. */
export const listMembershipRows = async (
  sql: Reader,
): Promise<{ account: Address; party: bigint; from_epoch: number; block_time: number }[]> => [
  ...(await sql<{ account: Address; party: bigint; from_epoch: number; block_time: number }[]>`
    select account, party, from_epoch::float8, block_time::float8 from party_memberships
    order by block_number, log_index`),
]

/** Every account that ever belonged to a party. */
export const listMembers = async (sql: Reader): Promise<Address[]> =>
  (await sql<{ account: Address }[]>`select distinct account from party_memberships`).map(({ account }) => account)

/** When parties were closed. */
export const listClosures = async (sql: Reader): Promise<{ party: bigint; block_time: number }[]> => [
  ...(await sql<{ party: bigint; block_time: number }[]>`
    select party, block_time::float8 from party_events where kind = 'closed'`),
]
