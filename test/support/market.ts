import {
  type Abi,
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  type LocalAccount,
  maxUint256,
  parseEther,
  sha256,
  stringToHex,
} from 'viem'
import {
  arbitrationAbi,
  computeMarketAbi,
  milestoneLeasesAbi,
  nodeRewardsAbi,
  orderBookAbi,
  providerRegistryAbi,
  usageReceiptsAbi,
} from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { people, type TestChain } from './chain'

const abis = {
  ProviderRegistry: providerRegistryAbi,
  OrderBook: orderBookAbi,
  ComputeMarket: computeMarketAbi,
  Arbitration: arbitrationAbi,
  MilestoneLeases: milestoneLeasesAbi,
  NodeRewards: nodeRewardsAbi,
  UsageReceipts: usageReceiptsAbi,
} satisfies Record<string, Abi>

export type MarketContract = keyof typeof abis
type Who = LocalAccount | Address

const auditTypes = {
  Audit: [
    { name: 'auditorId', type: 'uint16' },
    { name: 'providerId', type: 'uint32' },
    { name: 'version', type: 'uint32' },
    { name: 'until', type: 'uint48' },
    { name: 'seq', type: 'uint32' },
  ],
} as const

/** As IMarketTerms.Terms. */
export type TestTerms = {
  maxBids: number
  feeBps: number
  burnBps: number
  capBps: number
  penaltyBps: number
  floorUnits: number
  bidTime: number
  orderTime: number
  minNotice: number
  disputeWindow: number
  maxDuration: number
  minStake: bigint
  bidDeposit: bigint
  disputeBond: bigint
}

/** As IMarketOrders.OrderTerms. */
export type Wants = {
  pool: number
  units: number
  duration: number
  notice: number
  maxRate: bigint
  attributes: bigint
  auditorIds: bigint
  releaseId: number
}

type Node = { pool: number; units: number; attributes?: bigint; hardware?: Hex; endpoint?: string }
type Paid = { providerId: number; rate: bigint; seconds: number }

/** SHA-256 of a text, where any digest will do. */
export const digestOf = (text: string): Hex => sha256(stringToHex(text))

/** An order with what most leave out: the least notice, and no needs. */
export const wanting = (given: Partial<Wants> & Pick<Wants, 'pool' | 'units' | 'duration'>): Wants => ({
  notice: 600,
  maxRate: 1_000_000n,
  attributes: 0n,
  auditorIds: 0n,
  releaseId: 0,
  ...given,
})

