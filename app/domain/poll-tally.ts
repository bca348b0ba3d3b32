import type { House } from './ballot'
import type { PollHouses } from './poll'
import { quorumVotes } from './quorum'

/** Where a poll stands: not begun, taking ballots, taking reveals (private only), over. */
export type PollState = 'pending' | 'active' | 'revealing' | 'closed'

/** Where a poll stands at `now`, UNIX seconds of the chain; the end itself takes no ballots any more. */
export const pollStateAt = (
  { start, end, revealEnd }: { start: number; end: number; revealEnd: number },
  now: number,
): PollState => {
  if (now < start) return 'pending'
  if (now < end) return 'active'
  return now < revealEnd ? 'revealing' : 'closed'
}

/** The houses that a poll asks, in the order in which they are shown. */
export const housesAsked = (houses: PollHouses): readonly House[] => (houses === 'both' ? ['token', 'seat'] : [houses])

/** A ballot that says what it says; weights in base units and seats. */
export type Counted = { choice: number; token: bigint; seat: bigint }

/** A message of a voter; the one that was issued last is the one that counts. */
type Issued = { voter: string; issuedAt: number }

/** The last message of each voter, in the order given. */
export const keepLast = <Message extends Issued>(messages: readonly Message[]): Message[] => {
  const last = new Map<string, number>()
  for (const { voter, issuedAt } of messages) {
    const key = voter.toLowerCase()
    last.set(key, Math.max(last.get(key) ?? 0, issuedAt))
  }
  return messages.filter(({ voter, issuedAt }) => last.get(voter.toLowerCase()) === issuedAt)
}

/** The weight behind each choice in each house. Throws a RangeError on a choice that the poll does not have. */
export const sumBallots = (ballots: readonly Counted[], choices: number): Record<House, bigint[]> => {
  const sums = { token: new Array<bigint>(choices).fill(0n), seat: new Array<bigint>(choices).fill(0n) }
  for (const { choice, ...weights } of ballots) {
    if (!(choice in sums.token)) throw new RangeError(`${choice} is none of ${choices} choices.`)
    for (const house of ['token', 'seat'] as const) sums[house][choice] = (sums[house][choice] ?? 0n) + weights[house]
  }
  return sums
}

/** What a house says: weight by choice, how much of its supply that is, and which choice has most, null where none alone. */
type HouseCount = {
  house: House
  weights: readonly bigint[]
  turnout: bigint
  supply: bigint
  quorum: bigint
  quorumMet: boolean
  leads: number | null
}

/** What a poll comes to; it binds nobody. `choice` where each house asked has its quorum and leads to the same one. */
type PollOutcome = 'choice' | 'tied' | 'divided' | 'quorum-missed' | 'no-ballots'

export type PollCount = { houses: HouseCount[]; outcome: PollOutcome; choice: number | null }

const leaderOf = (weights: readonly bigint[]): number | null => {
  const leaders = weights.flatMap((weight, index) =>
    weight > 0n && weights.every((other) => other <= weight) ? [index] : [],
  )
  return leaders.length === 1 ? (leaders[0] ?? null) : null
}

const decide = (houses: readonly HouseCount[]): PollOutcome => {
  if (houses.every(({ turnout }) => turnout === 0n)) return 'no-ballots'
  if (houses.some(({ quorumMet }) => !quorumMet)) return 'quorum-missed'
  if (houses.some(({ leads }) => leads === null)) return 'tied'
  return houses.every(({ leads }) => leads === houses[0]?.leads) ? 'choice' : 'divided'
}

type Asked = {
  houses: PollHouses
  quorumBps: number
  supply: Record<House, bigint>
  sums: Record<House, readonly bigint[]>
}

/**
 * What the ballots come to. A house's quorum is `quorumBps` of its supply at the snapshot, rounded up as the governor
 * does; no ballot meets none.
 */
export const countPoll = ({ houses, quorumBps, supply, sums }: Asked): PollCount => {
  const counts = housesAsked(houses).map((house): HouseCount => {
    const weights = sums[house]
    const turnout = weights.reduce((sum, weight) => sum + weight, 0n)
    const quorum = quorumVotes(supply[house], BigInt(quorumBps))
    return {
      ...{ house, weights, turnout, supply: supply[house], quorum },
      quorumMet: turnout > 0n && turnout >= quorum,
      leads: leaderOf(weights),
    }
  })
  const outcome = decide(counts)
  return { houses: counts, outcome, choice: outcome === 'choice' ? (counts[0]?.leads ?? null) : null }
}
