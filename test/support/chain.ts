import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, encodeFunctionData, type Hex, type LocalAccount } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { modelRegistryAbi, stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { deployDemoMoney } from '~/chain/demo-money'
import { deploy } from '~/chain/deploy'
import { type Genesis, getProfile, withPortal } from '~/chain/profile'
import { startAnvil, type TestClient } from './anvil'

const mnemonic = 'test test test test test test test test test test test junk'
const accountAt = (addressIndex: number): LocalAccount => mnemonicToAccount(mnemonic, { addressIndex })
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => accountAt(from + index))

/** Ten holders with a tenth of the tokens each, eight stewards in four constituencies, a council, a deployer, and who has the money. */
export const people = {
  holders: range(0, 10),
  stewards: range(10, 8),
  council: accountAt(20),
  deployer: accountAt(21),
  funder: accountAt(22),
}

/** The holder or steward with that index, from 0. */
export const holderAt = (index: number): LocalAccount => accountAt(index)
export const stewardAt = (index: number): LocalAccount => accountAt(people.holders.length + index)

const buildGenesis = (supply: bigint, money: Address): Genesis => ({
  tokens: people.holders.map(({ address }) => ({ account: address, amount: supply / BigInt(people.holders.length) })),
  parties: people.stewards.map(({ address }) => ({ controller: address, kind: 1 })),
  seats: people.stewards.map(({ address }, index) => ({ steward: address, party: index + 1, constituency: index % 4 })),
  council: people.council.address,
  money,
})

export type Call = { target: Address; data: Hex; value?: bigint }
type Send = { account: LocalAccount; to: Address; data: Hex }

const send = async (client: TestClient, { account, to, data }: Send) => {
  const hash = await client.sendTransaction({ account, chain: null, to, data })
  const receipt = await client.waitForTransactionReceipt({ hash })
  if (receipt.status !== 'success') throw new Error(`${hash} reverted`)
  return receipt
}

type ChainOptions = { args?: readonly string[]; portal?: string }

/** Starts anvil and deploys the demo profile on it, with `portal` in its daoURI; every holder has delegated to itself. */
export const startChain = async ({ args = [], portal }: ChainOptions = {}) => {
  const anvil = await startAnvil({ args })
  const { client } = anvil
  const demo = getProfile('demo')
  const profile = portal === undefined ? demo : withPortal(demo, portal)
  const money = await deployDemoMoney({ client, account: people.funder, holder: people.funder.address })
  const genesis = buildGenesis(profile.token.supply, money)
  const deployment = await deploy({ client, account: people.deployer, profile, genesis })
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-deployment-'))
  const deploymentFile = join(folder, `${deployment.chainId}.json`)
  await writeFile(deploymentFile, JSON.stringify(deployment))
  const governor = addressOf(deployment, 'StewardGovernor')
  const token = addressOf(deployment, 'VotingToken')
  const registry = addressOf(deployment, 'ModelRegistry')

  const delegate = (account: LocalAccount, to: Address) =>
    send(client, {
      account,
      to: token,
      data: encodeFunctionData({ abi: votingTokenAbi, functionName: 'delegate', args: [to] }),
    })
  const transfer = (account: LocalAccount, to: Address, amount: bigint) =>
    send(client, {
      account,
      to: token,
      data: encodeFunctionData({ abi: votingTokenAbi, functionName: 'transfer', args: [to, amount] }),
    })
  /** Proposes to revoke release 1 (tier 0) unless other calls are given; answers the id. */
  const propose = async (account: LocalAccount, description: string, calls?: readonly Call[]) => {
    const revoke = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] })
    const list = calls ?? [{ target: registry, data: revoke }]
    const args = [
      list.map(({ target }) => target),
      list.map(({ value }) => value ?? 0n),
      list.map(({ data }) => data),
      description,
    ] as const
    const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'propose', args })
    await send(client, { account, to: governor, data })
    return client.readContract({ address: governor, abi: stewardGovernorAbi, functionName: 'latestProposalId' })
  }
  const openVote = async () => {
    await client.increaseTime({ seconds: profile.governor.votingDelaySeconds + 1 })
    await client.mine({ blocks: 1 })
  }
  /** support: 0 against, 1 for, 2 abstain. */
  const vote = (account: LocalAccount, id: bigint, support: number, reason = '') =>
    send(client, {
      account,
      to: governor,
      data: encodeFunctionData({
        abi: stewardGovernorAbi,
        functionName: 'castVoteWithReason',
        args: [id, support, reason],
      }),
    })
  const voteSeat = (account: LocalAccount, id: bigint, support: number, reason = '') =>
    send(client, {
      account,
      to: governor,
      data: encodeFunctionData({
        abi: stewardGovernorAbi,
        functionName: 'castVoteWithReasonAndParams',
        args: [id, support, reason, '0x01'],
      }),
    })
  for (const holder of people.holders) await delegate(holder, holder.address)
  // Votes count from the second after the delegation on, and these blocks may share one.
  await client.increaseTime({ seconds: 2 })
  await client.mine({ blocks: 1 })
  const stop = async () => {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...anvil, deployment, deploymentFile, profile, delegate, transfer, propose, openVote, vote, voteSeat, stop }
}

export type TestChain = Awaited<ReturnType<typeof startChain>>
