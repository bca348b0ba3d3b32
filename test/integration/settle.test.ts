import { type Address, decodeFunctionResult, encodeFunctionResult, type Hex, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { holderAt, people, startChain, type TestChain } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { bulkArgs, kinds, openCompute, type TestCompute, tenantAt } from '#test/support/compute'
import { keyAt, startKeeper } from '#test/support/keeper'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { allocationPolicyAbi } from '~/chain/abi/generated'
import { findFreePort } from '~/cli/up/ports'

let chain: TestChain
let compute: TestCompute
let scarce: number
let plenty: number
beforeAll(async () => {
  chain = await startChain()
  compute = await openCompute(chain)
  scarce = await compute.addPool({ name: 'Scarce', capacity: 1_000n })
  plenty = await compute.addPool({ name: 'Plenty', capacity: 1_000_000n })
  await compute.moveToEpoch(1)
})
afterAll(() => chain.stop())
// Each test finds epoch 1 begun, and nothing asked for.
beforeEach(async () => {
  const id = await chain.client.snapshot()
  return () => chain.client.revert({ id })
})

const PARTIES = 8
/** The class of labs in the demo's policy, of which the test chain's parties are: its level in the list of levels. */
const LABS = 3

/** Lets every party ask for the next epoch, and moves to where it can be settled. */
const ask = async (pools: readonly number[] = [scarce]) => {
  const epoch = (await compute.epochNow()) + 1
  for (const pool of pools) {
    for (const [index, steward] of people.stewards.entries()) {
      await compute.request(steward, { pool, epoch, want: BigInt(100 * (index + 1)) })
    }
  }
  await compute.moveToWindowOf(epoch)
  return epoch
}

type Place = { rpc?: string; key?: Hex; args?: readonly string[] }
const settle = ({ rpc = chain.url, key, args = [] }: Place = {}) => {
  const env = { RPC_URL: rpc, DEPLOYMENT: chain.deploymentFile, ...(key && { SIGNER_KEY: key }) }
  return runCli(['settle', ...args], { env })
}

/** A proxy in which something happens once, before the node sees the first call of a method. */
const startProxy = async (method: string, happens: () => Promise<unknown>) => {
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  let isOver = false
  proxy.hooks.answer = async (call, forward) => {
    if (call.method === 'eth_fillTransaction' && method === 'eth_estimateGas') {
      return { error: { code: -32_601, message: 'the method does not exist' } }
    }
    if (call.method === method && !isOver) {
      isOver = true
      await happens()
    }
    return forward(call)
  }
  return proxy
}

test('settles all rounds whose requests are complete, and finds nothing left the second time', async () => {
  const epoch = await ask([scarce, plenty])
  const { code, stdout, stderr } = await settle({ key: keyAt(0), args: ['--json', '--batch', '3'] })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [first, second] = JSON.parse(stdout).rounds
  expect(first).toMatchObject({
    pool: scarce,
    epoch,
    requests: PARTIES,
    allocated: 996,
    settled: true,
    transactions: 3,
  })
  // Where everything fits, nothing has to be counted.
  expect(second).toMatchObject({ pool: plenty, epoch, allocated: 3_600, settled: true, transactions: 1 })
  for (const pool of [scarce, plenty]) expect((await compute.roundOf(pool, epoch)).settled).toBe(true)
  expect(await settle({ key: keyAt(0) })).toEqual({ code: 0, stdout: 'Nothing is left to settle.\n', stderr: '' })
})

test('settles the named pool of the named epoch alone, also when that epoch is long over', async () => {
  const epoch = await ask([scarce, plenty])
  const named = ['--pool', String(plenty), '--epoch', String(epoch)]
  const { code, stdout } = await settle({ key: keyAt(0), args: named })
  expect(code).toBe(0)
  expect(stdout).toBe(
    `Pool ${plenty} in epoch ${epoch}: 8 requests, 3600 GPU-seconds allocated. Final after 1 of our transactions.\n`,
  )
  expect((await compute.roundOf(scarce, epoch)).settled).toBe(false)
  await compute.moveToEpoch(epoch + 3)
  expect((await settle({ key: keyAt(0) })).stdout).toBe('Nothing is left to settle.\n')
  const late = await settle({ key: keyAt(0), args: ['--epoch', String(epoch), '--json'] })
  expect(JSON.parse(late.stdout).rounds).toMatchObject([{ pool: scarce, epoch, settled: true }])
})

test('without a key prints the next transaction, which any wallet can send, until nothing is left', async () => {
  const epoch = await ask()
  const args = ['--json', '--batch', '3']
  for (const left of [2, 1, 0]) {
    const { code, stdout } = await settle({ args })
    expect(code).toBe(0)
    const [printed, ...more] = JSON.parse(stdout).rounds
    expect(more).toEqual([])
    expect(printed).toMatchObject({ sent: false, chainId: 31_337, to: compute.allocation.address, value: '0x0' })
    await compute.send(holderAt(left), printed.to as Address, printed.data as Hex)
    expect((await compute.roundOf(scarce, epoch)).settled).toBe(left === 0)
  }
  expect(JSON.parse((await settle({ args })).stdout)).toEqual({ rounds: [] })
  const people = await settle({ args: ['--epoch', String(epoch)] })
  expect(people).toMatchObject({ code: 0, stdout: 'Nothing is left to settle.\n' })
})

test('says when an epoch can be settled that still takes requests, and sends nothing', async () => {
  const epoch = (await compute.epochNow()) + 1
  await compute.request(people.stewards[0] as (typeof people.stewards)[0], { pool: scarce, epoch, want: 5n })
  const said = await settle({ key: keyAt(0), args: ['--epoch', String(epoch)] })
  const { settleWindowSeconds } = chain.profile.epoch
  const time = new Date((compute.startOf(epoch) - settleWindowSeconds) * 1000).toISOString().replace('.000', '')
  expect(said).toMatchObject({ code: 1, stdout: '' })
  expect(said.stderr).toBe(`Requests for epoch ${epoch} are taken until ${time}: settle it then.\n`)
  // Nobody named it: then there is only nothing to do yet.
  expect(await settle({ key: keyAt(0) })).toMatchObject({ code: 0, stdout: 'Nothing is left to settle.\n' })
  const far = await settle({ args: ['--epoch', String(2 ** 32 - 1)] })
  expect(far).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('are taken until 9999-12-31') })
  await compute.moveTo(compute.startOf(epoch) - settleWindowSeconds - 1)
  expect(await settle({ key: keyAt(0) })).toMatchObject({ stdout: 'Nothing is left to settle.\n' })
  await compute.moveToWindowOf(epoch)
  expect((await settle({ key: keyAt(0) })).stdout).toContain(
    `Pool ${scarce} in epoch ${epoch}: 1 requests, 5 GPU-seconds`,
  )
})

