import { BaseError, createPublicClient, fallback, http, keccak256, type PublicClient } from 'viem'
import { addressOf, type ContractName } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'

/** A chain whose contracts are those of the deployment, by their code. */
export type OpenChain = { client: PublicClient; deployment: Deployment }

/**
 * Connects to the first of the nodes that answers, and refuses another chain (`wrong_chain`) and other code than was
 * deployed (`wrong_code`), since anyone can put a registry of their own somewhere. Throws `rpc_unreachable`.
 */
export const openChain = async (urls: readonly string[], deployment: Deployment): Promise<OpenChain> => {
  const client = createPublicClient({ transport: fallback(urls.map((url) => http(url))) })
  const chainId = await asking(urls, () => client.getChainId())
  if (chainId !== deployment.chainId) {
    const text = `The node is of chain ${chainId}, the deployment of chain ${deployment.chainId}: name another with --rpc or --deployment.`
    throw new AppError('wrong_chain', text)
  }
  const checked: ContractName[] = ['ModelRegistry', 'Custody', 'StewardGovernor']
  await asking(urls, () => Promise.all(checked.map((name) => requireCode({ client, deployment, name }))))
  return { client, deployment }
}

/** Asks the chain; what fails there and is not said by us becomes `rpc_unreachable`. */
export const asking = async <Answer>(urls: readonly string[], ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof BaseError ? cause.shortMessage : String(cause)
    const text = `The chain cannot be read at ${urls.join(', ')}: ${toPlainText(reason)} Start the node, or name another with --rpc.`
    throw new AppError('rpc_unreachable', text, { cause })
  }
}

type CodeOptions = OpenChain & { name: ContractName }

const requireCode = async ({ client, deployment, name }: CodeOptions) => {
  const address = addressOf(deployment, name)
  const code = await client.getCode({ address })
  if (code !== undefined && keccak256(code) === deployment.contracts[name].codeHash) return
  const found = code === undefined ? 'no contract' : `other code (${keccak256(code)})`
  throw new AppError('wrong_code', `At ${address} is ${found}, not the ${name} of this deployment: do not trust it.`)
}
