import { type Address, encodeFunctionData, type Hex, keccak256, type LocalAccount, stringToBytes } from 'viem'
import { demoMoneyAbi, milestoneLeasesAbi, nodeRewardsAbi, usageReceiptsAbi } from '~/chain/abi/generated'
import { buildUsageStatement } from '~/domain/lease-statement'
import { auditors, faucet, marketTenant, providerOperators } from './cast'
import type { Step } from './chain-writer'
import type { Compute } from './compute'
import type { Happening } from './timeline'

const HOUR = 3_600
const DAY = 86_400
const SPENDING = 2_000_000_000n
const EVERY_GAS = 1_500_000n
const CHALLENGES = 100

const [first, second, third] = providerOperators
const digestOf = (text: string): Hex => keccak256(stringToBytes(text))
const once = (at: number, ...steps: Step[]): Happening => ({ at: Math.floor(at), steps: () => steps })

const createMoves = ({ at, money }: Compute) => {
  const step = (from: LocalAccount, to: Address, data: Hex, label: string): Step => {
    return { from, to, data, gas: EVERY_GAS, label }
  }
  const approve = (from: LocalAccount, spender: Address) => {
    const data = encodeFunctionData({ abi: demoMoneyAbi, functionName: 'approve', args: [spender, SPENDING] })
    return step(from, money, data, `approval of ${spender}`)
  }
  const ofJobs = (from: LocalAccount, data: Hex, label: string) => step(from, at.MilestoneLeases, data, label)
  const ofRewards = (from: LocalAccount, data: Hex, label: string) => step(from, at.NodeRewards, data, label)
  const abi = milestoneLeasesAbi
  return {
    approve,
    offer: (node: number, plan: readonly { amount: bigint; deadline: number }[]) => {
      const args = [node, digestOf('demo agreement'), plan] as const
      return ofJobs(marketTenant, encodeFunctionData({ abi, functionName: 'offer', args }), `job for node ${node}`)
    },
    take: (from: LocalAccount, job: bigint) =>
      ofJobs(from, encodeFunctionData({ abi, functionName: 'acceptJob', args: [job] }), `job ${job} taken`),
    deliver: (from: LocalAccount, job: bigint, what: string) => {
      const data = encodeFunctionData({ abi, functionName: 'deliver', args: [job, digestOf(what)] })
      return ofJobs(from, data, `delivery for job ${job}`)
    },
    pass: (job: bigint, index: number) => {
      const data = encodeFunctionData({ abi, functionName: 'acceptMilestone', args: [job, index] })
      return ofJobs(marketTenant, data, `milestone ${index} of job ${job} accepted`)
    },
    fund: (amount: bigint) => {
      const data = encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'fund', args: [amount] })
      return ofRewards(faucet, data, 'money for rewards')
    },
    report: (auditor: LocalAccount, { node, epoch, passed }: { node: number; epoch: number; passed: number }) => {
      const args = [node, epoch, CHALLENGES, passed] as const
      const data = encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'report', args })
      return ofRewards(auditor, data, `challenges of node ${node} in epoch ${epoch}`)
    },
    takeReward: (from: LocalAccount, node: number, epoch: number) => {
      const data = encodeFunctionData({ abi: nodeRewardsAbi, functionName: 'claim', args: [node, epoch] })
      return ofRewards(from, data, `reward of node ${node} for epoch ${epoch}`)
    },
    confirm: (from: LocalAccount, receipt: { leaseId: bigint; gpuSeconds: bigint; signature: Hex }) => {
      const args = [receipt.leaseId, receipt.gpuSeconds, receipt.signature] as const
      const data = encodeFunctionData({ abi: usageReceiptsAbi, functionName: 'submit', args })
      return step(from, at.UsageReceipts, data, `receipt of lease ${receipt.leaseId}`)
    },
  }
}

type Moves = ReturnType<typeof createMoves>

// Job 1: one milestone is paid, one waits for the tenant, one is to come. Job 2 waits for its provider.
const tellJobs = ({ at, end }: Compute, moves: Moves): Happening[] => {
  const plan = [
    { amount: 120_000_000n, deadline: Math.floor(end - 2 * DAY) },
    { amount: 80_000_000n, deadline: Math.floor(end + 5 * DAY) },
    { amount: 60_000_000n, deadline: Math.floor(end + 12 * DAY) },
  ]
  return [
    once(end - 4.2 * DAY, moves.approve(marketTenant, at.MilestoneLeases), moves.approve(second, at.MilestoneLeases)),
    once(end - 4 * DAY, moves.offer(2, plan)),
    once(end - 3.9 * DAY, moves.take(second, 1n)),
    once(end - 3 * DAY, moves.deliver(second, 1n, 'demo evaluation of a checkpoint')),
    once(end - 3 * DAY + 1_800, moves.pass(1n, 0)),
    once(end - 5 * HOUR, moves.offer(1, [{ amount: 45_000_000n, deadline: Math.floor(end + 6 * DAY) }])),
    once(end - 600, moves.deliver(second, 1n, 'demo evaluation of the next one')),
  ]
}

/** How many of their challenges the nodes passed, and who looked: an auditor of another party. */
const looks = [
  { node: 1, operator: first, auditor: auditors[0], passed: [100, 99, 97] },
  { node: 2, operator: second, auditor: auditors[0], passed: [98, 100, 100] },
  { node: 3, operator: third, auditor: auditors[1], passed: [71, 88, 64] },
]

// The three epochs before this one: rewards of the first were taken, those of the second can be, reports on the third came.
const tellRewards = ({ at, end, genesis, length }: Compute, moves: Moves): Happening[] => {
  const epoch = Math.floor((end - genesis) / length)
  const startOf = (index: number) => genesis + index * length
  const reported = [epoch - 3, epoch - 2, epoch - 1].map((of, turn) =>
    once(
      startOf(of + 1) + HOUR,
      ...looks.map(({ node, auditor, passed }) =>
        moves.report(auditor, { node, epoch: of, passed: passed[turn] ?? 0 }),
      ),
    ),
  )
  return [
    once(end - 6 * DAY, moves.approve(faucet, at.NodeRewards), moves.fund(SPENDING)),
    ...reported,
    once(
      startOf(epoch - 1) + 2 * HOUR,
      ...looks.map(({ node, operator }) => moves.takeReward(operator, node, epoch - 3)),
    ),
  ]
}

// The tenant of lease 1 confirms most of what it held.
const tellReceipt = ({ at, end, deployment }: Compute, moves: Moves): Happening => {
  const when = Math.floor(end - 5 * DAY + 2 * HOUR)
  const use = { leaseId: 1n, gpuSeconds: BigInt(4 * 23 * HOUR) }
  return {
    at: when - 1,
    steps: () => [],
    follow: async () => {
      const place = { chainId: deployment.chainId, contract: at.UsageReceipts }
      const signature = await marketTenant.signTypedData(buildUsageStatement(place, use))
      return [once(when, moves.confirm(second, { ...use, signature }))]
    },
  }
}

/** Jobs paid by the milestone, nodes that auditors asked, and a tenant's receipt, beside the market's leases. */
export const tellMarketJobs = (compute: Compute): Happening[] => {
  const moves = createMoves(compute)
  return [...tellJobs(compute, moves), ...tellRewards(compute, moves), tellReceipt(compute, moves)]
}