test('wrong usage, and a node that does not answer, are 3', async () => {
  const nobody = `http://127.0.0.1:${await findFreePort()}`
  const wrong: [Place, string][] = [
    [{ args: ['--what'] }, '--what'],
    [{ args: ['2'] }, 'settle takes no "2"'],
    [{ args: ['--pool', '0'] }, '--pool must be a whole number from 1 on'],
    [{ args: ['--epoch', '-1'] }, '--epoch'],
    [{ args: ['--batch', '1e3'] }, '--batch must be a whole number from 1 on'],
    [{ args: ['--watch'] }, '--watch sends transactions'],
    [{ args: ['--key-file', '/nothing/here'] }, 'cannot be opened (ENOENT)'],
    [{ key: '0x12' }, 'SIGNER_KEY must hold a private key'],
    [{ rpc: nobody }, `No RPC node answers at ${nobody}`],
  ]
  for (const [place, words] of wrong) {
    const { code, stdout, stderr } = await settle(place)
    expect({ words, code, stdout }).toEqual({ words, code: 3, stdout: '' })
    expect(stderr).toContain(words)
  }
})

test('a node that hides a request makes the keeper send nothing, and name what the contract says', async () => {
  const epoch = await ask()
  const requestsOf = { abi: allocationPolicyAbi, functionName: 'requestsOf' } as const
  const selector = toFunctionSelector('requestsOf(uint32,uint48,uint8,uint32,uint256)')
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  const sent: string[] = []
  proxy.hooks.answer = async (call, forward) => {
    const answer = await forward(call)
    if (call.method.startsWith('eth_send')) sent.push(call.method)
    const { data = '' } = (call.params[0] ?? {}) as { data?: string }
    if (call.method !== 'eth_call' || !data.startsWith(selector)) return answer
    const [tenants, units, next] = decodeFunctionResult({ ...requestsOf, data: answer.result as Hex })
    return { result: encodeFunctionResult({ ...requestsOf, result: [tenants.slice(1), units.slice(1), next] }) }
  }
  const said = await settle({ rpc: proxy.url, key: keyAt(0) })
  expect(said).toMatchObject({ code: 1, stdout: '' })
  expect(said.stderr).toMatch(
    /^The contract would refuse this: AllocationLevelTooHigh\(class 2, level \d+\)\. Nothing was sent\.$/m,
  )
  expect(sent).toEqual([])
  expect(await settle({ key: keyAt(0), args: ['--epoch', String(epoch)] })).toMatchObject({ code: 0 })
})

