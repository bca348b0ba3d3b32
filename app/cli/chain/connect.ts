import { type Address, BaseError, createPublicClient, type Hex, http, keccak256, type PublicClient } from 'viem'
import { type ContractName, contractNames } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import { readDeployment } from '~/chain/deployment.server'
import { AppError } from '~/domain/errors'
import { sentenceOf } from '../log'
import { findTargets } from '../verify/find-targets'

/** A deployment seen through one node: the newest block, and the newest that counted as final, as the command began. */
export type ChainView = { client: PublicClient; deployment: Deployment; head: bigint; final: bigint }

/** How often a node is asked for a receipt; blocks of rollups and of local chains come more often than every 4 s, viem's own. */
const POLL_MILLISECONDS = 500

type Flags = { rpc?: string | undefined; deployment?: string | undefined }

const findTarget = (flags: Flags) => {
  const targets = findTargets(flags)
  // One node alone: what several say, taken in turns, could be of different moments.
  const url = targets?.rpcUrls[0]
  if (targets && url) return { url, file: targets.deploymentFile }
  const message = 'No chain to ask: name it with --rpc URL and --deployment FILE, or start one with `npm start`.'
  throw new AppError('invalid_environment', message)
}

/**
 * Connects to the chain that flags or settings name, or to what `npm start` runs. Throws `rpc_unreachable`, and
 * `wrong_chain` when the node is on another chain than the deployment.
 */
const connect = async (flags: Flags): Promise<ChainView> => {
  const { url, file } = findTarget(flags)
  const deployment = await readDeployment(file)
  const transport = http(url, { retryCount: 1 })
  const client = createPublicClient({ transport, cacheTime: 0, pollingInterval: POLL_MILLISECONDS })
  const chainId = await client.getChainId().catch((cause: unknown) => {
    throw new AppError('rpc_unreachable', `No RPC node answers at ${url}. ${sentenceOf(cause)}`, { cause })
  })
  if (chainId !== deployment.chainId) {
    const message = `The node is on chain ${chainId}, ${file} is of chain ${deployment.chainId}: nothing was done.`
    throw new AppError('wrong_chain', message)
  }
  const head = await client.getBlockNumber()
  return { client, deployment, head, final: await findFinal(client, { ...deployment, head }) }
}

/** Connects and runs; what the node refuses in between becomes `rpc_unreachable` too. */
export const withChain = async <T>(flags: Flags, run: (view: ChainView) => Promise<T>): Promise<T> => {
  try {
    return await run(await connect(flags))
  } catch (cause) {
    throw toUnreachable(cause)
  }
}

/** What a node that does not answer, or answers with an error of its own, means to a command; other errors as they are. */
export const toUnreachable = (cause: unknown): unknown => {
  if (!(cause instanceof BaseError)) return cause
  return new AppError('rpc_unreachable', `The chain cannot be read: ${cause.shortMessage}`, { cause })
}

const findFinal = async (client: PublicClient, { finality, head }: Deployment & { head: bigint }): Promise<bigint> => {
  if (finality === 'finalized') return (await client.getBlock({ blockTag: 'finalized' })).number
  return head > BigInt(finality) ? head - BigInt(finality) : 0n
}

/**
 * Throws `wrong_code` unless these contracts have, at the final block, the code that the deployment file says: else
 * another contract could tell who may receive a share.
 */
export const requireCode = async (view: ChainView, names: readonly ContractName[] = contractNames): Promise<void> => {
  for (const name of names) {
    const { address, codeHash } = view.deployment.contracts[name]
    const found = await findCodeHash(view, address)
    if (found === codeHash) continue
    const message = `${name} at ${address} has the code ${found ?? 'of no contract'} at block ${view.final}, and the deployment file says ${codeHash}: nothing was done.`
    throw new AppError('wrong_code', message)
  }
}

const findCodeHash = async ({ client, final }: ChainView, address: Address): Promise<Hex | null> => {
  const code = await client.getCode({ address, blockNumber: final })
  return code ? keccak256(code) : null
}
