import { holderAt, people, stewardAt, type TestChain } from './chain'
import type { TestCompute } from './compute'
import { story as computeStory, hostileName, sayCompute } from './compute-story'
import { digestOf, openMarket, type TestMarket, wanting } from './market'

const { pools, epoch, parties } = computeStory
const pool = pools.paid

/** Who does what. Stewards belong to parties 1 to 8 in their order, these holders to none. */
export const cast = {
  auditors: [stewardAt(6), stewardAt(7)] as const,
  arbiters: [stewardAt(3), stewardAt(4), stewardAt(5)] as const,
  operators: { first: stewardAt(0), second: stewardAt(1), loner: holderAt(3), retired: holderAt(4) },
  tenant: holderAt(5),
  other: holderAt(6),
  member: computeStory.people.third,
  agent: computeStory.people.agent,
}

/** The providers by who operates them, and orders and cases by what becomes of them. */
export const market = {
  pool,
  providers: { first: 1, second: 2, loner: 3, retired: 4 },
  orders: {
    noticed: 1n,
    canceled: 2n,
    expired: 3n,
    budget: 4n,
    byAgent: 5n,
    upheld: 6n,
    lost: 7n,
    undecided: 8n,
    disputed: 9n,
    running: 10n,
    ended: 11n,
    closed: 12n,
    open: 13n,
    needy: 14n,
  },
  cases: { upheld: 1n, lost: 2n, undecided: 3n, open: 4n },
} as const

const first = { providerId: market.providers.first }
const second = { providerId: market.providers.second }
const loner = { providerId: market.providers.loner }
const { operators, tenant } = cast

const sayRules = async ({ decide, setTerms, appointAuditor, appointArbiter }: TestMarket) => {
  await setTerms({ maxBids: 2, orderTime: 1_200 })
  await decide('ProviderRegistry', 'addAttribute', ['In a datacentre in the EU'])
  await decide('ProviderRegistry', 'addAttribute', [hostileName])
  for (const auditor of cast.auditors) await appointAuditor(auditor)
  await decide('ProviderRegistry', 'dismissAuditor', [2])
  await appointAuditor(cast.auditors[1])
  for (const arbiter of [...cast.arbiters, stewardAt(7)]) await appointArbiter(arbiter)
  await decide('Arbitration', 'dismissArbiter', [stewardAt(7).address])
}

const sayProviders = async (own: TestMarket) => {
  const { call, decide, register, declare, audit, auditBySig, addStake, addProvider, giveMoney, pass } = own
  const [auditor, other] = cast.auditors
  await addProvider(operators.first, auditor, { pool, units: 8, attributes: 1n })
  await addProvider(operators.second, auditor, { pool, units: 8 })
  await declare(operators.second, second.providerId, { pool, units: 12, attributes: 3n, endpoint: hostileName })
  await auditBySig(auditor, second.providerId)
  await addProvider(operators.loner, auditor, { pool, units: 16, attributes: 1n })
  await audit(other, loner.providerId)
  await call(other, 'ProviderRegistry', 'revokeAudit', [loner.providerId])
  await call(operators.first, 'ProviderRegistry', 'setEndpoint', [
    first.providerId,
    `https://first.example/${hostileName}`,
  ])

  const { retired } = market.providers
  await register(operators.retired, { pool: pools.scarce, units: 4 })
  await giveMoney(operators.retired, 5_000n)
  await addStake(operators.retired, retired, 5_000n)
  await audit(auditor, retired, 50)
  await audit(other, retired)
  await decide('ProviderRegistry', 'removeAudit', [retired, 2])
  await pass(51)
  await call(cast.other, 'ProviderRegistry', 'lapse', [retired, 1])
  await audit(auditor, retired)
  await call(operators.retired, 'ProviderRegistry', 'retire', [retired])
  await call(operators.retired, 'ComputeMarket', 'withdrawStake', [retired, 5_000n])
  await call(operators.first, 'ComputeMarket', 'withdrawStake', [first.providerId, 100_000_000n])
}

