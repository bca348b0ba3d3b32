import {
  type AbiFunction,
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  isAddress,
  isHex,
  parseAbiItem,
  parseEther,
} from 'viem'
import type { CallText } from '~/domain/wallet'
import { ArgumentError, parseArgument } from './parse-argument'
import type { Draft, FieldError, FieldErrors } from './schema'

type CustomDraft = Extract<Draft, { kind: 'custom' }>

const parseFunction = (text: string): AbiFunction | null => {
  try {
    const item = parseAbiItem([`function ${text.replace(/^function\s+/, '')}`] as readonly string[])
    return item?.type === 'function' ? (item as AbiFunction) : null
  } catch {
    return null
  }
}

const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/)
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop()
  return lines
}

const encodeCall = (item: AbiFunction, text: string): Hex | FieldError => {
  const lines = linesOf(text)
  const types = item.inputs.map(({ type }) => type).join(', ')
  if (lines.length !== item.inputs.length) {
    return { key: 'count', values: { needed: item.inputs.length, types, given: lines.length } }
  }
  const args: unknown[] = []
  for (const [index, input] of item.inputs.entries()) {
    try {
      args.push(parseArgument(lines[index] ?? '', input))
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error
      const values = { number: index + 1, type: input.type, given: lines[index] ?? '' }
      return { key: error.expected, values }
    }
  }
  return encodeFunctionData({ abi: [item], functionName: item.name, args })
}

const parseValue = (text: string): bigint | null => {
  if (text === '') return 0n
  return /^\d+(\.\d{1,18})?$/.test(text) ? parseEther(text) : null
}

/** The one call of a custom proposal, or what is wrong with which field. `function` takes a signature or raw calldata. */
export const buildCustomCall = (draft: CustomDraft): { call: CallText } | { errors: FieldErrors } => {
  const errors: FieldErrors = {}
  const target = draft.target === 'other' ? draft.other : draft.target
  if (!isAddress(target, { strict: target !== target.toLowerCase() })) {
    errors[draft.target === 'other' ? 'other' : 'target'] = { key: 'target', values: { given: target } }
  }
  const value = parseValue(draft.value)
  if (value === null) errors.value = { key: 'value', values: { given: draft.value } }
  let calldata: Hex = '0x'
  if (isHex(draft.function)) {
    if (draft.function.length % 2 === 0) calldata = draft.function
    else errors.function = { key: 'hex', values: { digits: draft.function.length - 2 } }
  } else if (draft.function !== '') {
    const item = parseFunction(draft.function)
    const encoded = item === null ? null : encodeCall(item, draft.arguments)
    if (encoded === null) errors.function = { key: 'function', values: { given: draft.function } }
    else if (typeof encoded === 'string') calldata = encoded
    else errors.arguments = encoded
  } else if (value === 0n) errors.function = { key: 'empty', values: {} }
  if (Object.keys(errors).length > 0) return { errors }
  return { call: { target: getAddress(target as Address), value: String(value ?? 0n), calldata } }
}