test('wrong levels that somebody submits before and during do not delay it by one transaction', async () => {
  const epoch = await ask()
  const { levels } = await compute.findLevelsOf(scarce, epoch)
  const move = (index: number, by: bigint) => levels.map((level, at) => (at === index ? level + by : level))
  const [low, high] = [move(LABS, -1n), move(LABS, 1n)]
  const spoil = async (count: bigint) => {
    await expect(compute.verify(scarce, epoch, move(0, 1n), count)).rejects.toThrow('AllocationWrongClassLevel')
    await expect(compute.verify(scarce, epoch, move(1, -1n), 100n)).rejects.toThrow('AllocationLevelNotMax')
    await expect(compute.verify(scarce, epoch, high, 100n)).rejects.toThrow('AllocationLevelTooHigh')
    await expect(compute.verify(scarce, epoch, low, 100n)).rejects.toThrow('AllocationLevelTooLow')
    // What is wrong only in the end can be counted for a while.
    await compute.verify(scarce, epoch, low, count)
    await compute.verify(scarce, epoch, high, count)
  }
  await spoil(1n)
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  proxy.hooks.answer = async (call, forward) => {
    if (call.method === 'eth_sendRawTransaction') await spoil(1n)
    return forward(call)
  }
  const { code, stdout } = await settle({ rpc: proxy.url, key: keyAt(0), args: ['--json', '--batch', '3'] })
  expect(code).toBe(0)
  expect(JSON.parse(stdout).rounds).toMatchObject([{ settled: true, transactions: 3 }])
})

test.each(['eth_fillTransaction', 'eth_estimateGas', 'eth_sendRawTransaction'])(
  'another keeper that settles just before %s leaves nothing to do, which is no failure',
  async (method) => {
    const epoch = await ask([scarce, plenty])
    const proxy = await startProxy(method, () => compute.settle(scarce, epoch))
    const { code, stdout, stderr } = await settle({ rpc: proxy.url, key: keyAt(0), args: ['--json'] })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout).rounds).toMatchObject([
      { pool: scarce, settled: true, transactions: 0 },
      { pool: plenty, settled: true, transactions: 1 },
    ])
  },
)

test('another keeper whose batch makes ours the last, which takes more gas than was set, only costs a try', async () => {
  const epoch = await ask()
  const { levels } = await compute.findLevelsOf(scarce, epoch)
  const proxy = await startProxy('eth_sendRawTransaction', () => compute.verify(scarce, epoch, levels, 3n))
  const { code, stdout, stderr } = await settle({ rpc: proxy.url, key: keyAt(0), args: ['--json', '--batch', '5'] })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout).rounds).toMatchObject([{ settled: true, transactions: 1 }])
})

test('a transaction that reverts again and again ends it instead of costing more and more', async () => {
  const epoch = await ask()
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  let sent = 0
  proxy.hooks.answer = async (call, forward) => {
    const answer = await forward(call)
    if (call.method === 'eth_sendRawTransaction') sent++
    // Enough for the call itself, too little for what it has to count.
    const { tx } = (answer.result ?? {}) as { tx?: object }
    return tx ? { result: { ...(answer.result as object), tx: { ...tx, gas: '0x11170' } } } : answer
  }
  const said = await settle({ rpc: proxy.url, key: keyAt(0) })
  expect(said).toMatchObject({ code: 1, stdout: '' })
  expect(said.stderr).toMatch(/^The transaction 0x[0-9a-f]{64} reverted in block \d+\.$/m)
  expect(sent).toBe(3)
  expect((await compute.roundOf(scarce, epoch)).settled).toBe(false)
})