const sayOwnOrders = async (own: TestMarket) => {
  const { call, placeOrder, bid, accept, pass } = own
  const { orders } = market
  await placeOrder(tenant, wanting({ pool, units: 2, duration: 7_200 }))
  await bid(operators.loner, orders.noticed, { ...loner, rate: 500_000n })
  await bid(operators.second, orders.noticed, { ...second, rate: 400_000n })
  await bid(operators.first, orders.noticed, { ...first, rate: 333_333n })
  await bid(operators.second, orders.noticed, { ...second, rate: 350_000n })
  await accept(tenant, orders.noticed, { ...first, rate: 333_333n, seconds: 3_600 })
  await call(cast.other, 'OrderBook', 'withdrawBid', [orders.noticed, second.providerId])
  await call(tenant, 'ComputeMarket', 'topUp', [orders.noticed, 600])

  await placeOrder(tenant, wanting({ pool, units: 1, duration: 60 }))
  await bid(operators.first, orders.canceled, { ...first, rate: 1n })
  await call(operators.first, 'OrderBook', 'withdrawBid', [orders.canceled, first.providerId])
  await bid(operators.second, orders.canceled, { ...second, rate: 2n })
  await call(tenant, 'OrderBook', 'cancelOrder', [orders.canceled])
  await call(cast.other, 'OrderBook', 'withdrawBid', [orders.canceled, second.providerId])
  await placeOrder(cast.other, wanting({ pool, units: 1, duration: 60 }))
  await bid(operators.loner, orders.expired, { ...loner, rate: 999_999n })

  await pass(1_000)
  await call(operators.first, 'ComputeMarket', 'withdraw', [orders.noticed])
  await call(operators.first, 'ComputeMarket', 'giveNotice', [orders.noticed])
  await call(tenant, 'ComputeMarket', 'claim', [])
  await pass(601)
  await call(cast.other, 'ComputeMarket', 'close', [orders.noticed])
  await call(operators.first, 'ComputeMarket', 'withdraw', [orders.noticed])
}

const sayBudgetOrders = async (own: TestMarket) => {
  const { call, placeBudgetOrder, bid, pass } = own
  const { orders } = market
  const notice = { notice: 300 }
  await placeBudgetOrder(
    cast.member,
    parties.third,
    wanting({ pool, units: 1, duration: 600, maxRate: 300_000n, ...notice }),
  )
  await bid(operators.first, orders.budget, { ...first, rate: 250_001n })
  await bid(operators.second, orders.budget, { ...second, rate: 200_000n })
  await placeBudgetOrder(
    cast.agent,
    parties.simulation,
    wanting({ pool, units: 1, duration: 20, maxRate: 200_000n, ...notice }),
  )
  await bid(operators.second, orders.byAgent, { ...second, rate: 200_000n })
  await pass(61)
  await call(cast.member, 'OrderBook', 'declineWinner', [orders.budget])
  await call(cast.member, 'ComputeMarket', 'acceptAssigned', [orders.budget, 500])
  await call(cast.agent, 'ComputeMarket', 'acceptAssigned', [orders.byAgent, 20])
  await pass(100)
  await call(cast.member, 'ComputeMarket', 'endLease', [orders.budget])
}

const sayDisputes = async (own: TestMarket) => {
  const { call, decide, startLease, leaseOf, pass } = own
  const { orders, cases } = market
  const wants = wanting({ pool, units: 1, duration: 3_600 })
  const lonely = { tenant, operator: operators.loner, ...loner }
  await startLease({ ...lonely, rate: 1_000_000n, wants })
  await startLease({ tenant, operator: operators.first, ...first, rate: 999_999n, wants })
  await startLease({ ...lonely, rate: 500_000n, wants })
  await pass(1_000)
  await call(operators.loner, 'ComputeMarket', 'withdraw', [orders.upheld])
  const disputeFrom = async (id: bigint, after: number) =>
    call(tenant, 'ComputeMarket', 'dispute', [id, (await leaseOf(id)).start + after, digestOf(`evidence on ${id}`)])
  await disputeFrom(orders.upheld, 500)
  await call(operators.loner, 'Arbitration', 'giveEvidence', [cases.upheld, digestOf('an answer')])
  const [one, two, three] = cast.arbiters
  await call(one, 'Arbitration', 'vote', [cases.upheld, true, digestOf('reasons')])
  await call(three, 'Arbitration', 'vote', [cases.upheld, true, digestOf('more reasons')])
  await disputeFrom(orders.lost, 900)
  for (const arbiter of [one, two]) await call(arbiter, 'Arbitration', 'vote', [cases.lost, true, digestOf('reasons')])
  await decide('Arbitration', 'overturn', [cases.lost, 3])
  await call(cast.other, 'ComputeMarket', 'settleDispute', [orders.lost])
  await disputeFrom(orders.undecided, 0)
  await call(two, 'Arbitration', 'vote', [cases.undecided, false, digestOf('reasons')])
  await call(people.council, 'OrderBook', 'pause', [])
}

