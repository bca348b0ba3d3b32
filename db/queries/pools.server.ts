import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

export type PoolRow = SetByRow & { pool: bigint; name: string }

/** Every pool, in the order of ids. There are at most 32. */
export const listPoolRows = async (sql: Reader): Promise<PoolRow[]> => [
  ...(await sql<PoolRow[]>`select c.pool, c.name, ${place(sql)}, ${executedIn(sql)} from pools c order by c.pool`),
]

/** A value that counts from an epoch on. */
export type CapacityRow = SetByRow & { pool: bigint; from_epoch: number; capacity: number }

/** Every capacity ever set, in the order of the chain. GPU-seconds. */
export const listCapacityRows = async (sql: Reader): Promise<CapacityRow[]> => [
  ...(await sql<CapacityRow[]>`
    select c.pool, c.from_epoch::float8, c.capacity::float8, ${place(sql)}, ${executedIn(sql)}
    from pool_capacities c order by c.block_number, c.log_index`),
]

export type PolicyRow = SetByRow & {
  version: number
  from_epoch: number
  cap_bps: number
  reserves: number[]
  class_weights: number[]
  kind_classes: number[]
  kind_weights: number[]
}

/** Every policy ever set, in the order of the chain. */
export const listPolicyRows = async (sql: Reader): Promise<PolicyRow[]> => [
  ...(await sql<PolicyRow[]>`
    select c.version::float8, c.from_epoch::float8, c.cap_bps, c.reserves, c.class_weights, c.kind_classes,
      c.kind_weights, ${place(sql)}, ${executedIn(sql)}
    from policies c order by c.version`),
]

export type ScheduleRow = SetByRow & {
  pool: bigint
  from_epoch: number
  gpu_seconds: number
  money: bigint
  max_rate: bigint
}

/** Every schedule ever set, in the order of the chain. */
export const listScheduleRows = async (sql: Reader): Promise<ScheduleRow[]> => [
  ...(await sql<ScheduleRow[]>`
    select c.pool, c.from_epoch::float8, c.gpu_seconds::float8, c.money, c.max_rate, ${place(sql)}, ${executedIn(sql)}
    from schedules c order by c.block_number, c.log_index`),
]
