import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** A pool in an epoch as it was frozen, and its settlement. GPU-seconds; times in UNIX seconds. */
export type RoundRow = {
  pool: bigint
  epoch: number
  capacity: number
  cap: number
  version: number
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  levels: bigint[] | null
  keeper: Address | null
  settled_block: number | null
  settled_hash: Hex | null
  settled_time: number | null
  settled_tx: Hex | null
}

const rounds = (sql: Reader) => sql`
  select r.pool, r.epoch::float8, r.capacity::float8, r.cap::float8, r.version::float8, r.block_number::float8,
    r.block_hash, r.block_time::float8, r.tx_hash, s.levels, s.keeper, s.block_number::float8 as settled_block,
    s.block_hash as settled_hash, s.block_time::float8 as settled_time, s.tx_hash as settled_tx
  from rounds r left join settlements s using (pool, epoch)`

/** The rounds of some epochs, newest epoch first, in the order of pools. */
export const listRoundRows = async (sql: Reader, epochs: readonly number[]): Promise<RoundRow[]> => [
  ...(await sql<RoundRow[]>`
    ${rounds(sql)} where r.epoch = any(${epochs.map(String)}::bigint[]) order by r.epoch desc, r.pool`),
]

/** Epochs with a round, newest first, or oldest first when read backwards; `from` is left out. */
export const listEpochs = async (
  sql: Reader,
  { from, backwards, limit }: { from: string | null; backwards: boolean; limit: number },
): Promise<number[]> => {
  const beyond = backwards ? sql`epoch > ${from}` : sql`epoch < ${from}`
  const rows = await sql<{ epoch: number }[]>`
    select distinct epoch::float8 as epoch from rounds where ${from === null ? sql`true` : beyond}
    order by epoch ${backwards ? sql`asc` : sql`desc`} limit ${limit}`
  return rows.map(({ epoch }) => epoch)
}

/** What a party asks for in a round, which counts, and what was used of what it got. GPU-seconds. */
export type RequestRow = {
  party: bigint
  party_kind: number
  pool: bigint
  epoch: number
  want: bigint
  seq: bigint
  agent: Address | null
  consumed: number
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/** The requests of some epochs that count, in every pool and in the order of parties. */
export const listRequestRowsOfEpochs = async (sql: Reader, epochs: readonly number[]): Promise<RequestRow[]> => [
  ...(await sql<RequestRow[]>`
  select q.party, p.party_kind, q.pool, q.epoch::float8, q.want, q.seq, q.agent, coalesce(u.consumed, 0)::float8 as consumed,
    q.block_number::float8, q.block_hash, q.block_time::float8, q.tx_hash
  from (select distinct on (pool, epoch, party) * from requests where epoch = any(${epochs.map(String)}::bigint[])
    order by pool, epoch, party, block_number desc, log_index desc) q
  join party_events p on p.party = q.party and p.kind = 'admitted'
  left join lateral (select sum(case when kind = 'consumed' then amount else -amount end) as consumed from consumptions
    where pool = q.pool and epoch = q.epoch and party = q.party) u on true
  order by q.epoch desc, q.pool, q.party`),
]

/** A request as it was made, and whether a later one took its place. */
export type RequestEventRow = Omit<RequestRow, 'consumed'> & { log_index: number; counts: boolean }

type RequestPage = {
  from: [string, string] | null
  backwards: boolean
  limit: number
  pool: string | null
  epoch: string | null
  party: string | null
}

/** Requests as they were made, newest first, or oldest first when read backwards; `from` is left out. */
export const listRequestEvents = async (sql: Reader, page: RequestPage): Promise<RequestEventRow[]> => {
  const [block, log] = page.from ?? ['0', '0']
  const place = sql`(q.block_number, q.log_index)`
  const beyond = page.backwards ? sql`${place} > (${block}, ${log})` : sql`${place} < (${block}, ${log})`
  return [
    ...(await sql<RequestEventRow[]>`
      select q.party, p.party_kind, q.pool, q.epoch::float8, q.want, q.seq, q.agent, q.log_index,
        q.block_number::float8, q.block_hash, q.block_time::float8, q.tx_hash,
        not exists (select 1 from requests n where n.pool = q.pool and n.epoch = q.epoch and n.party = q.party
          and (n.block_number, n.log_index) > (q.block_number, q.log_index)) as counts
      from requests q join party_events p on p.party = q.party and p.kind = 'admitted'
      where ${page.from === null ? sql`true` : beyond}
        and ${page.pool === null ? sql`true` : sql`q.pool = ${page.pool}`}
        and ${page.epoch === null ? sql`true` : sql`q.epoch = ${page.epoch}`}
        and ${page.party === null ? sql`true` : sql`q.party = ${page.party}`}
      order by q.block_number ${page.backwards ? sql`asc` : sql`desc`},
        q.log_index ${page.backwards ? sql`asc` : sql`desc`}
      limit ${page.limit}`),
  ]
}

/** What an agent may do for a party, the newest word of each party's controller. */
export type AgentRow = { party: bigint; party_kind: number; until: number; gpu_seconds: bigint; money: bigint }

/** The parties for which a key is or was an agent. */
export const listAgentRows = async (sql: Reader, agent: Address): Promise<AgentRow[]> => [
  ...(await sql<AgentRow[]>`
    select a.party, p.party_kind, a.until::float8, a.gpu_seconds, a.money
    from (select distinct on (party) * from agents where agent = ${agent}
      order by party, block_number desc, log_index desc) a
    join party_events p on p.party = a.party and p.kind = 'admitted'
    order by a.party`),
]

/** The party of an account in an epoch, or none, with what the party is. */
export const findTenantRow = async (
  sql: Reader,
  { account, epoch }: { account: Address; epoch: number },
): Promise<{ party: bigint; party_kind: number } | null> => {
  const [row] = await sql<{ party: bigint; party_kind: number }[]>`
    select m.party, p.party_kind
    from (select party from party_memberships where account = ${account} and from_epoch <= ${epoch}
      order by block_number desc, log_index desc limit 1) m
    join party_events p on p.party = m.party and p.kind = 'admitted'`
  return row ?? null
}
