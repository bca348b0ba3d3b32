import { allocationPolicyAbi, epochClockAbi } from '~/chain/abi/generated'
import { epochAt, timesOfEpoch } from '~/domain/epoch'
import { AppError } from '~/domain/errors'
import { toTime } from '~/http/present'
import type { ChainView } from '../chain/connect'

/** A pool in an epoch that somebody asked for, and whether requests are still taken. */
export type UnsettledRound = { pool: number; epoch: number; capacity: number; version: number }

type Wanted = { pool: number | null; epoch: number | null }

/**
 * The rounds of the current epoch and the next, or of those that are named, of which requests are taken no more and
 * whose result is not final. Throws `too_early` where a named epoch still takes requests.
 */
export const listUnsettled = async (view: ChainView, { pool, epoch }: Wanted): Promise<UnsettledRound[]> => {
  const { client, deployment } = view
  const allocation = { address: deployment.contracts.AllocationPolicy.address, abi: allocationPolicyAbi } as const
  const clock = { address: deployment.contracts.EpochClock.address, abi: epochClockAbi } as const
  const [count, epochGenesis, epochLength, settleWindow, { timestamp }] = await Promise.all([
    client.readContract({ ...allocation, functionName: 'poolCount' }),
    client.readContract({ ...clock, functionName: 'genesis' }),
    client.readContract({ ...clock, functionName: 'length' }),
    client.readContract({ ...allocation, functionName: 'settleWindow' }),
    client.getBlock({ blockTag: 'latest' }),
  ])
  const rules = { epochGenesis, epochLength, settleWindow }
  const current = epochAt(rules, Number(timestamp))
  const pools = pool === null ? Array.from({ length: count }, (_, index) => index + 1) : [pool]
  const rounds: UnsettledRound[] = []
  for (const one of epoch === null ? [current, current + 1] : [epoch]) {
    const { requestsUntil } = timesOfEpoch(rules, one)
    if (Number(timestamp) < requestsUntil) {
      if (epoch === null) continue
      const time = toTime(requestsUntil)
      throw new AppError('too_early', `Requests for epoch ${epoch} are taken until ${time}: settle it then.`)
    }
    for (const id of pools) {
      const round = await client.readContract({ ...allocation, functionName: 'roundOf', args: [id, one] })
      if (round.opened && !round.settled) {
        rounds.push({ pool: id, epoch: one, capacity: Number(round.capacity), version: round.version })
      }
    }
  }
  return rounds
}
