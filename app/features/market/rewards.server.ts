import {
  getRewardPot,
  listMultipliers,
  listNodeEpochs,
  listRewardRules,
  type MultiplierRow,
  type NodeEpochRow,
  type RewardRuleRow,
} from '#db/queries/rewards.server'
import { addressOf } from '~/chain/addresses'
import { rewardOf, setForEpoch } from '~/domain/market/reward'
import type { ProposalRef } from '~/http/shapes'
import type { View } from '~/services.server'
import type { Market } from './schema/market'
import type { NodeReward } from './schema/providers'
import { type Shared, toOccurrence, toOccurrenceOrNull } from './shared.server'

const MOST_EPOCHS = 50

/** What votes set, in their order. */
export type RewardRules = { rules: readonly RewardRuleRow[]; multipliers: readonly MultiplierRow[] }

export const loadRewardRules = async ({ sql }: View): Promise<RewardRules> => ({
  rules: await listRewardRules(sql),
  multipliers: await listMultipliers(sql),
})

/** What rewards are, what set them, and the money that there is for them. */
export const toRewards = async (
  shared: Shared,
  { rules, multipliers }: RewardRules,
  proposalOf: (id: bigint | null) => ProposalRef | null,
): Promise<Market['rewards']> => {
  const { money, poolOf, view } = shared
  const setBy = (row: RewardRuleRow | MultiplierRow) => ({
    ...toOccurrence(row),
    proposal: proposalOf(row.proposal_id),
  })
  return {
    address: addressOf(view.services.deployment, 'NodeRewards'),
    pot: money(await getRewardPot(view.sql)),
    rules: rules
      .map((row) => ({
        fromEpoch: row.from_epoch,
        base: money(row.base),
        freeNodes: row.free_nodes,
        setBy: setBy(row),
      }))
      .reverse(),
    multipliers: multipliers
      .map((row) => ({ pool: poolOf(row.pool), fromEpoch: row.from_epoch, bps: row.bps, setBy: setBy(row) }))
      .reverse(),
  }
}

const toNodeReward = ({ view, money }: Shared, { rules, multipliers }: RewardRules, row: NodeEpochRow): NodeReward => {
  const { epoch, made, passed } = row
  const rule = setForEpoch(rules, epoch)
  const bps = setForEpoch(
    multipliers.filter(({ pool }) => pool === row.pool),
    epoch,
  )?.bps
  const terms = {
    base: rule?.base ?? 0n,
    multiplierBps: BigInt(bps ?? 0),
    freeNodes: BigInt(rule?.free_nodes ?? 1),
  }
  const ordinal = row.ordinal ?? row.claimed_nodes + 1
  const isPaid = row.amount !== null
  // Reports on an epoch are taken during the next one; only then is it known what was earned.
  const isOpen = epoch + 1 >= view.epoch
  return {
    epoch,
    made: Number(made),
    passed: Number(passed),
    multiplierBps: bps ?? 0,
    state: isPaid ? 'paid' : isOpen ? 'reporting' : 'claimable',
    ordinal,
    amount: money(row.amount ?? rewardOf(terms, { made, passed }, BigInt(ordinal))),
    claimed: toOccurrenceOrNull(row.claimed_time, row.claimed_block, row.claimed_tx),
  }
}

/** What a node earned by epochs, newest first. */
export const loadNodeRewards = async (shared: Shared, provider: bigint): Promise<NodeReward[]> => {
  const rules = await loadRewardRules(shared.view)
  const rows = await listNodeEpochs(shared.view.sql, { id: provider, limit: MOST_EPOCHS })
  return rows.map((row) => toNodeReward(shared, rules, row))
}
