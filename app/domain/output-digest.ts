import { type Hex, sha256, stringToBytes } from 'viem'
import { buildCanonicalJson } from './canonical-json'

/** One file of a job's output. */
export type OutputEntry = { name: string; size: number; sha256: Hex }

/** SHA-256 of the RFC 8785 form of the list of files, by name: equal for equal outputs, whoever computed them. */
export const digestOutput = (files: readonly OutputEntry[]): Hex => {
  const list = files.map(({ name, size, sha256 }) => ({ name, size, sha256 }))
  return sha256(stringToBytes(buildCanonicalJson(list.sort((a, b) => (a.name < b.name ? -1 : 1)))))
}
