import type { Hex } from 'viem'

/** What a hashing worker says of the file that it was handed. */
export type HashNews =
  | { kind: 'read'; bytes: number }
  | { kind: 'done'; digest: Hex }
  | { kind: 'failed'; reason: string }
