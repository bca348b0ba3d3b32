import { encodeFunctionData, getAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { people } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { decideByVote } from '#test/support/decide-by-vote'
import { digestOf, type TestMarket, wanting } from '#test/support/market'
import { cast, market, sayMarket } from '#test/support/market-story'
import { orderBookAbi } from '~/chain/abi/generated'
import { earnedAt } from '~/domain/market/earnings'

let dao: TestDao
let own: TestMarket
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  ;({ own } = await sayMarket(dao.chain))
  await dao.indexed()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const { orders, providers, cases } = market

const read = async <Data>(path: string): Promise<Data> => {
  const { status, body } = await api.get(path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return body.data as Data
}

type Amount = { value: string }
type Ref = { id: string }
type Moment = { time: string; block: number | null }
const amountOf = ({ value }: Amount) => BigInt(value)

test('answers every resource of the market in the shape that its document says', async () => {
  const paths = [
    '/compute/providers',
    ...Object.values(providers).map((id) => `/compute/providers/${id}`),
    '/compute/orders',
    ...Object.values(orders).map((id) => `/compute/orders/${id}`),
    '/compute/bids',
    '/compute/leases',
    `/compute/leases/${orders.upheld}`,
    `/compute/leases/${orders.running}`,
    '/compute/disputes',
    ...Object.values(cases).map((id) => `/compute/disputes/${id}`),
    '/compute/market',
  ]
  for (const path of paths) expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 200 })
})
