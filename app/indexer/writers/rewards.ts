import type { CreateWriter } from './writer'

export const createRewardsWriter: CreateWriter<'NodeRewards'> = () => ({
  RewardsSet: ({ fromEpoch: from_epoch, rewards: { base, freeNodes: free_nodes } }, write) => {
    write('reward_rules', { from_epoch, base, free_nodes })
  },
  MultiplierSet: ({ pool, fromEpoch: from_epoch, bps }, write) => {
    write('reward_multipliers', { pool, from_epoch, bps })
  },
  RewardsFunded: ({ from: account, amount }, write) => {
    write('reward_funds', { kind: 'funded', account, amount })
  },
  RewardsPulled: ({ grantId: grant_id, amount }, write) => {
    write('reward_funds', { kind: 'pulled', grant_id, amount })
  },
  ChallengesReported: ({ providerId: provider_id, epoch, auditorId: auditor_id, party, made, passed }, write) => {
    write('challenge_reports', { provider_id, epoch, auditor_id, party, made, passed })
  },
  RewardClaimed: ({ providerId: provider_id, epoch, party, operator, ordinal, amount }, write) => {
    write('reward_claims', { provider_id, epoch, party, operator, ordinal, amount })
  },
})
