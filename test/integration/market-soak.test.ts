import {
  type Abi,
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  maxUint256,
  numberToHex,
  pad,
  parseEther,
  parseEventLogs,
} from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { bulkArgs, openCompute } from '#test/support/compute'
import { startIndexer, waitForHead } from '#test/support/indexer'
import { digestOf, openMarket, type TestMarket, wanting } from '#test/support/market'
import { startTestPostgres, type TestDatabase, type TestPostgres } from '#test/support/postgres'
import { computeMarketAbi, orderBookAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

const ACTIONS = 10_000
const BATCH = 250
const PROVIDERS = 20
const ACTORS = 50
const POOL = 1
const GAS = numberToHex(1_500_000)

let chain: TestChain
let postgres: TestPostgres
let database: TestDatabase
let own: TestMarket
beforeAll(async () => {
  ;[postgres, chain] = await Promise.all([startTestPostgres(), startChain({ args: bulkArgs })])
  database = await postgres.createDatabase()
})
afterAll(async () => {
  await database?.sql.end()
  await chain?.stop()
  await postgres?.stop()
})

/** Accounts without a key: the first operate a provider each, all of them rent. */
const actors = Array.from({ length: ACTORS }, (_, index) => pad(numberToHex(0xd0000000 + index), { size: 20 }))
const auditor = stewardAt(6).address
const arbiters = [stewardAt(3), stewardAt(4), stewardAt(5)].map(({ address }) => address)
const operatorOf = (provider: number): Address => actors[provider - 1] ?? '0x'

/** Numbers from 0 on and below 1, the same in every run. */
const createDraw = () => {
  let state = 20_261_126
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const draw = createDraw()
const pick = (count: number) => Math.floor(draw() * count)
const oneOf = <Item>(items: readonly Item[]): Item | undefined => items[pick(items.length)]

type Transaction = { from: Address; to: Address; data: Hex }
type Answer = { id: number; result?: unknown; error?: { message: string } }

/** Many JSON-RPC calls in one HTTP request; answers in the order of the calls. */
const post = async (calls: readonly { method: string; params: readonly unknown[] }[]): Promise<unknown[]> => {
  const body = JSON.stringify(calls.map((one, id) => ({ jsonrpc: '2.0', id, ...one })))
  const response = await fetch(chain.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answers = new Map(((await response.json()) as Answer[]).map((answer) => [answer.id, answer]))
  return calls.map(({ method }, id) => {
    const { result, error } = answers.get(id) ?? { error: { message: 'no answer' } }
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  })
}

type Receipt = { status: Hex; logs: Parameters<typeof parseEventLogs>[0]['logs'] }
const nonces = new Map<Address, number>()

const nonceOf = async (account: Address): Promise<Hex> => {
  // Events name accounts in another case.
  const from = account.toLowerCase() as Address
  const nonce = nonces.get(from) ?? (await chain.client.getTransactionCount({ address: from }))
  nonces.set(from, nonce + 1)
  return numberToHex(nonce)
}

/** Sends all of them into one block, `seconds` after the last; answers their receipts, of refused ones too. */
const mine = async (transactions: readonly Transaction[], seconds: number): Promise<Receipt[]> => {
  const sent: { method: string; params: unknown[] }[] = []
  for (const one of transactions) {
    sent.push({ method: 'eth_sendTransaction', params: [{ ...one, gas: GAS, nonce: await nonceOf(one.from) }] })
  }
  await post(sent)
  await own.pass(seconds)
  const [receipts] = await post([{ method: 'eth_getBlockReceipts', params: ['latest'] }])
  expect((receipts as Receipt[]).length).toBe(transactions.length)
  return receipts as Receipt[]
}

type Traded = 'ProviderRegistry' | 'OrderBook' | 'ComputeMarket' | 'Arbitration'
const abis: Record<Traded, Abi> = { ProviderRegistry: [], OrderBook: [], ComputeMarket: [], Arbitration: [] }

const callOf = (from: Address, contract: Traded, functionName: string, args: readonly unknown[]) => ({
  from,
  to: addressOf(chain.deployment, contract),
  data: encodeFunctionData({ abi: abis[contract], functionName, args }),
})

/** Reads one function of a contract for many arguments. */
const readMany = async <Result>(contract: Traded, functionName: string, list: readonly (readonly unknown[])[]) => {
  const [abi, to] = [abis[contract], addressOf(chain.deployment, contract)]
  const results: Result[] = []
  for (let at = 0; at < list.length; at += 1_000) {
    const calls = list.slice(at, at + 1_000).map((args) => ({
      method: 'eth_call',
      params: [{ to, data: encodeFunctionData({ abi, functionName, args }) }, 'latest'],
    }))
    for (const data of await post(calls)) {
      results.push(decodeFunctionResult({ abi, functionName, data: data as Hex }) as Result)
    }
  }
  return results
}

/** What the actors know of the market: enough to try mostly what could be taken, and sometimes what cannot. */
const known = {
  orders: new Map<bigint, { tenant: Address; bids: Map<number, bigint> }>(),
  leases: new Map<bigint, { tenant: Address; provider: number; start: number }>(),
  over: new Map<bigint, { tenant: Address; provider: number }>(),
  cases: new Map<bigint, bigint>(),
}

const learn = (receipts: readonly Receipt[]) => {
  const logs = receipts.flatMap((receipt) => receipt.logs)
  for (const { eventName, args } of parseEventLogs({ abi: orderBookAbi, logs })) {
    if (eventName === 'OrderPlaced') known.orders.set(args.orderId, { tenant: args.tenant, bids: new Map() })
    if (eventName === 'BidPlaced') known.orders.get(args.orderId)?.bids.set(args.providerId, args.rate)
    if (eventName === 'BidEnded') known.orders.get(args.orderId)?.bids.delete(args.providerId)
  }
  for (const { eventName, args } of parseEventLogs({ abi: computeMarketAbi, logs })) {
    if (eventName === 'LeaseStarted') {
      const tenant = known.orders.get(args.leaseId)?.tenant ?? '0x'
      known.leases.set(args.leaseId, { tenant, provider: args.providerId, start: args.start })
    }
    if (eventName === 'LeaseClosed') {
      const lease = known.leases.get(args.leaseId)
      if (lease) known.over.set(args.leaseId, lease)
      known.leases.delete(args.leaseId)
    }
    if (eventName === 'LeaseDisputed') known.cases.set(args.caseId, args.leaseId)
  }
  // The oldest orders are as good as forgotten.
  for (const id of known.orders.keys()) {
    if (known.orders.size <= 60) break
    if (!known.leases.has(id) && !known.over.has(id)) known.orders.delete(id)
    else if (known.orders.size > 400) known.orders.delete(id)
    else break
  }
}

type Act = (now: number) => Transaction | undefined
const anyActor = (): Address => oneOf(actors) ?? '0x'

const withOrder = (
  act: (id: bigint, order: { tenant: Address; bids: Map<number, bigint> }) => Transaction | undefined,
) => {
  const found = oneOf([...known.orders])
  return found && act(...found)
}
const withLease = (
  from: Map<bigint, { tenant: Address; provider: number; start?: number }>,
  act: (id: bigint, lease: { tenant: Address; provider: number; start?: number }) => Transaction,
) => {
  const found = oneOf([...from])
  return found && act(...found)
}

const acts: [weight: number, act: Act][] = [
  [
    14,
    () => {
      const wants = wanting({ pool: POOL, units: 1 + pick(4), duration: 60 + pick(3_000), notice: 50 + pick(100) })
      return callOf(anyActor(), 'OrderBook', 'placeOrder', [wants, digestOf('workload')])
    },
  ],
  [
    34,
    () =>
      withOrder((id) => {
        const provider = 1 + pick(PROVIDERS)
        return callOf(operatorOf(provider), 'OrderBook', 'bid', [id, provider, BigInt(1 + pick(1_000_000)), 1, 0])
      }),
  ],
  [
    16,
    () =>
      withOrder((id, { tenant, bids }) => {
        const found = oneOf([...bids])
        const [provider, rate] = found ?? [1, 1n]
        return callOf(tenant, 'ComputeMarket', 'accept', [id, provider, rate, 1 + pick(1_500)])
      }),
  ],
  [
    5,
    () =>
      withOrder((id, { bids }) => {
        const provider = oneOf([...bids.keys()]) ?? 1
        return callOf(draw() < 0.7 ? operatorOf(provider) : anyActor(), 'OrderBook', 'withdrawBid', [id, provider])
      }),
  ],
  [2, () => withOrder((id, { tenant }) => callOf(tenant, 'OrderBook', 'cancelOrder', [id]))],
  [3, () => withLease(known.leases, (id, { tenant }) => callOf(tenant, 'ComputeMarket', 'topUp', [id, 1 + pick(500)]))],
  [3, () => withLease(known.leases, (id, { tenant }) => callOf(tenant, 'ComputeMarket', 'endLease', [id]))],
  [
    2,
    () =>
      withLease(known.leases, (id, { provider }) => callOf(operatorOf(provider), 'ComputeMarket', 'giveNotice', [id])),
  ],
  [5, () => withLease(known.leases, (id) => callOf(anyActor(), 'ComputeMarket', 'close', [id]))],
  [
    4,
    () =>
      withLease(known.leases, (id, { provider }) => callOf(operatorOf(provider), 'ComputeMarket', 'withdraw', [id])),
  ],
  [
    3,
    () => withLease(known.over, (id, { provider }) => callOf(operatorOf(provider), 'ComputeMarket', 'withdraw', [id])),
  ],
  [4, () => withLease(known.over, (id) => callOf(anyActor(), 'ComputeMarket', 'release', [id]))],
  [
    2,
    (now) =>
      withLease(known.leases, (id, { tenant, start = 0 }) => {
        const from = Math.max(start, now - 250) + pick(100)
        return callOf(tenant, 'ComputeMarket', 'dispute', [id, from, digestOf('evidence')])
      }),
  ],
  [
    2,
    () => {
      const found = oneOf([...known.cases.keys()])
      return found === undefined
        ? undefined
        : callOf(oneOf(arbiters) ?? '0x', 'Arbitration', 'vote', [found, draw() < 0.5, digestOf('reasons')])
    },
  ],
  [
    2,
    () => {
      const found = oneOf([...known.cases.keys()])
      return found === undefined ? undefined : callOf(own.timelock, 'Arbitration', 'overturn', [found, 2 + pick(2)])
    },
  ],
  [
    2,
    () => {
      const lease = oneOf([...known.cases.values()])
      return lease === undefined ? undefined : callOf(anyActor(), 'ComputeMarket', 'settleDispute', [lease])
    },
  ],
  [1, () => callOf(anyActor(), 'ComputeMarket', 'addStake', [1 + pick(PROVIDERS + 1), BigInt(pick(10_000))])],
  [
    2,
    () => {
      const provider = 1 + pick(PROVIDERS)
      return callOf(operatorOf(provider), 'ComputeMarket', 'withdrawStake', [provider, BigInt(pick(20_000))])
    },
  ],
  [2, () => callOf(anyActor(), 'ComputeMarket', 'claim', [])],
  [1, () => callOf(anyActor(), 'ComputeMarket', 'payFees', [])],
  [0.2, () => callOf(auditor, 'ProviderRegistry', 'revokeAudit', [1 + pick(PROVIDERS)])],
  [1, (now) => callOf(auditor, 'ProviderRegistry', 'audit', [1 + pick(PROVIDERS), 1, now + 1_000 + pick(100_000)])],
]
const totalWeight = acts.reduce((sum, [weight]) => sum + weight, 0)

const nextAction = (now: number): Transaction => {
  let at = draw() * totalWeight
  for (const [weight, act] of acts) {
    at -= weight
    if (at >= 0) continue
    const action = act(now)
    if (action) return action
    break
  }
  return callOf(anyActor(), 'ComputeMarket', 'claim', [])
}

/** Twenty staked and audited providers of one pool, and money for everybody. */
const setUp = async () => {
  const compute = await openCompute(chain)
  await compute.addPool({ name: 'Soaked', capacity: 1_000_000n })
  own = await openMarket(chain)
  const { providers, book, market, arbitration } = own.contracts
  Object.assign(abis, {
    ProviderRegistry: providers.abi,
    OrderBook: book.abi,
    ComputeMarket: market.abi,
    Arbitration: arbitration.abi,
  })
  const small = { minStake: 1_000n, bidDeposit: 10n, disputeBond: 50n }
  const short = { bidTime: 10, orderTime: 1_500, minNotice: 50, disputeWindow: 300 }
  await own.setTerms({ maxBids: 3, capBps: 5_000, floorUnits: 1_000, penaltyBps: 777, ...small, ...short })
  await own.appointAuditor(stewardAt(6))
  for (const steward of [3, 4, 5]) await own.appointArbiter(stewardAt(steward))
  const funded = [...actors, auditor, ...arbiters]
  await post(
    funded.map((account) => ({ method: 'anvil_setBalance', params: [account, numberToHex(parseEther('100'))] })),
  )
  await chain.client.setAutomine(false)
  const transfer = (to: Address) =>
    encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, 10n ** 9n] })
  const approve = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [own.contracts.market.address, maxUint256],
  })
  const until = (await own.now()) + 90 * 86_400
  const gifts = actors.map((to) => ({ from: people.funder.address, to: own.money, data: transfer(to) }))
  const approvals = actors.map((from) => ({ from, to: own.money, data: approve }))
  const ids = Array.from({ length: PROVIDERS }, (_, index) => index + 1)
  const declarations = ids.map((id) =>
    callOf(operatorOf(id), 'ProviderRegistry', 'register', [
      { pool: POOL, units: 64, attributes: 0n, hardware: digestOf(`node ${id}`) },
      'https://provider.example',
    ]),
  )
  for (const batch of [[...gifts, ...approvals], declarations]) {
    const receipts = await mine(batch, 1)
    expect(receipts.every(({ status }) => status === '0x1')).toBe(true)
  }
  const started = await mine(
    ids.flatMap((id) => [
      callOf(auditor, 'ProviderRegistry', 'audit', [id, 1, until]),
      callOf(operatorOf(id), 'ComputeMarket', 'addStake', [id, 200_000n + BigInt(pick(100_000))]),
    ]),
    1,
  )
  expect(started.every(({ status }) => status === '0x1')).toBe(true)
}

