import { createPublicClient, encodeFunctionData, erc20Abi, getAddress, type Hex, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holderAt, people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { decideByVote } from '#test/support/decide-by-vote'
import {
  claimsTransfer,
  gasBomb,
  hugeReturn,
  revertsSaying,
  revertsWithBytes,
  silentRevert,
} from '#test/support/hostile-code'
import { startRpcProxy } from '#test/support/rpc-proxy'
import {
  allocationPolicyAbi,
  computeTreasuryAbi,
  partyRegistryAbi,
  stewardGovernorAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import { addressOf, type ContractName } from '~/chain/addresses'
import { type Money, readRules } from '~/chain/rules.server'
import type { TimelockCall } from '~/chain/simulation/as-executed'
import { boundFetch } from '~/chain/simulation/bounded-fetch'
import { readBlock, type Simulator, simulateCalls } from '~/chain/simulation/simulate-calls.server'

let chain: TestChain
let proxy: Awaited<ReturnType<typeof startRpcProxy>>
let money: Money
beforeAll(async () => {
  chain = await startChain()
  proxy = await startRpcProxy(chain.url)
  money = (await readRules(chain.client, chain.deployment)).money
})
afterAll(async () => {
  await proxy?.stop()
  await chain?.stop()
})

const simulatorAt = (url: string, most = 20_000_000): Simulator => ({
  client: createPublicClient({ transport: http(url, { retryCount: 0, timeout: 5_000, fetchFn: boundFetch(most) }) }),
  deployment: chain.deployment,
  money,
})

const simulate = async (calls: readonly TimelockCall[], simulator = simulatorAt(chain.url)) =>
  simulateCalls(calls, simulator, await readBlock(simulator, null))

// A node of another make that does not know the method.
const simulateElsewhere = async (calls: readonly TimelockCall[]) => {
  proxy.hooks.answer = async (call, forward) =>
    call.method === 'eth_simulateV1' ? { error: { code: -32601, message: 'no such method' } } : forward(call)
  return simulate(calls, simulatorAt(proxy.url))
}

const call = (name: ContractName, calldata: Hex, value = 0n): TimelockCall => ({
  target: addressOf(chain.deployment, name),
  value,
  calldata,
})
const admit = (account: string) =>
  call(
    'PartyRegistry',
    encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [getAddress(account), 2] }),
  )
const setVotingDelay = (seconds: number) =>
  call(
    'StewardGovernor',
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingDelay', args: [seconds] }),
  )
const newcomer = `0x${'9'.repeat(40)}`
let next = 0
const plant = async (bytecode: Hex): Promise<TimelockCall> => {
  next += 1
  const target = getAddress(`0x${next.toString(16).padStart(40, 'b')}`)
  await chain.client.setCode({ address: target, bytecode })
  return { target, value: 0n, calldata: '0x12345678' }
}

test('says what a call does, in events and in what it changes', async () => {
  const report = await simulate([admit(newcomer)])
  const [action] = report.actions
  expect(report).toMatchObject({ executable: true, method: 'eth_simulateV1', chainId: 31337 })
  expect(action?.outcome).toBe('success')
  expect(Number(action?.gas)).toBeGreaterThan(50_000)
  expect(action?.events?.map(({ contract, name }) => [contract, name])).toContainEqual([
    'PartyRegistry',
    'PartyAdmitted',
  ])
  expect(report.changes).toEqual([{ contract: 'PartyRegistry', view: 'partyCount', args: [], before: '8', after: '9' }])
})

test('later calls see what earlier ones did, and a failing one is named with its arguments', async () => {
  for (const run of [simulate, simulateElsewhere]) {
    const report = await run([admit(newcomer), admit(newcomer), admit(`0x${'8'.repeat(40)}`)])
    expect(report.executable).toBe(false)
    expect(report.actions[0]?.outcome).toBe('success')
    expect(report.actions[1]).toMatchObject({
      outcome: 'reverted',
      revert: { error: expect.stringMatching(/^Party/), reason: null },
    })
    expect(report.actions[1]?.revert?.arguments.map(({ value }) => value.toLowerCase())).toContain(newcomer)
  }
})

