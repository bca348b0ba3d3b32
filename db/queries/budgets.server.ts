import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

/** A pool in an epoch: what was set aside, and what leases hold of it now. GPU-seconds and base units. */
export type LineRow = {
  pool: bigint
  epoch: number
  gpu_seconds: number
  money: bigint
  max_rate: bigint
  drawn_gpu_seconds: number
  drawn_money: bigint
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

const lines = (sql: Reader) => sql`
  select b.pool, b.epoch::float8, b.gpu_seconds::float8, b.money, b.max_rate,
    coalesce(m.gpu_seconds, 0)::float8 as drawn_gpu_seconds, coalesce(m.money, 0) as drawn_money,
    b.block_number::float8, b.block_hash, b.block_time::float8, b.tx_hash
  from budget_lines b
  left join lateral (
    select sum(case when kind = 'drawn' then gpu_seconds else -gpu_seconds end) as gpu_seconds,
      sum(case when kind = 'drawn' then money else -money end) as money
    from line_movements where pool = b.pool and epoch = b.epoch) m on true`

type LinePage = { from: [string, string] | null; backwards: boolean; limit: number; pool: string | null }

/** Lines, newest epoch first and in the order of pools, or the other way round; `from` is left out. */
export const listLineRows = async (sql: Reader, { from, backwards, limit, pool }: LinePage): Promise<LineRow[]> => {
  const [epoch, id] = from ?? ['0', '0']
  const beyond = backwards
    ? sql`(b.epoch > ${epoch} or (b.epoch = ${epoch} and b.pool < ${id}))`
    : sql`(b.epoch < ${epoch} or (b.epoch = ${epoch} and b.pool > ${id}))`
  return [
    ...(await sql<LineRow[]>`
      ${lines(sql)}
      where ${from === null ? sql`true` : beyond} and ${pool === null ? sql`true` : sql`b.pool = ${pool}`}
      order by b.epoch ${backwards ? sql`asc` : sql`desc`}, b.pool ${backwards ? sql`desc` : sql`asc`}
      limit ${limit}`),
  ]
}

/** One line; null where nothing was set aside for that pool and epoch. */
export const findLineRow = async (sql: Reader, line: { pool: string; epoch: string }): Promise<LineRow | null> => {
  const [row] = await sql<LineRow[]>`${lines(sql)} where b.pool = ${line.pool} and b.epoch = ${line.epoch}`
  return row ?? null
}

export type MovementRow = {
  kind: 'drawn' | 'refunded'
  gpu_seconds: number
  money: bigint
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/** What leases took of a line and gave back, in the order of the chain. */
export const listMovementRows = async (sql: Reader, line: { pool: string; epoch: string }): Promise<MovementRow[]> => [
  ...(await sql<MovementRow[]>`
    select kind, gpu_seconds::float8, money, block_number::float8, block_hash, block_time::float8, tx_hash
    from line_movements where pool = ${line.pool} and epoch = ${line.epoch} order by block_number, log_index`),
]

export type FlowRow = SetByRow & {
  kind: 'funded' | 'withdrawn' | 'swept'
  account: Address
  token: Address | null
  amount: bigint
}

/** Money that came in and went out by vote, newest first. */
export const listFlowRows = async (sql: Reader, limit: number): Promise<FlowRow[]> => [
  ...(await sql<FlowRow[]>`
    select c.kind, c.account, c.token, c.amount, ${place(sql)}, ${executedIn(sql)}
    from treasury_flows c order by c.block_number desc, c.log_index desc limit ${limit}`),
]

export type MoneyGrantRow = SetByRow & {
  grant_id: bigint
  recipient: Address
  amount: bigint
  start_time: number
  cliff_time: number
  end_time: number
  claimed: bigint
  kept: bigint | null
  canceled_block: number | null
  canceled_hash: Hex | null
  canceled_time: number | null
  canceled_by: bigint | null
}

/** Every grant of money, newest first; `kept` is what a canceled one pays in all. Base units. */
export const listMoneyGrantRows = async (sql: Reader): Promise<MoneyGrantRow[]> => [
  ...(await sql<MoneyGrantRow[]>`
    select c.grant_id, c.recipient, c.amount, c.start_time::float8, c.cliff_time::float8, c.end_time::float8,
      coalesce((select sum(amount) from money_grant_events where grant_id = c.grant_id and kind = 'claimed'), 0) as claimed,
      x.amount as kept, x.block_number::float8 as canceled_block, x.block_hash as canceled_hash,
      x.block_time::float8 as canceled_time,
      (select e.proposal_id from proposal_events e where e.block_number = x.block_number and e.tx_hash = x.tx_hash
        and e.kind = 'executed' limit 1) as canceled_by,
      ${place(sql)}, ${executedIn(sql)}
    from money_grants c left join money_grant_events x on x.grant_id = c.grant_id and x.kind = 'canceled'
    order by c.grant_id desc`),
]
