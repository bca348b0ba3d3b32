import type { Choice, House } from './ballot'

const byNumber: readonly House[] = ['token', 'seat']
const bySupport: readonly Choice[] = ['against', 'for', 'abstain']

/** The house for the number 0 or 1 of events and rows; throws a RangeError on any other. */
export const houseOfNumber = (number: number): House => {
  const house = byNumber[number]
  if (house === undefined) throw new RangeError(`${number} is no house; 0 is the token house, 1 the seat house.`)
  return house
}

/** The choice for the governor's number 0, 1 or 2; throws a RangeError on any other. */
export const choiceOfNumber = (number: number): Choice => {
  const choice = bySupport[number]
  if (choice === undefined) throw new RangeError(`${number} is no ballot; 0 is Against, 1 For, 2 Abstain.`)
  return choice
}