test('nodes without eth_simulateV1 say the same of success and failure, and no more than they know', async () => {
  const report = await simulateElsewhere([admit(newcomer), setVotingDelay(41)])
  expect(report).toMatchObject({ executable: true, method: 'eth_call', changes: null, gas: { used: null } })
  expect(report.actions.map(({ outcome, gas, events }) => ({ outcome, gas, events }))).toEqual([
    { outcome: 'success', gas: null, events: null },
    { outcome: 'success', gas: null, events: null },
  ])
  const failing = await simulateElsewhere([admit(newcomer), setVotingDelay(0), setVotingDelay(41)])
  expect(failing.actions.map(({ outcome }) => outcome)).toEqual(['success', 'reverted', 'not-reached'])
})

test('calls of the governor on itself do what their execution then does', async () => {
  const calls = [setVotingDelay(37), setVotingDelay(38), admit(newcomer)]
  const report = await simulate(calls)
  expect(report.executable).toBe(true)
  expect(report.changes?.find(({ view }) => view === 'votingDelay')).toMatchObject({ before: '30', after: '38' })
  await decideByVote(
    chain,
    '# Two delays and a party',
    calls.map(({ target, calldata }) => ({ target, data: calldata })),
  )
  const executed = await chain.client.readContract({
    address: addressOf(chain.deployment, 'StewardGovernor'),
    abi: stewardGovernorAbi,
    functionName: 'votingDelay',
  })
  expect(executed).toBe(38n)
  // What one execution left in the governor does not matter to the next.
  expect((await simulate([setVotingDelay(39)])).executable).toBe(true)
  expect((await simulateElsewhere([setVotingDelay(39)])).executable).toBe(true)
})

test('shows money and votes that move, and caps and the ledger before and after', async () => {
  const treasury = addressOf(chain.deployment, 'ComputeTreasury')
  const fund = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [treasury, 5_000_000n] })
  const hash = await chain.client.sendTransaction({
    account: people.funder,
    chain: null,
    to: money.address,
    data: fund,
  })
  await chain.client.waitForTransactionReceipt({ hash })
  const to = holderAt(3).address
  const withdraw = encodeFunctionData({ abi: computeTreasuryAbi, functionName: 'withdraw', args: [to, 1_234n] })
  const lower = encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [1_000] })
  const report = await simulate([call('ComputeTreasury', withdraw), call('AllocationPolicy', lower)])
  expect(report.executable).toBe(true)
  expect(report.actions[0]?.flows).toEqual([{ token: 'money', from: treasury, to, amount: '1234' }])
  const changes = new Map(
    report.changes?.map(({ view, args, before, after }) => [`${view}(${args[0] ?? ''})`, { before, after }]),
  )
  expect(changes.get('freeBalance()')).toEqual({ before: '5000000', after: '4998766' })
  expect(changes.get(`balanceOf(${treasury})`)).toEqual({ before: '5000000', after: '4998766' })
  expect(changes.get('versionAt(281474976710655)')).toEqual({ before: '0', after: '1' })
  expect(JSON.parse(changes.get('policyOf(1)')?.after ?? '{}')).toMatchObject({ capBps: 1_000 })
})

test('a contract that burns its gas, returns megabytes or says nothing is an answer like any other', async () => {
  const [bomb, huge, silent] = [await plant(gasBomb), await plant(hugeReturn), await plant(silentRevert)]
  const report = await simulate([bomb, huge, silent, admit(`0x${'7'.repeat(40)}`)])
  expect(report.actions.map(({ outcome }) => outcome)).toEqual(['reverted', 'success', 'reverted', 'success'])
  expect(report.actions[1]?.returnedBytes).toBe(2_500_000)
  expect(report.changes).toEqual([])
  expect(JSON.stringify(report).length).toBeLessThan(6_000)
  for (const one of [bomb, silent]) {
    const elsewhere = await simulateElsewhere([one])
    expect(elsewhere.actions[0]).toMatchObject({ outcome: 'reverted', revert: { error: null } })
  }
})

