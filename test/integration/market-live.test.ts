import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, stewardAt } from '#test/support/chain'
import { openCompute } from '#test/support/compute'
import { startDao, type TestDao } from '#test/support/dao'
import { openMarket, type TestMarket, wanting } from '#test/support/market'
import { listLeases } from '~/features/market/leases.server'
import { getOrder, listBids, listOrders } from '~/features/market/orders.server'
import { getProvider } from '~/features/market/providers.server'

let dao: TestDao
let own: TestMarket
const [operator, tenant, auditor] = [holderAt(3), holderAt(4), stewardAt(6)]
const pool = 1

beforeAll(async () => {
  dao = await startDao()
  const compute = await openCompute(dao.chain)
  await compute.addPool({ name: 'H100', capacity: 1_000_000n })
  own = await openMarket(dao.chain)
  await own.appointAuditor(auditor)
  await own.addProvider(operator, auditor, { pool, units: 8 })
  await own.giveMoney(tenant, 1_000_000_000n)
})
afterAll(async () => {
  await dao?.stop()
})

test('A12 an order, a bid and a lease are read within the block in which they were made', async () => {
  const order = await own.placeOrder(tenant, wanting({ pool, units: 2, duration: 600 }))
  const placed = await dao.indexed()
  const open = await listOrders({ state: 'open' })
  expect(open.data.map(({ id, bids }) => [id, bids])).toEqual([[String(order), 0]])
  expect(open.asOf).toMatchObject({ block: Number(placed.number), hash: placed.hash })

  await own.bid(operator, order, { providerId: 1, rate: 900_000n })
  const offered = await dao.indexed()
  const bids = await listBids({ order: String(order) })
  expect(bids.data.map(({ status, rate }) => [status, rate])).toEqual([['held', '900000']])
  expect(bids.asOf.hash).toBe(offered.hash)
  expect((await getOrder(String(order))).data.assignment).toMatchObject({ kind: 'suggested', provider: { id: '1' } })

  await own.accept(tenant, order, { providerId: 1, rate: 900_000n, seconds: 300 })
  const leased = await dao.indexed()
  const leases = await listLeases({ state: 'running' })
  expect(leases.data.map(({ id, earned, deposit }) => [id, earned.value, deposit.value])).toEqual([
    [String(order), '0', '540'],
  ])
  expect(leases.asOf.hash).toBe(leased.hash)
  expect((await listOrders({ state: 'open' })).data).toEqual([])
  const { unitsInUse, reputationEvents } = (await getProvider('1')).data
  expect([unitsInUse, reputationEvents.map(({ kind, lease }) => [kind, lease])]).toEqual([
    2,
    [['started', String(order)]],
  ])
})
