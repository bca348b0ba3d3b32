import type { Address } from 'viem'
import { stewardGovernorAbi, stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { decodeAction } from '~/chain/decode-action'
import { decodeRevert } from '~/chain/decode-revert'
import { findRevertData } from '~/chain/find-revert-data'
import type { Refusal } from '~/domain/refusal'
import { type Tier, tierNumber, tierOfNumber } from '~/domain/tier'
import type { CallText } from '~/domain/wallet'
import { loadGatesOfCalls } from '~/gates.server'
import type { Gate } from '~/http/stewardship'
import { getServices, type Services, withView } from '~/services.server'

const BPS = 10_000n

/** What the chain says of a draft now. Amounts in base units, times in seconds. */
export type DraftCheck = {
  /** Derived from the calls; null where the governor refuses them, which `refusal` explains. */
  tier: Tier | null
  refusal: Refusal | null
  /** Of each call that advances a release: what its next stage needs, as the index has it. */
  gates: Gate[]
  block: number
  needs: { quorum: bigint; seats: number; opensAfter: number; lasts: number; waits: number } | null
  proposer: { account: Address; votes: bigint; threshold: bigint; hasSeat: boolean } | null
}

const refusalOf = (error: unknown): Refusal => {
  const data = findRevertData(error)
  if (data === null) throw error
  return decodeRevert(data)
}

const governorOf = ({ deployment }: Services) => ({
  address: addressOf(deployment, 'StewardGovernor'),
  abi: stewardGovernorAbi,
})

const deriveTier = async (services: Services, calls: readonly CallText[]): Promise<Tier | Refusal> => {
  try {
    const tier = await services.client.readContract({
      ...governorOf(services),
      functionName: 'deriveTier',
      args: [
        calls.map(({ target }) => target),
        calls.map(({ value }) => BigInt(value)),
        calls.map(({ calldata }) => calldata),
      ],
    })
    return tierOfNumber(tier)
  } catch (error) {
    return refusalOf(error)
  }
}

const readNeeds = async (services: Services, tier: Tier) => {
  const { client, deployment } = services
  const governor = governorOf(services)
  const now = Number(await client.readContract({ ...governor, functionName: 'clock' }))
  const past = BigInt(now - 1)
  const seats = { address: addressOf(deployment, 'StewardSeats'), abi: stewardSeatsAbi }
  const token = { address: addressOf(deployment, 'VotingToken'), abi: votingTokenAbi }
  const [quorum, supply, charterBps, capacity, opensAfter, lasts, waits] = await Promise.all([
    client.readContract({ ...governor, functionName: 'quorum', args: [past] }),
    client.readContract({ ...token, functionName: 'getPastTotalSupply', args: [past] }),
    client.readContract({ ...governor, functionName: 'charterQuorumNumerator', args: [past] }),
    client.readContract({ ...seats, functionName: 'totalCapacity' }),
    client.readContract({ ...governor, functionName: 'votingDelay' }),
    client.readContract({ ...governor, functionName: 'votingPeriod' }),
    client.readContract({ ...governor, functionName: 'delay', args: [tierNumber(tier)] }),
  ])
  return {
    quorum: tier === 'charter' ? (supply * charterBps + BPS - 1n) / BPS : quorum,
    seats: capacity,
    opensAfter: Number(opensAfter),
    lasts: Number(lasts),
    waits: Number(waits),
  }
}

const readProposer = async (services: Services, account: Address) => {
  const { client, deployment } = services
  const governor = governorOf(services)
  const now = Number(await client.readContract({ ...governor, functionName: 'clock' }))
  const past = BigInt(now - 1)
  const seats = { address: addressOf(deployment, 'StewardSeats'), abi: stewardSeatsAbi }
  const [votes, threshold, seatVotes] = await Promise.all([
    client.readContract({ ...governor, functionName: 'getVotes', args: [account, past] }),
    client.readContract({ ...governor, functionName: 'proposalThreshold' }),
    client.readContract({ ...seats, functionName: 'getPastVotes', args: [account, past] }),
  ])
  return { account, votes, threshold, hasSeat: seatVotes > 0n }
}

const readGates = ({ contracts }: Services, calls: readonly CallText[]): Promise<Gate[]> =>
  withView(async (view) => {
    const decoded = calls.map(({ target, value, calldata }) =>
      decodeAction({ target, value: BigInt(value), calldata }, contracts),
    )
    return (await loadGatesOfCalls(view, decoded)).filter((gate) => gate !== null)
  })

/** Asks the chain what a draft would need and do. Throws viem's errors when the node does not answer. */
export const checkDraft = async (calls: readonly CallText[], viewer: Address | null): Promise<DraftCheck> => {
  const services = await getServices()
  const [derived, gates, block, proposer] = await Promise.all([
    deriveTier(services, calls),
    readGates(services, calls),
    services.client.getBlockNumber(),
    viewer === null ? null : readProposer(services, viewer),
  ])
  const tier = typeof derived === 'string' ? derived : null
  return {
    tier,
    refusal: typeof derived === 'string' ? null : derived,
    gates,
    block: Number(block),
    needs: tier === null ? null : await readNeeds(services, tier),
    proposer,
  }
}
