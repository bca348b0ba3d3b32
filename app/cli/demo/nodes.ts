import { type Hex, keccak256, type LocalAccount, stringToBytes } from 'viem'
import { hashSerials } from '../provider/config'
import { providerOperators, slotOperator, unaffiliated } from './cast'
import { SLOTS, slotPool } from './pools'

/** What each node's operator has at stake, in base units. */
export const STAKE = 500_000_000n

/** A node of the demo's history; `audit` is the number of its auditor. */
export type Node = {
  operator: LocalAccount
  pool: number
  units: number
  attributes: bigint
  audit: number | null
  hardware: Hex
}

const [first, second, third] = providerOperators

/** What the agent of the last node says that it has: its slots, since no two machines that run the demo are the same. */
export const slotSerials = Array.from({ length: SLOTS }, (_, index) => `demo CPU slot ${index + 1}`)

const played: readonly Omit<Node, 'hardware'>[] = [
  { operator: first, pool: 1, units: 16, attributes: 3n, audit: 1 },
  { operator: second, pool: 1, units: 12, attributes: 1n, audit: 1 },
  { operator: third, pool: 1, units: 8, attributes: 2n, audit: 2 },
  { operator: second, pool: 2, units: 4, attributes: 1n, audit: 2 },
  { operator: unaffiliated, pool: 1, units: 4, attributes: 0n, audit: 2 },
  { operator: first, pool: 2, units: 4, attributes: 3n, audit: null },
]

/**
 * The demo's nodes, whose ids count from 1. The last but one waits for its audit; the last one is that of the agent which
 * `npm start` runs, and the only one that is there.
 */
export const nodes: readonly Node[] = [
  ...played.map((node, index) => ({ ...node, hardware: keccak256(stringToBytes(`demo node ${index + 1}`)) })),
  {
    ...{ operator: slotOperator, pool: slotPool, units: SLOTS, attributes: 0n, audit: 1 },
    hardware: hashSerials(slotSerials),
  },
]
