import { addressOf } from '~/chain/addresses'
import { buildUsageStatement } from '~/domain/lease-statement'
import { people, type TestChain } from './chain'
import { digestOf, type TestMarket } from './market'
import { cast, type MarketStory, market, sayMarket } from './market-story'

const { operators, tenant, other, member, arbiters, auditors } = cast
const { first, loner } = market.providers

/** The jobs by what becomes of them, and the lease of which GPU-seconds are confirmed. */
export const jobs = {
  done: 1n,
  returned: 2n,
  kept: 3n,
  undecided: 4n,
  missed: 5n,
  withdrawn: 6n,
  offered: 7n,
  running: 8n,
  usedLease: market.orders.running,
  confirmed: 200n,
} as const

const REVIEW = 3_600
const DAY = 86_400

const createMoves = (own: TestMarket) => {
  const offer = async (from: typeof tenant, providerId: number, amounts: readonly bigint[], days = 30) => {
    const start = await own.now()
    const plan = amounts.map((amount, index) => ({ amount, deadline: start + (days + index) * DAY }))
    return own.call(from, 'MilestoneLeases', 'offer', [providerId, digestOf('what is agreed'), plan]) as Promise<bigint>
  }
  const act = (who: typeof tenant, name: string, ...args: unknown[]) => own.call(who, 'MilestoneLeases', name, args)
  return { offer, act }
}

const sayJobs = async (own: TestMarket) => {
  const { decide, pass, call } = own
  const { offer, act } = createMoves(own)
  for (const payer of [tenant, member, operators.first, operators.loner]) {
    await own.giveMoney(payer, 1_000_000_000n)
    await own.approve(payer, 'MilestoneLeases')
  }
  await offer(member, first, [70_000_001n, 30_000_000n])
  await offer(tenant, loner, [5_000_000n])
  await offer(member, first, [8_000_000n])
  await offer(tenant, loner, [9_000_000n])
  await offer(member, first, [1_000_000n, 2_000_000n], 2)
  await offer(tenant, first, [4_000_000n])
  await offer(tenant, first, [6_000_000n, 7_000_000n])
  await offer(member, first, [10_000_000n, 11_000_000n, 12_000_000n])
  await act(tenant, 'withdrawOffer', jobs.withdrawn)
  for (const id of [jobs.done, jobs.kept, jobs.missed, jobs.running]) await act(operators.first, 'acceptJob', id)
  for (const id of [jobs.returned, jobs.undecided]) await act(operators.loner, 'acceptJob', id)

  for (const name of ['a model', 'a report']) await act(operators.first, 'deliver', jobs.done, digestOf(name))
  await act(member, 'acceptMilestone', jobs.done, 0)
  await act(operators.loner, 'deliver', jobs.returned, digestOf('nothing much'))
  await act(tenant, 'reject', jobs.returned, 0, digestOf('it is empty'))
  await act(operators.first, 'deliver', jobs.kept, digestOf('good work'))
  const keptCase = market.cases.open + 2n
  await act(member, 'reject', jobs.kept, 0, digestOf('no reason'))
  await act(operators.loner, 'deliver', jobs.undecided, digestOf('half of it'))
  await act(tenant, 'reject', jobs.undecided, 0, digestOf('only half'))
  for (const arbiter of arbiters.slice(0, 2)) {
    await call(arbiter, 'Arbitration', 'vote', [market.cases.open + 1n, true, digestOf('it is empty')])
  }
  await decide('Arbitration', 'overturn', [keptCase, 3])
  await act(other, 'settle', jobs.kept, 0)
  await pass(REVIEW + 1)
  await act(other, 'release', jobs.done, 1)
  await pass(7 * DAY + 1)
  for (const id of [jobs.returned, jobs.undecided]) await act(other, 'settle', id, 0)
  await act(member, 'reclaim', jobs.missed)
  await act(operators.first, 'deliver', jobs.running, digestOf('a first part'))
  await act(operators.first, 'deliver', jobs.running, digestOf('a second part'))
  await act(member, 'reject', jobs.running, 1, digestOf('the second part is the first'))
  await act(operators.first, 'claim')
  await act(other, 'payFees')
}

const sayUse = async (own: TestMarket, { deployment }: TestChain) => {
  const place = { chainId: deployment.chainId, contract: addressOf(deployment, 'UsageReceipts') }
  for (const gpuSeconds of [60n, jobs.confirmed]) {
    const signature = await other.signTypedData(buildUsageStatement(place, { leaseId: jobs.usedLease, gpuSeconds }))
    await own.call(operators.second, 'UsageReceipts', 'submit', [jobs.usedLease, gpuSeconds, signature])
  }
}

const sayRewards = async (own: TestMarket, compute: MarketStory['compute'], { client, deployment }: TestChain) => {
  const { call, decide } = own
  await own.approve(people.funder, 'NodeRewards')
  await call(people.funder, 'NodeRewards', 'fund', [3_000_000n])
  const now = await own.now()
  const grant = [addressOf(deployment, 'NodeRewards'), 1_000_000n, now - 10, now - 10, now + DAY]
  await compute.decide('ComputeTreasury', 'grantMoney', grant)
  const grants = await client.readContract({ ...compute.treasury, functionName: 'grantCount' })
  await call(other, 'NodeRewards', 'pull', [grants])
  await decide('NodeRewards', 'setRewards', [{ base: 2_000_000n, freeNodes: 1 }])
  await decide('NodeRewards', 'setMultiplier', [market.pool, 15_000])
  const epoch = (await compute.epochNow()) + 1
  await compute.moveToEpoch(epoch + 1)
  const [auditor] = auditors
  await call(auditor, 'NodeRewards', 'report', [first, epoch, 100, 97])
  await call(auditor, 'NodeRewards', 'report', [loner, epoch, 100, 50])
  await compute.moveToEpoch(epoch + 2)
  await call(operators.first, 'NodeRewards', 'claim', [first, epoch])
  return epoch
}

/**
 * Makes the contracts of jobs, rewards and receipts emit every event that they have, on top of the story of the market, and
 * leaves jobs in each state that they can be in. Answers the epoch for which nodes were challenged.
 */
export const sayMarketJobs = async (chain: TestChain): Promise<MarketStory & { epoch: number }> => {
  const story = await sayMarket(chain)
  await sayUse(story.own, chain)
  await sayJobs(story.own)
  return { ...story, epoch: await sayRewards(story.own, story.compute, chain) }
}
