import {
  type Abi,
  type Address,
  createPublicClient,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  type LocalAccount,
  numberToHex,
  pad,
  parseEther,
} from 'viem'
import { allocationPolicyAbi, computeTreasuryAbi, epochClockAbi, partyRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { findLevels } from '~/cli/settle/find-levels'
import type { SharingPolicy } from '~/domain/allocation/share-round'
import { people, type TestChain } from './chain'

const abis = {
  AllocationPolicy: allocationPolicyAbi,
  ComputeTreasury: computeTreasuryAbi,
  PartyRegistry: partyRegistryAbi,
} satisfies Record<string, Abi>

type ComputeContract = keyof typeof abis

/** As IPartyRegistry.Kind. */
export const kinds = { lab: 1, university: 2, provider: 3, publicInterest: 4, simulation: 5, aggregator: 6 } as const

/** What a chain needs that takes thousands of requests: senders without keys, and blocks without a limit. */
export const bulkArgs = ['--auto-impersonate', '--no-request-size-limit', '--gas-limit', '30000000000']

/** An account without a key, of a party that was admitted in a batch. */
export const tenantAt = (index: number): Address => pad(numberToHex(0xc0000000 + index), { size: 20 })

/** What the contract takes at most at a time: 200 parties; more requests in a block would only make it wait. */
const ADMISSIONS = 200
const REQUESTS = 500

const requestTypes = {
  Request: [
    { name: 'account', type: 'address' },
    { name: 'party', type: 'uint32' },
    { name: 'pool', type: 'uint32' },
    { name: 'epoch', type: 'uint48' },
    { name: 'want', type: 'uint64' },
    { name: 'seq', type: 'uint48' },
  ],
} as const

export type Wanted = { pool: number; epoch: number; want: bigint; seq?: number }
type NewPool = { name: string; capacity: bigint; gpuSeconds?: bigint; money?: bigint; maxRate?: bigint }
type Answer = { id: number; result?: unknown; error?: { message: string } }
type RpcCall = { method: string; params: readonly unknown[] }

/** Pooled compute on a test chain. What votes execute is sent by the timelock itself. */
export const openCompute = async ({ client, url, deployment, profile }: TestChain) => {
  const allocation = { address: addressOf(deployment, 'AllocationPolicy'), abi: allocationPolicyAbi } as const
  const parties = { address: addressOf(deployment, 'PartyRegistry'), abi: partyRegistryAbi } as const
  const treasury = { address: addressOf(deployment, 'ComputeTreasury'), abi: computeTreasuryAbi } as const
  const clock = { address: addressOf(deployment, 'EpochClock'), abi: epochClockAbi } as const
  const timelock = addressOf(deployment, 'TimelockController')
  const money = await client.readContract({ ...treasury, functionName: 'money' })
  const genesis = await client.readContract({ ...clock, functionName: 'genesis' })
  const { lengthSeconds, settleWindowSeconds } = profile.epoch
  const reader = createPublicClient({ transport: http(url), cacheTime: 0 })
  const nonces = new Map<Address, number>()

  const impersonate = async (address: Address) => {
    await client.impersonateAccount({ address })
    await client.setBalance({ address, value: parseEther('100') })
  }
  await impersonate(timelock)

  const send = async (account: LocalAccount | Address, to: Address, data: Hex) => {
    const hash = await client.sendTransaction({ account, chain: null, to, data })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`${hash} reverted`)
    return receipt
  }
  /** Calls a contract, and says by name what it refuses. */
  const call = async (
    account: LocalAccount | Address,
    contract: ComputeContract,
    functionName: string,
    args: readonly unknown[],
  ) => {
    const [abi, address] = [abis[contract] as Abi, addressOf(deployment, contract)]
    await client.simulateContract({ account, address, abi, functionName, args })
    return send(account, address, encodeFunctionData({ abi, functionName, args }))
  }
  const decide = (contract: ComputeContract, functionName: string, args: readonly unknown[]) =>
    call(timelock, contract, functionName, args)

  const fund = async (amount: bigint) => {
    const args = [treasury.address, amount] as const
    await send(people.funder, money, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
    await call(people.funder, 'ComputeTreasury', 'fund', [amount])
  }
  /** Adds a pool with a schedule, which covers all of it for nothing unless told otherwise; answers its id. */
  const addPool = async ({ name, capacity, gpuSeconds = capacity, money: budget = 0n, maxRate = 0n }: NewPool) => {
    await decide('AllocationPolicy', 'addPool', [name, capacity])
    const pool = await client.readContract({ ...allocation, functionName: 'poolCount' })
    await decide('ComputeTreasury', 'setSchedule', [pool, { gpuSeconds, money: budget, maxRate }])
    return pool
  }
  const setPolicy = (policy: SharingPolicy) => decide('AllocationPolicy', 'setPolicy', [policy])

  /** Admits parties of one kind, in the order given; answers the id of the first. They can ask for the epoch after next. */
  const admit = async (controllers: readonly Address[], kind: number) => {
    const before = await client.readContract({ ...parties, functionName: 'partyCount' })
    for (let at = 0; at < controllers.length; at += ADMISSIONS) {
      await decide('PartyRegistry', 'admitMany', [controllers.slice(at, at + ADMISSIONS), kind])
    }
    return before + 1
  }

  const request = (account: LocalAccount | Address, { pool, epoch, want, seq = 1 }: Wanted) =>
    call(account, 'AllocationPolicy', 'request', [pool, epoch, want, seq])
  const requestAsAgent = (agent: LocalAccount | Address, party: number, { pool, epoch, want, seq = 1 }: Wanted) =>
    call(agent, 'AllocationPolicy', 'requestFor', [party, pool, epoch, want, seq])
  /** What `account` signs; sent by somebody else. */
  const requestBySig = async (account: LocalAccount, party: number, { pool, epoch, want, seq = 1 }: Wanted) => {
    const message = { account: account.address, party, pool, epoch, want, seq }
    const { chainId } = deployment
    const signature = await account.signTypedData({
      domain: { name: 'Ostrakon AllocationPolicy', version: '1', chainId, verifyingContract: allocation.address },
      types: requestTypes,
      primaryType: 'Request',
      message,
    })
    return call(people.deployer, 'AllocationPolicy', 'requestBySig', [message, signature])
  }

  /** Many JSON-RPC calls in one HTTP request; answers in the order of the calls. */
  const post = async (calls: readonly RpcCall[]): Promise<unknown[]> => {
    const body = JSON.stringify(calls.map((one, id) => ({ jsonrpc: '2.0', id, ...one })))
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const answers = new Map(((await response.json()) as Answer[]).map((answer) => [answer.id, answer]))
    return calls.map(({ method }, id) => {
      const { result, error } = answers.get(id) ?? { error: { message: 'no answer' } }
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    })
  }
  /** Reads many values of one contract at the newest block, in pages; each answer is 32 bytes. */
  const readWords = async (to: Address, datas: readonly Hex[], page = 500): Promise<bigint[]> => {
    const words: bigint[] = []
    for (let at = 0; at < datas.length; at += page) {
      const calls = datas.slice(at, at + page).map((data) => ({ method: 'eth_call', params: [{ to, data }, 'latest'] }))
      for (const word of await post(calls)) words.push(BigInt(word as Hex))
    }
    return words
  }

  /** Requests of parties' own accounts that have no key, many in a block; needs `bulkArgs`. Each has to succeed. */
  const requestMany = async (asks: readonly (Wanted & { account: Address })[]) => {
    const value = numberToHex(parseEther('1'))
    await client.setAutomine(false)
    for (let at = 0; at < asks.length; at += REQUESTS) {
      const some = asks.slice(at, at + REQUESTS)
      await post(some.map(({ account }) => ({ method: 'anvil_setBalance', params: [account, value] })))
      const sent = some.map(({ account: from, pool, epoch, want, seq = 1 }) => {
        const nonce = nonces.get(from) ?? 0
        nonces.set(from, nonce + 1)
        const args = [pool, epoch, want, seq] as const
        const data = encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'request', args })
        const transaction = { from, to: allocation.address, data, gas: numberToHex(2_000_000) }
        return { method: 'eth_sendTransaction', params: [{ ...transaction, nonce: numberToHex(nonce) }] }
      })
      await post(sent)
      await client.mine({ blocks: 1 })
      const [receipts] = await post([{ method: 'eth_getBlockReceipts', params: ['latest'] }])
      const mined = (receipts as { status: Hex }[]).filter(({ status }) => status === '0x1').length
      if (mined !== some.length) throw new Error(`${mined} of ${some.length} requests were taken`)
    }
    await client.setAutomine(true)
  }

  const moveTo = async (time: number) => {
    await client.setNextBlockTimestamp({ timestamp: BigInt(time) })
    await client.mine({ blocks: 1 })
  }
  const startOf = (epoch: number) => genesis + epoch * lengthSeconds
  const epochNow = async () => Number(await client.readContract({ ...clock, functionName: 'current' }))
  const moveToEpoch = (epoch: number) => moveTo(startOf(epoch))
  /** To the first second in which requests for the epoch are taken no more. */
  const moveToWindowOf = (epoch: number) => moveTo(startOf(epoch) - settleWindowSeconds)

  const roundOf = (pool: number, epoch: number) =>
    client.readContract({ ...allocation, functionName: 'roundOf', args: [pool, epoch] })
  /** The levels of a round whose requests are complete, as the keeper finds them. */
  const findLevelsOf = async (pool: number, epoch: number) => {
    const { capacity, version } = await roundOf(pool, epoch)
    return findLevels({ client: reader, deployment }, { pool, epoch, capacity: Number(capacity), version })
  }
  const verify = (pool: number, epoch: number, levels: readonly bigint[], max: bigint) =>
    call(people.council, 'AllocationPolicy', 'verify', [pool, epoch, levels, max])
  const settle = async (pool: number, epoch: number) =>
    verify(pool, epoch, (await findLevelsOf(pool, epoch)).levels, 100_000n)

  return {
    allocation,
    parties,
    treasury,
    money,
    impersonate,
    send,
    call,
    decide,
    fund,
    addPool,
    setPolicy,
    admit,
    request,
    requestAsAgent,
    requestBySig,
    requestMany,
    readWords,
    startOf,
    epochNow,
    moveTo,
    moveToEpoch,
    moveToWindowOf,
    roundOf,
    findLevelsOf,
    verify,
    settle,
  }
}

export type TestCompute = Awaited<ReturnType<typeof openCompute>>
