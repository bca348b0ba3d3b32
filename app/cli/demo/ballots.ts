import type { LocalAccount } from 'viem'
import { type Holder, stewards } from './cast'
import { findReason } from './data/reasons'
import { chance } from './keys'
import type { Story } from './story'

const supports = { A: 0, F: 1, B: 2 } as const

/** A ballot of the history; `part` is how much of the voting period has passed when it is cast. */
export type Ballot = { voter: LocalAccount; house: 0 | 1; support: 0 | 1 | 2; reason: string; part: number }

/** Who can vote with how much in the token house: the sums behind those who delegate to themselves or to others. */
type Voter = { account: LocalAccount; weight: bigint; isDelegate: boolean }

const parts = [0.02, 0.1, 0.25, 0.4, 0.6, 0.8, 0.93]
// The objection period opens when the result turns in the last hour of three days: 1 - 1 h / 72 h is 0.986.
const LATE = 0.9965
const NEEDED_SEATS = 6

export const buildVoters = (holders: readonly Holder[]): Voter[] => {
  const weights = new Map<string, bigint>()
  for (const { delegate, amount } of holders) {
    if (delegate) weights.set(delegate, (weights.get(delegate) ?? 0n) + amount)
  }
  return holders
    .map(({ account, isDelegate }) => ({ account, isDelegate, weight: weights.get(account.address) ?? 0n }))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => (a.weight < b.weight ? 1 : -1))
}

/** Every ballot of a story, in the order of their time. */
export const buildBallots = (story: Story, voters: readonly Voter[], excluded: readonly string[]): Ballot[] => {
  const ballots = [...buildTokenBallots(story, voters, excluded), ...buildSeatBallots(story, excluded)]
  return ballots.sort((a, b) => a.part - b.part)
}

const pickPart = (key: string) => parts[Math.floor(chance(`time ${key}`) * parts.length)] ?? 0.5

const buildTokenBallots = (story: Story, voters: readonly Voter[], excluded: readonly string[]): Ballot[] => {
  const counted = [0, 0, 0]
  const goal = [1 - story.tokens.for - story.tokens.abstain, story.tokens.for, story.tokens.abstain]
  return voters.flatMap(({ account, weight, isDelegate }) => {
    const key = `${story.title} ${story.days} ${account.address}`
    const turnout = story.tokens.turnout * (isDelegate ? 1.3 : 0.75)
    if (excluded.includes(account.address) || chance(`turnout ${key}`) >= turnout) return []
    // Whoever is furthest below its goal gets the next ballot, so that the shares come out as told.
    const total = counted.reduce((sum, value) => sum + value, 0) + Number(weight)
    const gaps = goal.map((share, side) => share * total - (counted[side] ?? 0))
    const support = gaps.indexOf(Math.max(...gaps)) as Ballot['support']
    counted[support] = (counted[support] ?? 0) + Number(weight)
    const reason = chance(`speaks ${key}`) < (isDelegate ? 0.45 : 0.12) ? findReason(story, support, key) : ''
    return [{ voter: account, house: 0 as const, support, reason, part: pickPart(key) }]
  })
}

const buildSeatBallots = (story: Story, excluded: readonly string[]): Ballot[] => {
  let agreed = 0
  return stewards.flatMap((voter, index) => {
    const letter = story.seats[index] ?? '.'
    if (letter === '.' || excluded.includes(voter.address)) return []
    const support = supports[letter as keyof typeof supports]
    if (support === 1) agreed += 1
    const key = `${story.title} ${story.days} seat ${index}`
    const reason = chance(`speaks ${key}`) < 0.75 ? findReason(story, support, key) : ''
    const isLate = story.ending === 'objection' && support === 1 && agreed > NEEDED_SEATS
    return [{ voter, house: 1 as const, support, reason, part: isLate ? LATE : pickPart(key) }]
  })
}
