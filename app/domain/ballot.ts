import type { Hex } from 'viem'

/** A house of the vote: token holders, or stewards with one seat each. */
export type House = 'token' | 'seat'

/** What a ballot says. */
export type Choice = 'against' | 'for' | 'abstain'

/** The number that the governor takes for a choice (`GovernorCountingSimple.VoteType`). */
export const choiceSupport = { against: 0, for: 1, abstain: 2 } as const satisfies Record<Choice, number>

/** The `params` that choose the house of a ballot (specification, rule on houses). */
export const houseParams = { token: '0x', seat: '0x01' } as const satisfies Record<House, Hex>

/** The number of a house in events, errors and `hasVotedIn`. */
export const houseIndex = { token: 0, seat: 1 } as const satisfies Record<House, number>

/** The three choices, in the order of ballots. */
export const choices: readonly Choice[] = ['for', 'against', 'abstain']
