import { type Address, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, startChain, stewardAt, type TestChain } from '#test/support/chain'
import { digestOf } from '#test/support/stewardship'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildReleaseActs, type ReleaseAct } from '~/domain/release-acts'
import type { ChainAccess, Intent } from '~/domain/wallet'
import { encodeIntent } from '~/wallet/encode-intent'

const acts: readonly ReleaseAct[] = ['withdraw', 'hold', 'recall']
const stages = [null, 'registered', 'red-team', 'gated', 'open', 'revoked'] as const
type Stage = Exclude<(typeof stages)[number], null>

const maintainer = stewardAt(0).address
const council = people.council.address
const stranger: Address = '0x2222222222222222222222222222222222222222'
const RELEASE = 1
const GATED = 3
const OPEN = 4

let chain: TestChain

beforeAll(async () => {
  chain = await startChain()
})
afterAll(() => chain.stop())

const openRegistry = async () => {
  const { client, deployment } = chain
  const at = (name: Parameters<typeof addressOf>[1]) => addressOf(deployment, name)
  const registry = { address: at('ModelRegistry'), abi: modelRegistryAbi }
  const contracts = {
    governor: at('StewardGovernor'),
    token: at('VotingToken'),
    seats: at('StewardSeats'),
    registry: registry.address,
    custody: at('Custody'),
    allocation: at('AllocationPolicy'),
    treasury: at('ComputeTreasury'),
    book: at('OrderBook'),
    market: at('ComputeMarket'),
    arbitration: at('Arbitration'),
    jobs: at('MilestoneLeases'),
    rewards: at('NodeRewards'),
    receipts: at('UsageReceipts'),
    money: at('ComputeTreasury'),
  }
  const access: ChainAccess = { chainId: 31_337, name: 'local', rpcUrl: chain.url, demo: true, contracts }
  const timelock = at('TimelockController')
  for (const address of [timelock, maintainer, council, stranger]) {
    await client.impersonateAccount({ address })
    await client.setBalance({ address, value: 10n ** 20n })
  }
  const send = async (from: Address, transaction: { to: Address; data: `0x${string}` }) => {
    const hash = await client.sendTransaction({ account: from, chain: null, ...transaction })
    const { status } = await client.waitForTransactionReceipt({ hash })
    expect(status).toBe('success')
  }
  const carry = (from: Address, intent: Intent) => send(from, encodeIntent(access, intent))
  const vote = (functionName: 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen' | 'revoke') =>
    send(timelock, {
      to: registry.address,
      data: encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [RELEASE] }),
    })
  const freeGates = async () => {
    const rule = { passes: [0, 0, 0, 0, 0, 0], dwell: 0, maxReportAge: 1 } as const
    for (const stage of [GATED, OPEN]) {
      const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'setGateRule', args: [0, stage, rule] })
      await send(timelock, { to: registry.address, data })
    }
  }
  const accepts = (from: Address, kind: ReleaseAct) => {
    const intent: Intent =
      kind === 'withdraw' ? { kind, releaseId: RELEASE } : { kind, releaseId: RELEASE, reason: 'a reason' }
    return client.call({ account: from, ...encodeIntent(access, intent) }).then(
      () => true,
      () => false,
    )
  }
  const readStage = async (): Promise<Stage> => {
    const stage = stages[await client.readContract({ ...registry, functionName: 'stageOf', args: [RELEASE] })]
    if (!stage) throw new Error('There is no release.')
    return stage
  }
  return { carry, vote, freeGates, accepts, readStage }
}

test('N8 what a release’s page offers is what the registry accepts, for everyone at every stage', async () => {
  const { carry, vote, freeGates, accepts, readStage } = await openRegistry()
  const heldIn: Stage[] = []
  let isRecalledByApproval = false
  const seen: string[] = []

  const compare = async () => {
    const stage = await readStage()
    for (const [who, isMaintainer, isCouncil] of [
      [stranger, false, false],
      [maintainer, true, false],
      [council, false, true],
    ] as const) {
      const offered = buildReleaseActs({ stage, isMaintainer, isCouncil, heldIn, isRecalledByApproval })
      const accepted: ReleaseAct[] = []
      for (const act of acts) if (await accepts(who, act)) accepted.push(act)
      expect([...offered], `${who} at ${stage}`).toEqual(accepted)
      seen.push(...accepted.map((act) => `${act} at ${stage}`))
    }
  }
  const hold = async () => {
    heldIn.push(await readStage())
    await carry(council, { kind: 'hold', releaseId: RELEASE, reason: 'a reason' })
  }
  const passTime = async (seconds: number) => {
    await chain.client.increaseTime({ seconds })
    await chain.client.mine({ blocks: 1 })
  }

  await carry(maintainer, { kind: 'register-model', name: 'A model' })
  const digests = { root: digestOf('root'), manifest: digestOf('manifest'), card: digestOf('card') }
  const numbers = { files: 1, size: '1', gpuSeconds: '0', flop: '0' }
  const release = { modelId: 1, version: 'v1', parents: [], licence: 'MIT', uri: '', ...digests, ...numbers }
  await carry(maintainer, { kind: 'register-release', release })
  await freeGates()
  for (const move of ['advanceToRedTeam', 'advanceToGated'] as const) {
    await compare()
    await hold()
    await compare()
    await passTime(chain.profile.council.holdSeconds)
    await vote(move)
  }
  await compare()
  await hold()
  await carry(council, { kind: 'recall', releaseId: RELEASE, reason: 'a reason' })
  isRecalledByApproval = true
  await compare()
  await passTime(chain.profile.council.recallSeconds)
  await vote('advanceToOpen')
  await compare()
  await vote('revoke')
  await compare()
  expect([...new Set(seen)]).toEqual([
    'withdraw at registered',
    'hold at registered',
    'withdraw at red-team',
    'hold at red-team',
    'hold at gated',
    'recall at gated',
  ])
})
