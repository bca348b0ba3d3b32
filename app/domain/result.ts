import { ceilDiv } from './quorum'
import type { Tier } from './tier'

/** Ballots of one house so far, in base units of the token or in seats. */
export type Tally = { for: bigint; against: bigint; abstain: bigint }

/** What decides a proposal, all of it frozen when it was made or at its snapshot. */
export type Contest = {
  tier: Tier
  token: Tally
  seat: Tally
  /** What For + Abstain must reach in the token house, base units. */
  quorum: bigint
  /** N. */
  seatCapacity: bigint
  /** Seats that existed at the snapshot; only tier 0 asks. */
  liveSeats: bigint
  /** Seats present when a recovery proposal was made; null for any other. */
  presentSeats: bigint | null
}

type Rule =
  | 'quorum'
  | 'majority'
  | 'supermajority'
  | 'seat-no-block'
  | 'seat-third'
  | 'seat-more-for'
  | 'seat-majority'
  | 'seat-two-thirds'

/** One condition: `actual` must be `comparison` `needed`. `missing` is the least further For (or Abstain) that meets it. */
export type Check = {
  rule: Rule
  comparison: 'at-least' | 'more-than' | 'at-most'
  actual: bigint
  needed: bigint
  met: boolean
  missing: bigint
}

/** One house's verdict; it passes when every check is met. `forNeeded` is null where For decides nothing. */
export type HouseResult = { passing: boolean; forNeeded: bigint | null; checks: Check[] }

/** Both houses' verdicts; the proposal passes when both do. */
export type Result = { token: HouseResult; seat: HouseResult; passing: boolean }

const above = (left: bigint, right: bigint): bigint => (left > right ? left - right : 0n)
const greatest = (left: bigint, right: bigint): bigint => (left > right ? left : right)

const atLeast = (rule: Rule, actual: bigint, needed: bigint): Check => ({
  rule,
  comparison: 'at-least',
  actual,
  needed,
  met: actual >= needed,
  missing: above(needed, actual),
})

const moreThan = (rule: Rule, actual: bigint, needed: bigint): Check => ({
  rule,
  comparison: 'more-than',
  actual,
  needed,
  met: actual > needed,
  missing: above(needed + 1n, actual),
})

// No further For undoes a block, so nothing is "missing".
const noBlock = (against: bigint, seats: bigint): Check => ({
  rule: 'seat-no-block',
  comparison: 'at-most',
  actual: against,
  needed: seats / 2n,
  met: 2n * against <= seats,
  missing: 0n,
})

// 10000 F >= 6000 (F + A) is F >= 60 % of all cast; each further For raises that mark too, so what is missing counts
// up to F >= 1.5 A. For must be above zero in any case.
const supermajority = ({ for: yes, against }: Tally): Check => {
  const needed = greatest(1n, ceilDiv(6n * (yes + against), 10n))
  return {
    rule: 'supermajority',
    comparison: 'at-least',
    actual: yes,
    needed,
    met: yes >= needed,
    missing: above(greatest(1n, ceilDiv(3n * against, 2n)), yes),
  }
}

const verdict = (checks: Check[], forNeeded: bigint | null): HouseResult => ({
  passing: checks.every(({ met }) => met),
  forNeeded,
  checks,
})

const tokenResult = ({ tier, token, quorum }: Contest): HouseResult => {
  const will = tier === 'charter' ? supermajority(token) : moreThan('majority', token.for, token.against)
  const forNeeded = will.comparison === 'more-than' ? will.needed + 1n : will.needed
  return verdict([will, atLeast('quorum', token.for + token.abstain, quorum)], forNeeded)
}

const seatResult = ({ tier, seat, seatCapacity, liveSeats, presentSeats }: Contest): HouseResult => {
  if (presentSeats !== null) return verdict([noBlock(seat.against, presentSeats)], null)
  if (tier === 'routine') return verdict([noBlock(seat.against, liveSeats)], null)
  if (tier === 'policy') {
    const third = seatCapacity / 3n
    const checks = [moreThan('seat-third', seat.for, third), moreThan('seat-more-for', seat.for, seat.against)]
    return verdict(checks, greatest(third, seat.against) + 1n)
  }
  const half = seatCapacity / 2n
  const twice = 2n * seat.against
  const checks = [moreThan('seat-majority', seat.for, half), atLeast('seat-two-thirds', seat.for, twice)]
  return verdict(checks, greatest(half + 1n, twice))
}

/** What each house says now, exact in integers, as docs/specification.md 2 and the contract HouseTally decide it. */
export const resultOf = (contest: Contest): Result => {
  const token = tokenResult(contest)
  const seat = seatResult(contest)
  return { token, seat, passing: token.passing && seat.passing }
}