const sayEnds = async (own: TestMarket) => {
  const { call, pass } = own
  const { orders } = market
  await pass(604_801)
  for (const id of [orders.upheld, orders.undecided]) await call(cast.other, 'ComputeMarket', 'settleDispute', [id])
  await call(operators.loner, 'ComputeMarket', 'withdraw', [orders.undecided])
  await call(operators.first, 'ComputeMarket', 'withdraw', [orders.lost])
  for (const id of [orders.noticed, orders.budget]) await call(cast.other, 'ComputeMarket', 'release', [id])
  await call(cast.other, 'ComputeMarket', 'payFees', [])
}

const sayPresent = async (own: TestMarket) => {
  const { call, setTerms, startLease, leaseOf, placeOrder, bid, pass } = own
  const { orders, cases } = market
  await setTerms({ feeBps: 250, orderTime: 43_200, maxBids: 8 })
  const wants = wanting({ pool, units: 2, duration: 36_000 })
  const firstLease = { tenant, operator: operators.first, ...first, rate: 700_001n }
  await startLease({ ...firstLease, wants })
  await startLease({
    tenant: cast.other,
    operator: operators.second,
    ...second,
    rate: 12_345_679n,
    wants: { ...wants, maxRate: 20_000_000n },
  })
  await startLease({ ...firstLease, wants: { ...wants, duration: 60 } })
  await startLease({ ...firstLease, wants: { ...wants, duration: 50 } })
  await pass(120)
  await call(cast.other, 'ComputeMarket', 'close', [orders.closed])
  const { start } = await leaseOf(orders.disputed)
  await call(tenant, 'ComputeMarket', 'dispute', [orders.disputed, start + 10, digestOf('the newest evidence')])
  await call(cast.arbiters[0], 'Arbitration', 'vote', [cases.open, true, digestOf('reasons')])
  await call(operators.second, 'ComputeMarket', 'withdraw', [orders.running])

  await placeOrder(tenant, wanting({ pool, units: 8, duration: 3_600 }))
  await bid(operators.loner, orders.open, { ...loner, rate: 400_000n })
  await bid(operators.second, orders.open, { ...second, rate: 300_000n })
  // Its audit ends, so its bid can be served no more.
  await call(cast.auditors[0], 'ProviderRegistry', 'revokeAudit', [second.providerId])
  await placeOrder(cast.other, wanting({ pool, units: 1, duration: 3_600, attributes: 1n, auditorIds: 1n }))
  await bid(operators.loner, orders.needy, { ...loner, rate: 400_000n, auditorId: 0 })
  await bid(operators.first, orders.needy, { ...first, rate: 400_000n, auditorId: 0 })
}

export type MarketStory = { compute: TestCompute; own: TestMarket }

/**
 * Makes registry, order book, market and arbiters emit every event that they have, on top of the story of pooled compute,
 * and leaves orders, leases and disputes in each state that they can be in.
 */
export const sayMarket = async (chain: TestChain): Promise<MarketStory> => {
  const compute = await sayCompute(chain)
  const own = await openMarket(chain)
  if ((await compute.epochNow()) !== epoch) throw new Error('the story of compute ends in another epoch')
  await sayRules(own)
  for (const account of [tenant, cast.other]) await own.giveMoney(account, 10_000_000_000n)
  await sayProviders(own)
  await sayOwnOrders(own)
  await sayBudgetOrders(own)
  await sayDisputes(own)
  await sayEnds(own)
  await sayPresent(own)
  return { compute, own }
}
