import { type Address, encodeFunctionData, type Hex, keccak256, type LocalAccount, stringToBytes } from 'viem'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  demoMoneyAbi,
  orderBookAbi,
  providerRegistryAbi,
} from '~/chain/abi/generated'
import {
  arbiters,
  auditors,
  faucet,
  marketTenant,
  providerOperators,
  slotOperator,
  stewards,
  unaffiliated,
} from './cast'
import type { Step } from './chain-writer'
import type { Compute } from './compute'
import { type Node, nodes, STAKE } from './nodes'
import { demoPools } from './pools'
import type { Happening } from './timeline'

const HOUR = 3_600
const DAY = 86_400
const SPENDING = 5_000_000_000n
const EVERY_GAS = 1_000_000n

const digestOf = (text: string): Hex => keccak256(stringToBytes(text))

const [first, second, third] = providerOperators
const lab = stewards[0] as LocalAccount

const operatorOf = (node: number): LocalAccount => nodes[node - 1]?.operator ?? first

type Wants = { pool: number; units: number; duration: number }
const topRate = (pool: number): bigint => demoPools[pool - 1]?.maxRate ?? 0n
/** A rate in percent of the greatest of the pool's line. */
const rateOf = (pool: number, percent: bigint): bigint => (topRate(pool) * percent) / 100n

/** What actors of the market sign, one function per contract. */
const createActs = ({ at, money }: Compute) => {
  const step = (from: LocalAccount, to: Address, data: Hex, label: string): Step => {
    return { from, to, data, gas: EVERY_GAS, label }
  }
  const lease = (from: LocalAccount, functionName: 'withdraw' | 'close' | 'release', id: bigint) =>
    step(
      ...([from, at.ComputeMarket, encodeFunctionData({ abi: computeMarketAbi, functionName, args: [id] })] as const),
      `${functionName} lease ${id}`,
    )
  return {
    lease,
    pay: (to: Address) =>
      step(
        ...([faucet, money] as const),
        encodeFunctionData({ abi: demoMoneyAbi, functionName: 'transfer', args: [to, SPENDING] }),
        `money for ${to}`,
      ),
    approve: (from: LocalAccount) =>
      step(
        ...([from, money] as const),
        encodeFunctionData({ abi: demoMoneyAbi, functionName: 'approve', args: [at.ComputeMarket, SPENDING] }),
        'approval of the market',
      ),
    register: ({ operator, pool, units, attributes, hardware }: Node, id: number) => {
      const declaration = { pool, units, attributes, hardware }
      const args = [declaration, `https://node${id}.example`] as const
      const data = encodeFunctionData({ abi: providerRegistryAbi, functionName: 'register', args })
      return step(operator, at.ProviderRegistry, data, `registration of node ${id}`)
    },
    audit: (auditor: LocalAccount, node: number, until: number) => {
      const data = encodeFunctionData({ abi: providerRegistryAbi, functionName: 'audit', args: [node, 1, until] })
      return step(auditor, at.ProviderRegistry, data, `audit of node ${node}`)
    },
    stake: (node: number) => {
      const data = encodeFunctionData({ abi: computeMarketAbi, functionName: 'addStake', args: [node, STAKE] })
      return step(operatorOf(node), at.ComputeMarket, data, `stake of node ${node}`)
    },
    order: (from: LocalAccount, { pool, units, duration }: Wants, party: number | null) => {
      const needs = { attributes: 0n, auditorIds: 0n, releaseId: 0 }
      const wants = { pool, units, duration, notice: 600, maxRate: topRate(pool), ...needs }
      const digest = digestOf('demo workload')
      const data =
        party === null
          ? encodeFunctionData({ abi: orderBookAbi, functionName: 'placeOrder', args: [wants, digest] })
          : encodeFunctionData({ abi: orderBookAbi, functionName: 'placeBudgetOrder', args: [party, wants, digest] })
      return step(from, at.OrderBook, data, `order of ${from.address}`)
    },
    cancel: (from: LocalAccount, id: bigint) =>
      step(
        ...([from, at.OrderBook] as const),
        encodeFunctionData({ abi: orderBookAbi, functionName: 'cancelOrder', args: [id] }),
        `cancellation of order ${id}`,
      ),
    bid: (id: bigint, node: number, rate: bigint) => {
      const args = [id, node, rate, nodes[node - 1]?.audit ?? 1, 0] as const
      const data = encodeFunctionData({ abi: orderBookAbi, functionName: 'bid', args })
      return step(operatorOf(node), at.OrderBook, data, `bid of node ${node} on order ${id}`)
    },
    withdrawBid: (id: bigint, node: number) => {
      const data = encodeFunctionData({ abi: orderBookAbi, functionName: 'withdrawBid', args: [id, node] })
      return step(operatorOf(node), at.OrderBook, data, `bid of node ${node} on order ${id} taken back`)
    },
    accept: (id: bigint, { node, rate, seconds }: { node: number; rate: bigint; seconds: number }) => {
      const args = [id, node, rate, seconds] as const
      const data = encodeFunctionData({ abi: computeMarketAbi, functionName: 'accept', args })
      return step(marketTenant, at.ComputeMarket, data, `lease ${id}`)
    },
    acceptAssigned: (from: LocalAccount, id: bigint, seconds: number) => {
      const data = encodeFunctionData({ abi: computeMarketAbi, functionName: 'acceptAssigned', args: [id, seconds] })
      return step(from, at.ComputeMarket, data, `lease ${id} of the budget`)
    },
    topUp: (id: bigint, seconds: number) => {
      const data = encodeFunctionData({ abi: computeMarketAbi, functionName: 'topUp', args: [id, seconds] })
      return step(marketTenant, at.ComputeMarket, data, `top-up of lease ${id}`)
    },
    dispute: (id: bigint, from: number) => {
      const args = [id, from, digestOf('demo logs of the job')] as const
      const data = encodeFunctionData({ abi: computeMarketAbi, functionName: 'dispute', args })
      return step(marketTenant, at.ComputeMarket, data, `dispute over lease ${id}`)
    },
    judge: (arbiter: LocalAccount, id: bigint, forClaimant: boolean) => {
      const args = [id, forClaimant, digestOf(`demo reasons of ${arbiter.address}`)] as const
      const data = encodeFunctionData({ abi: arbitrationAbi, functionName: 'vote', args })
      return step(arbiter, at.Arbitration, data, `vote of ${arbiter.address} on case ${id}`)
    },
  }
}

