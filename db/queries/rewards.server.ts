import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

export type RewardRuleRow = SetByRow & { from_epoch: number; base: bigint; free_nodes: number }

/** What nodes earn, in the order in which votes set it; of rows for one epoch the last counts. */
export const listRewardRules = async (sql: Reader): Promise<RewardRuleRow[]> => [
  ...(await sql<RewardRuleRow[]>`
    select c.from_epoch::float8, c.base, c.free_nodes, ${place(sql)}, ${executedIn(sql)}
    from reward_rules c order by c.block_number, c.log_index`),
]

export type MultiplierRow = SetByRow & { pool: bigint; from_epoch: number; bps: number }

/** The multipliers of pools, in the order in which votes set them. */
export const listMultipliers = async (sql: Reader): Promise<MultiplierRow[]> => [
  ...(await sql<MultiplierRow[]>`
    select c.pool, c.from_epoch::float8, c.bps::float8, ${place(sql)}, ${executedIn(sql)}
    from reward_multipliers c order by c.block_number, c.log_index`),
]

/** Base units that rewards can be paid from: what came in by `fund` and `pull`, less claims. */
export const getRewardPot = async (sql: Reader): Promise<bigint> => {
  const [row] = await sql<{ pot: bigint }[]>`
    select (select coalesce(sum(amount), 0) from reward_funds) - (select coalesce(sum(amount), 0) from reward_claims) as pot`
  return row?.pot ?? 0n
}

/** What an auditor reported of a node for an epoch. */
export type ChallengeRow = {
  epoch: number
  auditor_id: number
  made: number
  passed: number
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/** The reports about a provider, newest epoch first. */
export const listChallengeRows = async (
  sql: Reader,
  { id, limit }: { id: bigint; limit: number },
): Promise<ChallengeRow[]> => [
  ...(await sql<ChallengeRow[]>`
    select epoch::float8, auditor_id::float8, made::float8, passed::float8, block_number::float8, block_hash,
      block_time::float8, tx_hash
    from challenge_reports where provider_id = ${String(id)}
    order by epoch desc, block_number desc, log_index desc limit ${limit}`),
]

/** A provider's node in an epoch with reports: sums over these, and what was claimed; null where nothing was yet. */
export type NodeEpochRow = {
  epoch: number
  party: bigint
  pool: bigint
  made: bigint
  passed: bigint
  /** How many nodes of the recorded party claimed so far. */
  claimed_nodes: number
  operator: Address | null
  ordinal: number | null
  amount: bigint | null
  claimed_block: number | null
  claimed_hash: Hex | null
  claimed_time: number | null
  claimed_tx: Hex | null
}

/** The epochs in which a provider was challenged, newest first. The first report recorded the party and the pool. */
export const listNodeEpochs = async (
  sql: Reader,
  { id, limit }: { id: bigint; limit: number },
): Promise<NodeEpochRow[]> => [
  ...(await sql<NodeEpochRow[]>`
    select r.epoch::float8, r.party, d.pool, r.made, r.passed,
      (select count(*) from reward_claims where epoch = r.epoch and party = r.party)::float8 as claimed_nodes,
      c.operator, c.ordinal::float8, c.amount, c.block_number::float8 as claimed_block, c.block_hash as claimed_hash,
      c.block_time::float8 as claimed_time, c.tx_hash as claimed_tx
    from (select epoch, min(party) as party, sum(made) as made, sum(passed) as passed, min(block_number) as first
      from challenge_reports where provider_id = ${String(id)} group by epoch) r
    join lateral (select log_index from challenge_reports
      where provider_id = ${String(id)} and epoch = r.epoch and block_number = r.first order by log_index limit 1) f on true
    join lateral (select pool from provider_declarations where provider_id = ${String(id)}
      and (block_number, log_index) < (r.first, f.log_index) order by version desc limit 1) d on true
    left join reward_claims c on c.provider_id = ${String(id)} and c.epoch = r.epoch
    order by r.epoch desc limit ${limit}`),
]
