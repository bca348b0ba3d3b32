import { allocationPolicyAbi } from '~/chain/abi/generated'
import { toChainLevel } from '~/domain/allocation/level'
import { type Ask, shareRound } from '~/domain/allocation/share-round'
import type { ChainView } from '../chain/connect'
import type { UnsettledRound } from './list-unsettled'

type Reader = Pick<ChainView, 'client' | 'deployment'>

const KINDS = 7
const PAGE = 2_000n

/** Everything that a round was asked for, read from the chain alone. */
const listAsks = async ({ client, deployment }: Reader, { pool, epoch }: UnsettledRound): Promise<Ask[]> => {
  const allocation = { address: deployment.contracts.AllocationPolicy.address, abi: allocationPolicyAbi } as const
  const asks: Ask[] = []
  for (let kind = 0; kind < KINDS; kind++) {
    let from = 0
    do {
      const [tenants, units, next] = await client.readContract({
        ...allocation,
        functionName: 'requestsOf',
        args: [pool, epoch, kind, from, PAGE],
      })
      for (const [index, party] of tenants.entries()) {
        asks.push({ party: BigInt(party), kind, want: units[index] ?? 0n })
      }
      from = next
    } while (from !== 0)
  }
  return asks
}

/** The levels of a round: of the classes, then one per class; and how many requests they have to be counted over. */
export const findLevels = async (view: Reader, round: UnsettledRound) => {
  const { client, deployment } = view
  const asks = await listAsks(view, round)
  const policy = await client.readContract({
    address: deployment.contracts.AllocationPolicy.address,
    abi: allocationPolicyAbi,
    functionName: 'policyOf',
    args: [round.version],
  })
  const { outcome } = shareRound(round.capacity, policy, asks)
  const levels = [outcome.classLevel, ...outcome.classes.map(({ level }) => level)].map(toChainLevel)
  return { levels, requests: asks.length, allocated: outcome.allocated }
}
