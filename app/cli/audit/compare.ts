import type { Sums } from './sums'
import type { TableDigest, TableDigests } from './table-digests'

/** One thing that is not as the chain says; `chain` and `found` are what each side holds, null for nothing. */
export type Mismatch = { what: string; chain: string | null; found: string | null }

const noDigest: TableDigest = { rows: 0, hash: '', blocks: new Map() }

const findFirstBlock = (chain: TableDigest, found: TableDigest) => {
  const numbers = [...new Set([...chain.blocks.keys(), ...found.blocks.keys()])].sort((a, b) => Number(a - b))
  return numbers.find((number) => chain.blocks.get(number) !== found.blocks.get(number))
}

/** Tables whose rows differ, each with the first block where they do. */
export const compareDigests = (chain: TableDigests, found: TableDigests): Mismatch[] =>
  [...chain].flatMap(([table, expected]) => {
    const actual = found.get(table) ?? noDigest
    if (actual.hash === expected.hash) return []
    const what = `table ${table} from block ${findFirstBlock(expected, actual)} on`
    const say = ({ rows, hash }: TableDigest) => `${rows} rows, ${hash}`
    return [{ what, chain: say(expected), found: say(actual) }]
  })

/** Sums that differ, or that only one side has. */
export const compareSums = (chain: Sums, found: Sums, where: string): Mismatch[] =>
  [...new Set([...chain.keys(), ...found.keys()])]
    .filter((subject) => chain.get(subject) !== found.get(subject))
    .map((subject) => ({
      what: `${where}: ${subject}`,
      chain: chain.get(subject) ?? null,
      found: found.get(subject) ?? null,
    }))
