import type { Hex } from 'viem'

/** A SHA-256 as forms take it: 0x and 64 hexadecimal digits in lower case; null if it is none. */
export const parseDigest = (text: string): Hex | null => (/^0x[0-9a-f]{64}$/.test(text) ? (text as Hex) : null)

/** A digest as it was typed, what it is, and whether it was sent and is none. */
export type EnteredDigest = { value: string; digest: Hex | null; wrong: boolean }

/** Reads a field of an address. */
export const readDigest = (search: URLSearchParams, name: string): EnteredDigest => {
  const value = search.get(name)?.trim() ?? ''
  const digest = parseDigest(value)
  return { value, digest, wrong: search.has(name) && digest === null }
}