type Stake = { amount: bigint; locked: bigint; unitsInUse: number }
type Lease = {
  providerId: number
  party: number
  start: number
  end: number
  state: number
  rate: bigint
  deposit: bigint
  withdrawn: bigint
}
type OrderOnChain = { tenant: Address; state: number; bids: number; openUntil: number; version: number }
type BidOnChain = { providerId: number; party: number; auditorId: number; rate: bigint }

const range = (count: number | bigint) => Array.from({ length: Number(count) }, (_, index) => BigInt(index + 1))

test('8 after 10,000 random actions the money adds up to the unit, and the index equals the chain', async () => {
  await setUp()
  const { book, market } = own.contracts
  let [taken, refused] = [0, 0]
  for (let done = 0; done < ACTIONS; done += BATCH) {
    const now = await own.now()
    const receipts = await mine(
      Array.from({ length: BATCH }, () => nextAction(now)),
      20 + pick(100),
    )
    const good = receipts.filter(({ status }) => status === '0x1')
    taken += good.length
    refused += receipts.length - good.length
    learn(good)
  }
  await chain.client.setAutomine(true)
  await own.pass(1)
  expect(taken + refused).toBe(ACTIONS)
  expect(taken).toBeGreaterThan(ACTIONS / 4)

  const orderIds = range(await chain.client.readContract({ ...book, functionName: 'orderCount' }))
  const ids = Array.from({ length: PROVIDERS }, (_, index) => index + 1)
  const stakes = await readMany<Stake>(
    'ComputeMarket',
    'stakeOf',
    ids.map((id) => [id]),
  )
  const orders = await readMany<OrderOnChain>(
    'OrderBook',
    'order',
    orderIds.map((id) => [id]),
  )
  const leases = await readMany<Lease>(
    'ComputeMarket',
    'lease',
    orderIds.map((id) => [id]),
  )
  const disputes = await readMany<{ caseId: bigint; from: number; settled: boolean }>(
    'ComputeMarket',
    'disputeOf',
    orderIds.map((id) => [id]),
  )
  const credits = await readMany<bigint>(
    'ComputeMarket',
    'claimable',
    [...actors].map((account) => [account]),
  )
  const [toTreasury, toBurn] = await chain.client.readContract({ ...market, functionName: 'feesDue' })
  const { disputeBond } = await own.terms()

  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  const open = disputes.filter(({ caseId, settled }) => caseId !== 0n && !settled)
  const held = sum(stakes.map(({ amount }) => amount))
  const escrow = sum(leases.map(({ deposit, withdrawn }) => deposit - withdrawn))
  const bonds = disputeBond * BigInt(open.length)
  expect(await own.balanceOf(market.address)).toBe(held + sum(credits) + escrow + bonds + toTreasury + toBurn)
  for (const { amount, locked } of stakes) expect(locked).toBeLessThanOrEqual(amount)
  // The soak would prove little if most of the market had not happened.
  expect(leases.filter(({ state }) => state !== 0).length).toBeGreaterThan(200)
  expect(disputes.filter(({ settled }) => settled).length).toBeGreaterThan(5)

  const indexer = startIndexer({ chain, database })
  await waitForHead(chain, database)
  await indexer.stop()
  const { sql } = database
  const stakeRows = await sql`select amount, locked, units_in_use from stakes order by provider_id`
  expect(stakeRows.map(({ amount, locked, units_in_use }) => [amount, locked, Number(units_in_use)])).toEqual(
    stakes.map(({ amount, locked, unitsInUse }) => [amount, locked, unitsInUse]),
  )
  const leaseRows = await sql`
    select lease_id, provider_id, party, rate, start_time, end_time, deposit, withdrawn, noticed_time, closed_time,
      released_time, case_id, settled_time, from_time from lease_heads order by lease_id`
  const stateOf = (row: Record<string, unknown>) => {
    if (row['released_time'] !== null) return 5
    if (row['case_id'] !== null) return 4
    if (row['closed_time'] !== null) return 3
    return row['noticed_time'] === null ? 1 : 2
  }
  expect(
    leaseRows.map((row) => [
      ...['lease_id', 'provider_id', 'party', 'rate', 'start_time', 'end_time', 'deposit', 'withdrawn'].map((name) =>
        BigInt(row[name] as bigint),
      ),
      stateOf(row),
    ]),
  ).toEqual(
    leases.flatMap(({ providerId, party, rate, start, end, deposit, withdrawn, state }, index) =>
      state === 0
        ? []
        : [
            [
              orderIds[index],
              BigInt(providerId),
              BigInt(party),
              rate,
              BigInt(start),
              BigInt(end),
              deposit,
              withdrawn,
              state,
            ],
          ],
    ),
  )
  const orderRows = await sql`
    select o.order_id, o.tenant, o.open_until, o.version,
      case when l.lease_id is not null then 3 when c.order_id is not null then 2 else 1 end as state
    from orders o left join leases l on l.lease_id = o.order_id left join order_cancellations c on c.order_id = o.order_id
    order by o.order_id`
  expect(
    orderRows.map(({ tenant, open_until, version, state }) => [tenant, Number(open_until), Number(version), state]),
  ).toEqual(orders.map(({ tenant, openUntil, version, state }) => [tenant.toLowerCase(), openUntil, version, state]))
  const bids = await readMany<BidOnChain[]>(
    'OrderBook',
    'bidsOf',
    orderIds.map((id) => [id]),
  )
  const bidRows = await sql`
    select order_id, provider_id, party, auditor_id, rate from held_bids order by order_id, provider_id`
  expect(bidRows.map((row) => Object.values(row))).toEqual(
    bids.flatMap((list, index) =>
      [...list]
        .sort((a, b) => a.providerId - b.providerId)
        .map(({ providerId, party, auditorId, rate }) => [
          orderIds[index],
          BigInt(providerId),
          BigInt(party),
          BigInt(auditorId),
          rate,
        ]),
    ),
  )
  const disputeRows = await sql`
    select d.lease_id, d.case_id, d.from_time, s.lease_id is not null as settled
    from lease_disputes d left join dispute_settlements s using (lease_id) order by d.lease_id`
  expect(disputeRows.map((row) => Object.values(row))).toEqual(
    disputes.flatMap(({ caseId, from, settled }, index) =>
      caseId === 0n ? [] : [[orderIds[index], caseId, BigInt(from), settled]],
    ),
  )
  const said = [`${taken} taken, ${refused} refused`, `${orderIds.length} orders, ${leaseRows.length} leases`]
  process.stdout.write(`${[...said, `${bidRows.length} bids held, ${disputeRows.length} disputes`].join('; ')}\n`)
}, 240_000)
