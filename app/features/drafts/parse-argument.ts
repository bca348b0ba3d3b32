import { type AbiParameter, getAddress, isAddress, isHex } from 'viem'

/** A value that does not fit its type; `expected` says what to enter. */
export class ArgumentError extends Error {
  readonly expected: 'address' | 'integer' | 'range' | 'bool' | 'bytes' | 'list'
  constructor(expected: ArgumentError['expected']) {
    super(expected)
    this.name = 'ArgumentError'
    this.expected = expected
  }
}

const integerPattern = /^(u?)int(\d*)$/
const bytesPattern = /^bytes(\d*)$/
const listPattern = /^(.*)\[(\d*)\]$/

const parseInteger = (text: string, [, unsigned, bits]: RegExpExecArray): bigint => {
  if (!/^-?\d+$/.test(text)) throw new ArgumentError('integer')
  const value = BigInt(text)
  const size = BigInt(bits || '256')
  const [min, max] = unsigned ? [0n, 2n ** size - 1n] : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n]
  if (value < min || value > max) throw new ArgumentError('range')
  return value
}

const parseBytes = (text: string, length: string): string => {
  if (!isHex(text) || text.length % 2 !== 0) throw new ArgumentError('bytes')
  if (length !== '' && text.length !== 2 + 2 * Number(length)) throw new ArgumentError('bytes')
  return text
}

const parseList = (text: string, item: string, length: string): unknown[] => {
  const parts = text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (length !== '' && parts.length !== Number(length)) throw new ArgumentError('list')
  return parts.map((part) => parseArgument(part, { type: item }))
}

/**
 * One argument as people type it: whole numbers in base units, `true`, hex, lists with commas. Throws ArgumentError;
 * structs are not taken here, their calldata is.
 */
export const parseArgument = (given: string, { type }: AbiParameter): unknown => {
  const text = given.trim()
  const list = listPattern.exec(type)
  if (list) return parseList(text, list[1] ?? '', list[2] ?? '')
  const integer = integerPattern.exec(type)
  if (integer) {
    const value = parseInteger(text, integer)
    return Number(integer[2] || '256') <= 48 ? Number(value) : value
  }
  if (type === 'address') {
    if (!isAddress(text, { strict: text !== text.toLowerCase() })) throw new ArgumentError('address')
    return getAddress(text)
  }
  if (type === 'bool') {
    if (text !== 'true' && text !== 'false') throw new ArgumentError('bool')
    return text === 'true'
  }
  const bytes = bytesPattern.exec(type)
  if (bytes) return parseBytes(text, bytes[1] ?? '')
  if (type === 'string') return given
  throw new ArgumentError('bytes')
}
