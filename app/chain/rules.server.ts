import { type Address, erc20Abi, type PublicClient } from 'viem'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeTreasuryAbi,
  councilAbi,
  epochClockAbi,
  governorBoundsAbi,
  milestoneLeasesAbi,
  modelRegistryAbi,
  orderBookAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  votingTokenAbi,
} from './abi/generated'
import { addressOf } from './addresses'
import type { Deployment } from './deployment'

type Range = { min: bigint; max: bigint }

/** What is fixed in bytecode for ever. Times in seconds, the threshold's bounds in base units, quorums in basis points. */
export type Rules = {
  objectionWindow: number
  objectionPeriod: number
  /** By tier: routine, policy, charter. */
  delays: readonly [number, number, number]
  maxDissent: number
  queueWindow: number
  gracePeriod: number
  bounds: { votingDelay: Range; votingPeriod: Range; proposalThreshold: Range; quorum: Range; charterQuorum: Range }
  epochGenesis: number
  epochLength: number
  minSeats: number
  presenceWindow: number
  seatTerm: number
  councilMaxTerm: number
  /** Seconds that a hold and a recall by the council last. */
  holdTime: number
  recallTime: number
  maxSupply: bigint
  mintCapBps: number
  /** Seconds before the end of an epoch in which no requests for compute are taken. */
  settleWindow: number
  /** Bounds of the cap of a party, basis points of a pool. */
  capBps: { min: number; max: number }
  /** For how long arbiters vote on a case, and for how long a verdict can be overturned, in seconds. */
  verdictTime: number
  appealTime: number
  /** Seconds that a pause of the market by the council lasts. */
  pauseTime: number
  /** Seconds that a tenant has to reject a milestone that was delivered. */
  reviewTime: number
  money: Money
}

/** The token of all budgets; `symbol` is what the token calls itself. */
export type Money = { address: Address; symbol: string; decimals: number }

const MOST_SYMBOL = 12

// A symbol is anybody's text until a genesis names its token: short and without control characters.
const readMoney = async (client: PublicClient, deployment: Deployment): Promise<Money> => {
  const treasury = addressOf(deployment, 'ComputeTreasury')
  const address = await client.readContract({ address: treasury, abi: computeTreasuryAbi, functionName: 'money' })
  const [symbol, decimals] = await Promise.all([
    client.readContract({ address, abi: erc20Abi, functionName: 'symbol' }),
    client.readContract({ address, abi: erc20Abi, functionName: 'decimals' }),
  ])
  const shown = symbol.replace(/[^\p{L}\p{N}.$€-]/gu, '').slice(0, MOST_SYMBOL)
  return { address, symbol: shown || 'money', decimals }
}

/** Reads what never changes; throws viem's errors when the node does not answer. */
export const readRules = async (client: PublicClient, deployment: Deployment): Promise<Rules> => {
  const governor = { address: addressOf(deployment, 'StewardGovernor'), abi: stewardGovernorAbi }
  const seats = { address: addressOf(deployment, 'StewardSeats'), abi: stewardSeatsAbi }
  const clock = { address: addressOf(deployment, 'EpochClock'), abi: epochClockAbi }
  const token = { address: addressOf(deployment, 'VotingToken'), abi: votingTokenAbi }
  const registry = { address: addressOf(deployment, 'ModelRegistry'), abi: modelRegistryAbi }
  const boundsAddress: Address = addressOf(deployment, 'GovernorBounds')
  const range = async (setting: number): Promise<Range> => {
    const [min, max] = await client.readContract({
      address: boundsAddress,
      abi: governorBoundsAbi,
      functionName: 'rangeOf',
      args: [setting],
    })
    return { min, max }
  }
  const delay = async (tier: number) =>
    Number(await client.readContract({ ...governor, functionName: 'delay', args: [tier] }))
  const windows = ['objectionWindow', 'objectionPeriod', 'maxDissent', 'queueWindow', 'gracePeriod'] as const
  const allocation = { address: addressOf(deployment, 'AllocationPolicy'), abi: allocationPolicyAbi }
  const arbitration = { address: addressOf(deployment, 'Arbitration'), abi: arbitrationAbi }
  const milestones = { address: addressOf(deployment, 'MilestoneLeases'), abi: milestoneLeasesAbi }
  const book = { address: addressOf(deployment, 'OrderBook'), abi: orderBookAbi }
  const [times, ranges, delays, epochs, seatRules, councilMaxTerm, supply, stops, compute, market, money] =
    await Promise.all([
      Promise.all(windows.map((functionName) => client.readContract({ ...governor, functionName }))),
      Promise.all([range(0), range(1), range(2), range(3), range(4)]),
      Promise.all([delay(0), delay(1), delay(2)]),
      Promise.all([
        client.readContract({ ...clock, functionName: 'genesis' }),
        client.readContract({ ...clock, functionName: 'length' }),
      ]),
      Promise.all([
        client.readContract({ ...seats, functionName: 'minSeats' }),
        client.readContract({ ...seats, functionName: 'presenceWindow' }),
        client.readContract({ ...seats, functionName: 'term' }),
      ]),
      client.readContract({ address: addressOf(deployment, 'Council'), abi: councilAbi, functionName: 'maxTerm' }),
      Promise.all([
        client.readContract({ ...token, functionName: 'maxSupply' }),
        client.readContract({ ...token, functionName: 'mintCapBps' }),
      ]),
      Promise.all([
        client.readContract({ ...registry, functionName: 'holdTime' }),
        client.readContract({ ...registry, functionName: 'recallTime' }),
      ]),
      Promise.all([
        client.readContract({ ...allocation, functionName: 'settleWindow' }),
        client.readContract({ ...allocation, functionName: 'minCapBps' }),
        client.readContract({ ...allocation, functionName: 'maxCapBps' }),
      ]),
      Promise.all([
        client.readContract({ ...arbitration, functionName: 'verdictTime' }),
        client.readContract({ ...arbitration, functionName: 'appealTime' }),
        client.readContract({ ...book, functionName: 'pauseTime' }),
        client.readContract({ ...milestones, functionName: 'reviewTime' }),
      ]),
      readMoney(client, deployment),
    ])
  const [objectionWindow, objectionPeriod, maxDissent, queueWindow, gracePeriod] = times.map(Number)
  return {
    objectionWindow: objectionWindow ?? 0,
    objectionPeriod: objectionPeriod ?? 0,
    delays,
    maxDissent: maxDissent ?? 0,
    queueWindow: queueWindow ?? 0,
    gracePeriod: gracePeriod ?? 0,
    bounds: {
      votingDelay: ranges[0],
      votingPeriod: ranges[1],
      proposalThreshold: ranges[2],
      quorum: ranges[3],
      charterQuorum: ranges[4],
    },
    epochGenesis: epochs[0],
    epochLength: epochs[1],
    minSeats: Number(seatRules[0]),
    presenceWindow: Number(seatRules[1]),
    seatTerm: Number(seatRules[2]),
    councilMaxTerm: Number(councilMaxTerm),
    maxSupply: supply[0],
    mintCapBps: supply[1],
    settleWindow: compute[0],
    capBps: { min: compute[1], max: compute[2] },
    verdictTime: market[0],
    appealTime: market[1],
    pauseTime: market[2],
    reviewTime: market[3],
    money,
    holdTime: stops[0],
    recallTime: stops[1],
  }
}