test('--watch goes on when the node goes away half-way, and ends with 0 when it is told to', async () => {
  const epoch = await ask()
  const proxy = await startRpcProxy(chain.url)
  onTestFinished(proxy.stop)
  let tries = 0
  proxy.hooks.answer = (call, forward) => {
    // Twice for a transaction: for its gas, and for the rest.
    if (call.method === 'eth_fillTransaction' && ++tries === 3) {
      proxy.hooks.spoil = (response) => {
        response.destroy()
        return true
      }
    }
    return forward(call)
  }
  const { deploymentFile } = chain
  const args = ['--watch', '--batch', '3']
  const keeper = startKeeper({ rpc: proxy.url, deploymentFile, key: keyAt(0), args })
  onTestFinished(() => void keeper.kill('SIGKILL'))
  await keeper.says('stderr', 'Trying again in 10 s.')
  expect(keeper.said.stdout).toBe('')
  proxy.hooks.spoil = () => false
  await keeper.says('stdout', '"settled":true')
  // One batch of three was counted before.
  expect(JSON.parse(keeper.said.stdout)).toMatchObject({ rounds: [{ pool: scarce, epoch, transactions: 2 }] })
  keeper.kill('SIGTERM')
  expect(await keeper.ended).toBe(0)
})

const TENANTS = 10_000
const BATCH = 250

test('two keepers race to settle 10,000 requests; one is killed half-way, and nothing is verified twice', async () => {
  const large = await startChain({ args: bulkArgs })
  onTestFinished(large.stop)
  const { client, url, deploymentFile } = large
  const pools = await openCompute(large)

  const tenants = Array.from({ length: TENANTS }, (_, index) => tenantAt(index))
  const quarter = TENANTS / 4
  for (const [index, kind] of [kinds.lab, kinds.university, kinds.publicInterest, kinds.simulation].entries()) {
    await pools.admit(tenants.slice(index * quarter, (index + 1) * quarter), kind)
  }

  const wants = tenants.map((_, index) => BigInt(1 + ((index * 7_919) % 100_003)))
  const asked = wants.reduce((sum, want) => sum + want, 0n)
  const pool = await pools.addPool({ name: 'Scarce for every class', capacity: (asked * 2n) / 5n })
  const epoch = 2
  await pools.moveToEpoch(epoch - 1)
  await pools.requestMany(tenants.map((account, index) => ({ account, pool, epoch, want: wants[index] ?? 0n })))
  await pools.moveToWindowOf(epoch)

  const keepers = [0, 1].map((index) => ({ key: keyAt(index), account: holderAt(index).address.toLowerCase() }))
  const proxies = await Promise.all(keepers.map(() => startRpcProxy(url)))
  for (const { stop } of proxies) onTestFinished(stop)
  const args = ['--batch', String(BATCH)]
  const racers = keepers.map(({ key }, index) =>
    startKeeper({ rpc: proxies[index]?.url ?? '', deploymentFile, key, args }),
  )
  for (const { kill } of racers) onTestFinished(() => void kill('SIGKILL'))
  // Neither begins before the other is ready, and the first is killed before it hears of its tenth transaction.
  const sent = [0, 0]
  let start = () => {}
  const ready = new Promise<void>((resolve) => {
    start = resolve
  })
  for (const [index, { hooks }] of proxies.entries()) {
    hooks.answer = async (call, forward) => {
      if (call.method !== 'eth_sendRawTransaction') return forward(call)
      sent[index] = (sent[index] ?? 0) + 1
      if (sent.every((count) => count > 0)) start()
      await ready
      const answer = await forward(call)
      if (index === 0 && sent[0] === 10) racers[0]?.kill('SIGKILL')
      return answer
    }
  }
  expect(await Promise.all(racers.map(({ ended }) => ended))).toEqual(['SIGKILL', 0])

  const counted = keepers.map(() => 0)
  const head = await client.getBlockNumber()
  for (let number = head; number > 0n; number--) {
    const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true })
    const ours = transactions.filter(({ from }) => keepers.some(({ account }) => account === from))
    if (ours.length === 0) break
    for (const { hash, from } of ours) {
      const index = keepers.findIndex(({ account }) => account === from)
      const { status } = await client.getTransactionReceipt({ hash })
      if (status === 'success') counted[index] = (counted[index] ?? 0) + 1
    }
  }
  // Each counts as many requests as it may: had one been counted twice, there would have to be more.
  expect(counted[0]).toBeGreaterThan(5)
  expect((counted[0] ?? 0) + (counted[1] ?? 0)).toBe(TENANTS / BATCH)
  const [finished] = JSON.parse(racers[1]?.said.stdout ?? '').rounds
  expect(finished).toMatchObject({ pool, epoch, requests: TENANTS, settled: true, transactions: counted[1] })
  expect((await pools.roundOf(pool, epoch)).settled).toBe(true)
  const again = startKeeper({ rpc: url, deploymentFile, key: keyAt(0), args })
  expect(await again.ended).toBe(0)
  expect(JSON.parse(again.said.stdout)).toEqual({ rounds: [] })
})
