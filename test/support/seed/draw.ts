import type { Address, Hex } from 'viem'

/** A whole number of 32 bits that depends on `seed` alone and looks like any other (murmur3's finaliser). */
export const mix = (seed: number): number => {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** A number from 0 on and below 1 for each seed. */
export const share = (seed: number): number => mix(seed) / 2 ** 32

/** 32 bytes that no other (kind, number) has. */
export const hashOf = (kind: string, number: number): Hex => {
  const spread = [1, 2, 3, 4, 5, 6].map((part) =>
    mix(number * 7 + part)
      .toString(16)
      .padStart(8, '0'),
  )
  return `0x${spread.join('')}${kind.charCodeAt(0).toString(16).padStart(2, '0')}${number.toString(16).padStart(14, '0')}`
}

/** An account that no chain of the tests knows. */
export const accountOf = (number: number): Address =>
  `0x${mix(number).toString(16).padStart(8, '0')}${number.toString(16).padStart(32, '0')}`
