import type { Hex } from 'viem'

/** The token house weighs by tokens, the seat house by seats; a proposal needs both. */
export type House = 'token' | 'seat'

/** In the order of the numbers 0, 1 that the contract's events and the database use. */
export const HOUSES = ['token', 'seat'] as const satisfies readonly House[]

/** What a ballot says. */
export type Support = 'against' | 'for' | 'abstain'

/** In the order of the governor's numbers 0, 1, 2. */
export const SUPPORTS = ['against', 'for', 'abstain'] as const satisfies readonly Support[]

/** The house for the number 0 or 1; throws a RangeError on any other. */
export const houseOfNumber = (number: number): House => {
  const house = HOUSES[number]
  if (house === undefined) throw new RangeError(`${number} is no house; 0 is the token house, 1 the seat house.`)
  return house
}

/** The ballot for the governor's number 0, 1 or 2; throws a RangeError on any other. */
export const supportOfNumber = (number: number): Support => {
  const support = SUPPORTS[number]
  if (support === undefined) throw new RangeError(`${number} is no ballot; 0 is Against, 1 For, 2 Abstain.`)
  return support
}

/** The governor's number of a ballot. */
export const supportNumber = (support: Support): 0 | 1 | 2 => (support === 'against' ? 0 : support === 'for' ? 1 : 2)

/** The `params` by which castVoteWithReasonAndParams chooses a house (docs/specification.md 2.3). */
export const houseParams = (house: House): Hex => (house === 'seat' ? '0x01' : '0x')
