import { type Address, type Client, erc20Abi, type Hex, isAddressEqual, keccak256, type LocalAccount } from 'viem'
import {
  getBlock,
  getChainId,
  getCode,
  getTransactionCount,
  readContract,
  sendTransaction,
  waitForTransactionReceipt,
  writeContract,
} from 'viem/actions'
import { AppError } from '~/domain/errors'
import { accessManagerAbi } from './abi/generated'
import { contractNames } from './addresses'
import { checkDeployment } from './deploy-check'
import { type Addresses, buildCreations, predictAddresses } from './deploy-plan'
import { buildWiring } from './deploy-wiring'
import type { Deployment } from './deployment'
import type { Genesis, Profile } from './profile'

type DeployOptions = {
  client: Client
  account: LocalAccount
  profile: Profile
  genesis: Genesis
  onProgress?: (line: string) => void
}

/**
 * Deploys the whole system from `account`, wires it, gives every power to the timelock and checks the result on chain.
 * Throws `wrong_chain` (a profile of another chain), `invalid_genesis`, `deploy_failed`.
 */
export const deploy = async ({ client, account, profile, genesis, onProgress }: DeployOptions): Promise<Deployment> => {
  const chainId = await getChainId(client)
  requireChain(profile, chainId)
  requireGenesis(profile, genesis, account)
  await requireMoney(client, genesis.money)
  const nonce = await getTransactionCount(client, { address: account.address, blockTag: 'pending' })
  const at = predictAddresses(account.address, nonce)
  const { timestamp } = await getBlock(client)
  const creations = buildCreations({ deployer: account.address, at, profile, genesis, now: timestamp })

  const contracts: Deployment['contracts'] = {} as Deployment['contracts']
  for (const [index, name] of contractNames.entries()) {
    const hash = await sendTransaction(client, { account, chain: null, data: creations[name], nonce: nonce + index })
    const { contractAddress, blockNumber } = await getReceipt(client, hash, `create ${name}`)
    if (!contractAddress || !isAddressEqual(contractAddress, at[name])) {
      throw new AppError('deploy_failed', `${name} is at ${contractAddress}, not at ${at[name]} as its nonce promised.`)
    }
    const code = await getCode(client, { address: at[name] })
    contracts[name] = { address: at[name], block: Number(blockNumber), codeHash: keccak256(code ?? '0x') }
    onProgress?.(`${name} at ${at[name]}`)
  }
  await wire({ client, account, at, nonce: nonce + contractNames.length })
  await checkDeployment({ client, at, deployer: account.address, genesis })
  return { chainId, profile: profile.profile, finality: profile.chain.finality, contracts }
}

type WireOptions = { client: Client; account: LocalAccount; at: Addresses; nonce: number }

const wire = async ({ client, account, at, nonce }: WireOptions) => {
  const hash = await writeContract(client, {
    account,
    chain: null,
    nonce,
    address: at.AccessManager,
    abi: accessManagerAbi,
    functionName: 'multicall',
    args: [buildWiring(at, account.address)],
  })
  await getReceipt(client, hash, 'wire the charter')
}

const getReceipt = async (client: Client, hash: Hex, step: string) => {
  const receipt = await waitForTransactionReceipt(client, { hash })
  if (receipt.status !== 'success') throw new AppError('deploy_failed', `The transaction to ${step} reverted: ${hash}.`)
  return receipt
}

/** Throws `wrong_chain` where a profile is not for this chain. */
export const requireChain = ({ profile, chains }: Profile, chainId: number) => {
  if (chains.length === 0 || chains.includes(chainId)) return
  const message = `The profile ${profile} has floors of seconds and is for the chains ${chains.join(' and ')} only, not for ${chainId}; use another profile.`
  throw new AppError('wrong_chain', message)
}

/** Budgets count in base units of a token that must be there first. */
const requireMoney = async (client: Client, money: Address) => {
  const decimals = await readContract(client, { address: money, abi: erc20Abi, functionName: 'decimals' }).catch(
    (cause: unknown) => {
      const message = `The genesis names ${money} as its money, which is no ERC-20 token with decimals on this chain.`
      throw new AppError('invalid_genesis', message, { cause })
    },
  )
  if (decimals <= 18) return
  throw new AppError('invalid_genesis', `The money token ${money} has ${decimals} decimals; at most 18 are shown.`)
}

const requireGenesis = ({ profile, token, seats }: Profile, genesis: Genesis, { address }: LocalAccount) => {
  const total = genesis.tokens.reduce((sum, { amount }) => sum + amount, 0n)
  if (total !== token.supply) {
    throw new AppError(
      'invalid_genesis',
      `The genesis tokens sum to ${total}, the profile ${profile} says ${token.supply}.`,
    )
  }
  if (genesis.seats.length < seats.minSeats) {
    throw new AppError('invalid_genesis', `The genesis has ${genesis.seats.length} seats; it needs ${seats.minSeats}.`)
  }
  const accounts = [
    ...genesis.tokens.map(({ account }) => account),
    ...genesis.parties.map(({ controller }) => controller),
    ...genesis.seats.map(({ steward }) => steward),
  ]
  if (genesis.council) accounts.push(genesis.council)
  if (accounts.some((account) => isAddressEqual(account, address))) {
    const message = `The deployer ${address} may own nothing afterwards, but the genesis names it; deploy from another key.`
    throw new AppError('invalid_genesis', message)
  }
}
