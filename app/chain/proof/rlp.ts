import { fromRlp, type Hex } from 'viem'

/** What RLP holds: bytes, or a list of such. */
export type Rlp = Hex | readonly Rlp[]

/** Whether it is a list. */
export const isList = (value: Rlp | undefined): value is readonly Rlp[] => Array.isArray(value)

/** Reads RLP that someone else gave; null where it is none. */
export const parseRlp = (bytes: Hex): Rlp | null => {
  try {
    return fromRlp(bytes, 'hex')
  } catch {
    return null
  }
}

/** A quantity of JSON-RPC as RLP wants it: without leading zeros, zero as nothing. */
export const toQuantityBytes = (value: Hex): Hex => {
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}
