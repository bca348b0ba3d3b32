import { type Address, encodeAbiParameters, type Hex, keccak256, numberToHex, type StateOverride } from 'viem'
import { addressOf } from '../addresses'
import type { Deployment } from '../deployment'

/** A call of a proposal, as the timelock would make it. */
export type TimelockCall = { target: Address; value: bigint; calldata: Hex }

// Where OpenZeppelin's Governor keeps `_governanceCall` (a Bytes32Deque: both ends in one word, then a mapping) in
// StewardGovernor. A test compares a simulated setting with an executed one, so a moved slot is noticed.
const QUEUE_SLOT = 5n
const QUEUE_END_SHIFT = 128n

const word = (value: bigint): Hex => numberToHex(value, { size: 32 })

const placeOf = (index: number): Hex =>
  keccak256(encodeAbiParameters([{ type: 'uint128' }, { type: 'uint256' }], [BigInt(index), QUEUE_SLOT + 1n]))

/** The governor expects its own calls in their order while a proposal executes, and at no other time. */
export const overrideGovernor = (calls: readonly TimelockCall[], deployment: Deployment): StateOverride => {
  const governor = addressOf(deployment, 'StewardGovernor')
  const own = calls.filter(({ target }) => target.toLowerCase() === governor.toLowerCase())
  if (own.length === 0) return []
  const ends = { slot: word(QUEUE_SLOT), value: word(BigInt(own.length) << QUEUE_END_SHIFT) }
  const queued = own.map(({ calldata }, index) => ({ slot: placeOf(index), value: keccak256(calldata) }))
  return [{ address: governor, stateDiff: [ends, ...queued] }]
}

/** The wei that calls send along. */
export const sumOfWei = (calls: readonly TimelockCall[]): bigint => calls.reduce((sum, { value }) => sum + value, 0n)

/** The wei of the timelock while calls execute: what it holds (`held`), and what it lacks, by whoever executes. */
export const balanceAsExecuted = (calls: readonly TimelockCall[], held: bigint): bigint => {
  const sent = sumOfWei(calls)
  return sent > held ? sent : held
}