test('an answer that is too long to hold is not read to its end', async () => {
  const huge = await plant(hugeReturn)
  const report = await simulate([huge], simulatorAt(chain.url, 1_000_000))
  expect(report).toMatchObject({ executable: false, method: 'eth_call', changes: null })
})

test('calls of which each succeeds but that no transaction can hold are not called executable', async () => {
  const report = await simulate([await plant(hugeReturn), admit(`0x${'7'.repeat(40)}`)])
  expect(report.actions.map(({ outcome }) => outcome)).toEqual(['success', 'success'])
  expect(report).toMatchObject({ executable: false, changes: [] })
  expect(report.revert).not.toBeNull()
})

test('what contracts say is cut and plain', async () => {
  const text = `\u202e</script><b>all good\u0007\u001b[2J${'x'.repeat(20_000)}`
  const report = await simulate([
    await plant(revertsSaying(text)),
    await plant(revertsWithBytes(`0x${'ab'.repeat(9_000)}`)),
  ])
  const [said, raw] = report.actions
  expect(said?.revert?.reason).toMatch(/^Error: \\u\{202e\}<\/script><b>all good\\u\{7\}\\u\{1b\}\[2J/)
  expect(said?.revert?.reason?.length).toBeLessThan(1_100)
  expect(raw?.revert?.reason?.length).toBeLessThan(1_100)
  expect(raw?.returnedBytes).toBe(9_000)
})

test('a Transfer that a stranger claims is no flow, one of the tokens is', async () => {
  const [from, to] = [addressOf(chain.deployment, 'ComputeTreasury'), holderAt(0).address]
  const claim = await plant(claimsTransfer({ from, to, amount: 10n ** 30n }))
  const burn = encodeFunctionData({ abi: votingTokenAbi, functionName: 'transfer', args: [to, 0n] })
  const report = await simulate([claim, call('VotingToken', burn)])
  expect(report.actions[0]).toMatchObject({ outcome: 'success', flows: [] })
  expect(report.actions[0]?.events).toMatchObject([{ contract: null, name: null, arguments: [] }])
  expect(report.actions[1]?.flows).toEqual([
    { token: 'voting', from: addressOf(chain.deployment, 'TimelockController'), to, amount: '0' },
  ])
})

test('whoever executes brings the wei that the timelock lacks, and the report says how much', async () => {
  const gift = { target: stewardAt(0).address, value: 10n ** 18n, calldata: '0x' as const }
  for (const run of [simulate, simulateElsewhere]) {
    const report = await run([gift])
    expect(report).toMatchObject({ executable: true, wei: { sent: '1000000000000000000', held: '0' } })
  }
})

test('a node that does not answer is told apart from calls that fail', async () => {
  const simulator = simulatorAt(proxy.url)
  proxy.hooks.answer = (call, forward) => forward(call)
  const block = await readBlock(simulator, null)
  for (const method of ['eth_getBalance', 'eth_simulateV1']) {
    let silent = false
    proxy.hooks.answer = async (asked, forward) => {
      if (asked.method === method) silent = true
      return forward(asked)
    }
    proxy.hooks.spoil = (response) => {
      if (silent) response.destroy()
      return silent
    }
    // The request that turns the node silent is itself still answered, so the one after it fails.
    await simulateCalls([admit(newcomer)], simulator, block).catch(() => undefined)
    await expect(simulateCalls([admit(newcomer)], simulator, block)).rejects.toMatchObject({
      code: 'node_unreachable',
      retryable: true,
    })
    silent = false
  }
  proxy.hooks.spoil = () => false
})
