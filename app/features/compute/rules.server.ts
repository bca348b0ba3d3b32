import {
  type CapacityRow,
  listCapacityRows,
  listPolicyRows,
  listPoolRows,
  listScheduleRows,
  type PolicyRow,
  type PoolRow,
  type ScheduleRow,
} from '#db/queries/pools.server'
import type { SetByRow } from '#db/queries/set-by.server'
import type { SharingPolicy } from '~/domain/allocation/share-round'
import { findRuleAt } from '~/domain/epoch'
import { AppError } from '~/domain/errors'
import { partyKinds, toMoment } from '~/http/present'
import type { Party, PoolRef, ProposalRef } from '~/http/shapes'
import type { View } from '~/services.server'

type ProposalOf = (id: bigint | null) => ProposalRef | null

/** Everything that votes ever said of pooled compute: a few rows each, so they are read whole. */
export type ComputeRules = {
  pools: readonly PoolRow[]
  capacities: readonly CapacityRow[]
  policies: readonly PolicyRow[]
  schedules: readonly ScheduleRow[]
  proposalOf: ProposalOf
}

export const loadRules = async (view: View): Promise<ComputeRules> => {
  const { sql } = view
  const pools = await listPoolRows(sql)
  const capacities = await listCapacityRows(sql)
  const policies = await listPolicyRows(sql)
  const schedules = await listScheduleRows(sql)
  const all: SetByRow[] = [...pools, ...capacities, ...policies, ...schedules]
  const proposalOf = await view.loadProposals(all.map(({ proposal_id }) => proposal_id))
  return { pools, capacities, policies, schedules, proposalOf }
}

/** The blocks in which votes changed the rules. */
export const changesOfRules = ({ pools, capacities, policies, schedules }: ComputeRules) =>
  [...pools, ...capacities, ...policies, ...schedules].map(changeOf)

export const changeOf = (row: { block_number: number; block_hash: `0x${string}`; block_time: number }) => ({
  block: row.block_number,
  hash: row.block_hash,
  time: row.block_time,
})

/** How a pool is named; throws `pool_unknown`. */
export const refOfPool = ({ pools }: ComputeRules, id: bigint): PoolRef => {
  const row = pools.find(({ pool }) => pool === id)
  if (row) return { id: String(row.pool), name: row.name }
  throw new AppError('pool_unknown', `There is no pool ${id}: /api/v1/compute/pools lists them.`)
}

/** The policy with this version; throws `index_inconsistent`. */
export const getPolicyRow = ({ policies }: ComputeRules, version: number): PolicyRow => {
  const row = policies.find((policy) => policy.version === version)
  if (row) return row
  throw new AppError('index_inconsistent', `Policy ${version} counts for a round, but is not indexed.`)
}

/** The policy that counts for an epoch, or would if nothing changed; throws `index_inconsistent`. */
export const getPolicyAt = ({ policies }: ComputeRules, epoch: number): PolicyRow => {
  const row = findRuleAt(policies, epoch)
  if (row) return row
  throw new AppError('index_inconsistent', 'No policy is indexed, though every deployment sets one.')
}

/** The rows of one pool. */
export const ofPool = <Row extends { pool: bigint }>(rows: readonly Row[], pool: bigint): Row[] =>
  rows.filter((row) => row.pool === pool)

/** A policy as the solver takes it. */
export const toSharingPolicy = (row: PolicyRow): SharingPolicy => ({
  capBps: row.cap_bps,
  classes: row.reserves.map((reserveBps, index) => ({ reserveBps, weight: row.class_weights[index] ?? 1 })),
  kinds: row.kind_classes.map((own, index) => ({ class: own, weight: row.kind_weights[index] ?? 0 })),
})

/** The kinds of party that a class holds. */
export const kindsOfClass = ({ kinds }: SharingPolicy, index: number): Party['kind'][] =>
  partyKinds.filter((_, kind) => kinds[kind]?.class === index && (kinds[kind]?.weight ?? 0) > 0)

export const toSetBy = (row: SetByRow, proposalOf: ProposalOf) => ({
  at: toMoment(row.block_time, row.block_number),
  transaction: row.tx_hash,
  proposal: proposalOf(row.proposal_id),
})
