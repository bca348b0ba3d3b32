import { AppError } from '~/domain/errors'
import type { RowOf } from '../tables'
import type { CreateWriter } from './writer'

export const createAllocationWriter: CreateWriter<'AllocationPolicy'> = () => {
  // RequestedByAgent follows in the same transaction and completes the row.
  let last: RowOf<'requests'> | null = null
  const nameAgent = ({ party, agent }: { party: number; agent: string }) => {
    if (last?.party !== BigInt(party)) {
      throw new AppError('unexpected_log', `Agent ${agent} asked for party ${party}, but no request stands before it.`)
    }
    Object.assign(last, { agent: agent.toLowerCase() })
  }
  return {
    PoolAdded: ({ pool, name }, write) => {
      write('pools', { pool, name })
    },
    CapacitySet: ({ pool, fromEpoch: from_epoch, capacity }, write) => {
      write('pool_capacities', { pool, from_epoch, capacity })
    },
    PolicySet: ({ version, fromEpoch: from_epoch, policy }, write) => {
      write('policies', {
        version,
        from_epoch,
        cap_bps: policy.capBps,
        reserves: policy.classes.map(({ reserveBps }) => reserveBps),
        class_weights: policy.classes.map(({ weight }) => weight),
        kind_classes: policy.kinds.map((rule) => rule.class),
        kind_weights: policy.kinds.map(({ weight }) => weight),
      })
    },
    RoundOpened: ({ pool, epoch, capacity, cap, version }, write) => {
      write('rounds', { pool, epoch, capacity, cap, version })
    },
    Requested: ({ party, pool, epoch, want, seq }, write) => {
      last = write('requests', { party, pool, epoch, want, seq })
    },
    RequestedByAgent: nameAgent,
    RoundSettled: ({ pool, epoch, levels, keeper }, write) => {
      write('settlements', { pool, epoch, levels, keeper })
    },
    Consumed: ({ party, pool, epoch, amount }, write) => {
      write('consumptions', { party, pool, epoch, kind: 'consumed', amount })
    },
    Restored: ({ party, pool, epoch, amount }, write) => {
      write('consumptions', { party, pool, epoch, kind: 'restored', amount })
    },
  }
}