type Acts = ReturnType<typeof createActs>

const once = (at: number, ...steps: Step[]): Happening => ({ at: Math.floor(at), steps: () => steps })

const openMarket = (end: number, acts: Acts): Happening[] => {
  const operators = [...new Set(nodes.map(({ operator }) => operator))]
  const payers = [...operators, marketTenant]
  const gas = [unaffiliated, slotOperator].map(
    ({ address: to }): Step => ({ from: faucet, to, value: 10n ** 18n, gas: 21_000n, label: `gas for ${to}` }),
  )
  const audited = nodes.flatMap(({ audit }, index) => {
    const auditor = audit === null ? undefined : auditors[audit - 1]
    return auditor === undefined ? [] : [acts.audit(auditor, index + 1, end + (index === 2 ? 2 : 60) * DAY)]
  })
  return [
    once(end - 24 * DAY, ...gas, ...payers.map(({ address }) => acts.pay(address))),
    once(end - 23.9 * DAY, ...payers.map(acts.approve)),
    once(end - 23.8 * DAY, ...nodes.map((node, index) => acts.register(node, index + 1))),
    once(end - 23.7 * DAY, ...audited),
    once(end - 23.6 * DAY, ...nodes.map((_, index) => acts.stake(index + 1))),
  ]
}

// Order 1: bid for by three, served for a day, paid in two parts. Order 2: canceled.
const tellPast = (end: number, acts: Acts): Happening[] => {
  const began = end - 6 * DAY
  const rate = rateOf(1, 80n)
  return [
    once(began, acts.order(marketTenant, { pool: 1, units: 4, duration: DAY }, null)),
    once(began + 60, acts.bid(1n, 1, rateOf(1, 90n)), acts.bid(1n, 2, rate), acts.bid(1n, 3, rateOf(1, 95n))),
    once(began + 400, acts.accept(1n, { node: 2, rate, seconds: DAY })),
    once(began + 900, acts.withdrawBid(1n, 1), acts.withdrawBid(1n, 3)),
    once(began + 12 * HOUR, acts.lease(second, 'withdraw', 1n)),
    once(began + DAY + 600, acts.lease(second, 'withdraw', 1n), acts.lease(second, 'close', 1n)),
    once(began + 26 * HOUR, acts.lease(second, 'release', 1n)),
    once(end - 5 * DAY, acts.order(marketTenant, { pool: 1, units: 8, duration: DAY }, null)),
    once(end - 5 * DAY + 900, acts.cancel(marketTenant, 2n)),
  ]
}

