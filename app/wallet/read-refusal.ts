import { decodeErrorResult, type Hex, isHex } from 'viem'
import type { Refusal } from '~/domain/refusal'

type Raised = { [key: string]: unknown }

const wrappers = ['data', 'error', 'originalError', 'cause', 'info'] as const
const maxDepth = 6
const selectorLength = 10

const isRaised = (value: unknown): value is Raised => typeof value === 'object' && value !== null

/** The error and everything that wallets and libraries have wrapped it in. */
const listLayers = (error: unknown, depth = 0): Raised[] => {
  if (!isRaised(error) || depth > maxDepth) return []
  return [error, ...wrappers.flatMap((key) => listLayers(error[key], depth + 1))]
}

const findRevertData = (layers: Raised[]): Hex | null => {
  for (const layer of layers) {
    const data = layer['data']
    if (isHex(data) && data.length >= selectorLength) return data
  }
  return null
}

const argumentText = (value: unknown): string =>
  Array.isArray(value) ? value.map(argumentText).join(', ') : String(value)

/** Names the custom error, its arguments as text; `reverted` for `Error(string)`, `Panic` and what is not ours. */
export const decodeRevert = async (data: Hex): Promise<Refusal> => {
  const { contractErrorAbi } = await import('~/chain/abi/errors')
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: contractErrorAbi, data })
    const values: readonly unknown[] = args ?? []
    if (!('inputs' in abiItem) || !contractErrorAbi.some(({ name }) => name === errorName)) {
      return { code: 'reverted', reason: `${errorName}: ${values.map(argumentText).join(', ')}` }
    }
    const named = abiItem.inputs.map((input, index) => [input.name ?? `${index}`, argumentText(values[index])] as const)
    return { code: 'contract', error: errorName, args: Object.fromEntries(named) }
  } catch {
    return { code: 'reverted', reason: data }
  }
}

/** What a refusal's words need to know beyond the error. */
export type RefusalContext = { account: string; chainName: string; chainId: number }

/** Puts what a wallet or a node threw into one of the reasons that a reader can act on. */
export const readRefusal = async (error: unknown, context: RefusalContext): Promise<Refusal> => {
  const layers = listLayers(error)
  const codes = layers.map((layer) => layer['code'])
  const texts = layers.flatMap((layer) => (typeof layer['message'] === 'string' ? [layer['message']] : []))
  const detail = texts[0] ?? String(error)
  if (codes.includes(4001) || codes.includes('ACTION_REJECTED')) return { code: 'rejected' }
  if (codes.includes(-32002)) return { code: 'busy' }
  const data = findRevertData(layers)
  if (data !== null) return decodeRevert(data)
  if (texts.some((text) => /insufficient funds/i.test(text))) {
    return { code: 'insufficient-funds', account: context.account }
  }
  if (codes.includes(4902)) return { code: 'wrong-chain', name: context.chainName, chainId: String(context.chainId) }
  if (texts.some((text) => /revert/i.test(text))) return { code: 'reverted', reason: detail }
  return { code: 'unreachable', detail }
}
