import { decodeErrorResult, type Hex } from 'viem'
import type { Refusal } from '~/domain/refusal'
import { contractErrorAbi } from './abi/errors'

const toText = (value: unknown): string => (Array.isArray(value) ? value.map(toText).join(', ') : String(value))

/**
 * Names the custom error in revert data, its arguments as text; `reverted` for `Error(string)`, `Panic` and what none of
 * our contracts raises. Never throws.
 */
export const decodeRevert = (data: Hex): Refusal => {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: contractErrorAbi, data })
    const values: readonly unknown[] = args ?? []
    if (!contractErrorAbi.some(({ name }) => name === errorName)) {
      return { code: 'reverted', reason: `${errorName}: ${values.map(toText).join(', ')}` }
    }
    const named = abiItem.inputs.map((input, index) => [input.name, toText(values[index])] as const)
    return { code: 'contract', error: errorName, args: Object.fromEntries(named) }
  } catch {
    return { code: 'reverted', reason: data }
  }
}