/** The market of a chain. Everybody acts for themselves with a key; what votes execute is sent by the timelock itself. */
export const openMarket = async (
  { client, deployment }: Pick<TestChain, 'client' | 'deployment'>,
  funder: LocalAccount = people.funder,
) => {
  const contracts = {
    providers: { address: addressOf(deployment, 'ProviderRegistry'), abi: providerRegistryAbi },
    book: { address: addressOf(deployment, 'OrderBook'), abi: orderBookAbi },
    market: { address: addressOf(deployment, 'ComputeMarket'), abi: computeMarketAbi },
    arbitration: { address: addressOf(deployment, 'Arbitration'), abi: arbitrationAbi },
  } as const
  const { providers, book, market, arbitration } = contracts
  const timelock = addressOf(deployment, 'TimelockController')
  const money = await client.readContract({ ...market, functionName: 'money' })

  const send = async (account: Who, to: Address, data: Hex) => {
    const hash = await client.sendTransaction({ account, chain: null, to, data })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`${hash} reverted`)
    return receipt
  }
  /** Calls a contract, and says by name what it refuses; answers what the call returns. */
  const call = async (account: Who, contract: MarketContract, functionName: string, args: readonly unknown[]) => {
    const [abi, address] = [abis[contract] as Abi, addressOf(deployment, contract)]
    const { result } = await client.simulateContract({ account, address, abi, functionName, args })
    await send(account, address, encodeFunctionData({ abi, functionName, args }))
    return result as unknown
  }
  const decide = async (contract: MarketContract, functionName: string, args: readonly unknown[]) => {
    await client.impersonateAccount({ address: timelock })
    await client.setBalance({ address: timelock, value: parseEther('100') })
    return call(timelock, contract, functionName, args)
  }

  const now = async () => Number((await client.getBlock()).timestamp)
  const moveTo = async (time: number) => {
    await client.setNextBlockTimestamp({ timestamp: BigInt(time) })
    await client.mine({ blocks: 1 })
  }
  const pass = async (seconds: number) => moveTo((await now()) + seconds)

  const approve = (account: LocalAccount, contract: MarketContract) => {
    const args = [addressOf(deployment, contract), maxUint256] as const
    return send(account, money, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
  }
  /** Gives money of the funder's, and lets the market take it. */
  const giveMoney = async (account: LocalAccount, amount: bigint) => {
    const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [account.address, amount] })
    await send(funder, money, transfer)
    await approve(account, 'ComputeMarket')
  }
  const balanceOf = (address: Address) =>
    client.readContract({ address: money, abi: erc20Abi, functionName: 'balanceOf', args: [address] })

  const terms = async (): Promise<TestTerms> =>
    client.readContract({
      ...book,
      functionName: 'termsOf',
      args: [await client.readContract({ ...book, functionName: 'termsVersion' })],
    })
  /** Sets the terms of orders to come; what is not named stays. */
  const setTerms = async (changed: Partial<TestTerms>) =>
    decide('OrderBook', 'setTerms', [{ ...(await terms()), ...changed }])

  const appointAuditor = (account: LocalAccount) =>
    decide('ProviderRegistry', 'appointAuditor', [account.address]) as Promise<number>
  const appointArbiter = (account: LocalAccount) => decide('Arbitration', 'appointArbiter', [account.address])

  const toDeclaration = ({ pool, units, attributes = 0n, hardware, endpoint }: Node, salt: string) => [
    { pool, units, attributes, hardware: hardware ?? digestOf(`hardware of ${salt}`) },
    endpoint ?? 'https://provider.example',
  ]
  const register = async (operator: LocalAccount, node: Node) => {
    const count = await client.readContract({ ...providers, functionName: 'providerCount' })
    const args = toDeclaration(node, `${operator.address} ${count}`)
    return call(operator, 'ProviderRegistry', 'register', args) as Promise<number>
  }
  const declare = (operator: LocalAccount, id: number, node: Node) =>
    call(operator, 'ProviderRegistry', 'declare', [id, ...toDeclaration(node, `${operator.address} again`)])
  const versionOf = async (id: number) =>
    (await client.readContract({ ...providers, functionName: 'provider', args: [id] })).version
  const audit = async (auditor: LocalAccount, id: number, seconds = 90 * 86_400) =>
    call(auditor, 'ProviderRegistry', 'audit', [id, await versionOf(id), (await now()) + seconds])
  /** What an auditor signs; sent by somebody else. */
  const auditBySig = async (auditor: LocalAccount, id: number, seconds = 90 * 86_400) => {
    const auditorId = await client.readContract({ ...providers, functionName: 'auditorIdOf', args: [auditor.address] })
    const { seq } = await client.readContract({ ...providers, functionName: 'auditOf', args: [id, auditorId] })
    const [version, until] = [await versionOf(id), (await now()) + seconds]
    const signature = await auditor.signTypedData({
      domain: {
        name: 'Ostrakon ProviderRegistry',
        version: '1',
        chainId: deployment.chainId,
        verifyingContract: providers.address,
      },
      types: auditTypes,
      primaryType: 'Audit',
      message: { auditorId, providerId: id, version, until, seq },
    })
    return call(funder, 'ProviderRegistry', 'auditBySig', [auditorId, id, version, until, signature])
  }
  const addStake = (account: LocalAccount, id: number, amount: bigint) =>
    call(account, 'ComputeMarket', 'addStake', [id, amount])
  /** A node that is audited and staked, ready to bid. */
  const addProvider = async (operator: LocalAccount, auditor: LocalAccount, node: Node & { stake?: bigint }) => {
    const id = await register(operator, node)
    await audit(auditor, id)
    const stake = node.stake ?? 1_000_000_000n
    await giveMoney(operator, stake)
    await addStake(operator, id, stake)
    return id
  }

  const placeOrder = (tenant: LocalAccount, wants: Wants, spec = digestOf('workload')) =>
    call(tenant, 'OrderBook', 'placeOrder', [wants, spec]) as Promise<bigint>
  const placeBudgetOrder = (tenant: LocalAccount, party: number, wants: Wants, spec = digestOf('workload')) =>
    call(tenant, 'OrderBook', 'placeBudgetOrder', [party, wants, spec]) as Promise<bigint>
  const bid = (
    operator: LocalAccount,
    order: bigint,
    {
      providerId,
      rate,
      auditorId = 1,
      enclaveId = 0,
    }: Omit<Paid, 'seconds'> & { auditorId?: number; enclaveId?: number },
  ) => call(operator, 'OrderBook', 'bid', [order, providerId, rate, auditorId, enclaveId])
  const accept = (tenant: LocalAccount, order: bigint, { providerId, rate, seconds }: Paid) =>
    call(tenant, 'ComputeMarket', 'accept', [order, providerId, rate, seconds])

  type LeaseOf = { tenant: LocalAccount; operator: LocalAccount; providerId: number; rate: bigint; wants: Wants }
  /** An order of own money with one bid, which is taken and paid for all of its time. */
  const startLease = async ({ tenant, operator, providerId, rate, wants }: LeaseOf) => {
    const order = await placeOrder(tenant, wants)
    await bid(operator, order, { providerId, rate })
    await accept(tenant, order, { providerId, rate, seconds: wants.duration })
    return order
  }

  const leaseOf = (id: bigint) => client.readContract({ ...market, functionName: 'lease', args: [id] })
  const orderOf = (id: bigint) => client.readContract({ ...book, functionName: 'order', args: [id] })
  const bidsOf = (id: bigint) => client.readContract({ ...book, functionName: 'bidsOf', args: [id] })
  const stakeOf = (id: number) => client.readContract({ ...market, functionName: 'stakeOf', args: [id] })
  const disputeOf = (id: bigint) => client.readContract({ ...market, functionName: 'disputeOf', args: [id] })

  return {
    contracts: { providers, book, market, arbitration },
    timelock,
    money,
    send,
    call,
    decide,
    now,
    moveTo,
    pass,
    approve,
    giveMoney,
    balanceOf,
    terms,
    setTerms,
    appointAuditor,
    appointArbiter,
    register,
    declare,
    versionOf,
    audit,
    auditBySig,
    addStake,
    addProvider,
    placeOrder,
    placeBudgetOrder,
    bid,
    accept,
    startLease,
    leaseOf,
    orderOf,
    bidsOf,
    stakeOf,
    disputeOf,
  }
}

export type TestMarket = Awaited<ReturnType<typeof openMarket>>