// Order 3: the tenant disputes the last fifty minutes; two of three arbiters agree, and the vote on that can still come.
const tellDispute = (end: number, acts: Acts): Happening[] => {
  const began = end - 30 * HOUR
  const disputed = Math.floor(began + 6 * HOUR)
  const rate = rateOf(1, 88n)
  const [one, two, three] = arbiters
  return [
    once(began, acts.order(marketTenant, { pool: 1, units: 2, duration: 20 * HOUR }, null)),
    once(began + 60, acts.bid(3n, 3, rate)),
    once(began + 300, acts.accept(3n, { node: 3, rate, seconds: 20 * HOUR })),
    once(disputed - 600, acts.lease(third, 'withdraw', 3n)),
    once(disputed, acts.dispute(3n, disputed - 3_000)),
    once(disputed + HOUR, acts.judge(one, 1n, true)),
    once(disputed + 2 * HOUR, acts.judge(two, 1n, false)),
    once(disputed + 3 * HOUR, acts.judge(three, 1n, true)),
  ]
}

// Order 4 runs and was topped up; order 5 is open with three bids, for whoever looks at the demo to accept.
const tellPresent = (end: number, acts: Acts): Happening[] => {
  const rate = rateOf(1, 89n)
  const wants = { pool: 1, units: 6, duration: 3 * DAY }
  return [
    once(end - 7 * HOUR, acts.order(marketTenant, wants, null)),
    once(end - 7 * HOUR + 60, acts.bid(4n, 1, rate), acts.bid(4n, 2, rateOf(1, 94n))),
    once(end - 7 * HOUR + 300, acts.accept(4n, { node: 1, rate, seconds: DAY })),
    once(end - 4 * HOUR, acts.topUp(4n, DAY)),
    once(end - 2 * HOUR, acts.lease(first, 'withdraw', 4n)),
    once(end - 3.4 * HOUR, acts.order(marketTenant, { pool: 1, units: 2, duration: 12 * HOUR }, null)),
    once(
      end - 3.3 * HOUR,
      acts.bid(5n, 1, rateOf(1, 91n)),
      acts.bid(5n, 2, rateOf(1, 86n)),
      acts.bid(5n, 5, rateOf(1, 97n)),
    ),
  ]
}

// Orders 6 and 7 are paid from a lab's allocation: one is served, one can be accepted.
const tellBudget = (compute: Compute, acts: Acts): Happening[] => {
  const { at, client, end, genesis, length } = compute
  const epoch = Math.floor((end - genesis) / length)
  const party = 1
  const began = Math.floor(end - 3 * HOUR)
  const pool = 1
  const place = (from: number, wants: Wants): Happening => once(from, acts.order(lab, wants, party))
  return [
    {
      at: began - 1,
      steps: () => [],
      follow: async () => {
        if (began < genesis + epoch * length) return []
        const left = await client.readContract({
          address: at.AllocationPolicy,
          abi: allocationPolicyAbi,
          functionName: 'allocationOf',
          args: [party, pool, epoch],
        })
        const units = 2
        // A quarter of what the trace's tasks brought the lab; the rest is left for whoever tries the demo.
        const seconds = Math.min(5 * HOUR, Math.floor(Number(left) / units / 4))
        if (seconds < HOUR) return []
        const bidOn = (id: bigint, from: number) =>
          once(from, ...[2, 3].map((node) => acts.bid(id, node, rateOf(pool, 84n + BigInt(node)))))
        return [
          place(began, { pool, units, duration: seconds }),
          bidOn(6n, began + 30),
          once(began + 400, acts.acceptAssigned(lab, 6n, seconds)),
          place(end - 1_000, { pool, units: 1, duration: HOUR }),
          bidOn(7n, end - 970),
        ]
      },
    },
  ]
}

/** Three weeks of the market: nodes that register, leases that end, run and are disputed, and orders that wait. */
export const tellMarket = (compute: Compute): Happening[] => {
  const acts = createActs(compute)
  const { end } = compute
  return [
    ...openMarket(end, acts),
    ...tellPast(end, acts),
    ...tellDispute(end, acts),
    ...tellPresent(end, acts),
    ...tellBudget(compute, acts),
  ]
}

/** Whose nonces the history needs to know. */
export const marketAccounts = [unaffiliated, slotOperator, marketTenant, ...auditors, ...arbiters].map(
  ({ address }) => address,
)
