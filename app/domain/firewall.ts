import { type Contest, resultOf, type Tally } from './result'

/** Who votes as one: an account, or a party with all its accounts. Votes in base units, seats as counted. */
export type Elector = { id: string; votes: bigint; seats: bigint }

/** The same with all of one id as one elector, in the order in which ids first occur: a party with all its accounts. */
export const mergeElectors = (electors: readonly Elector[], idOf: (id: string) => string): Elector[] => {
  const merged = new Map<string, Elector>()
  for (const one of electors) {
    const id = idOf(one.id)
    const { votes, seats } = merged.get(id) ?? { votes: 0n, seats: 0n }
    merged.set(id, { id, votes: votes + one.votes, seats: seats + one.seats })
  }
  return [...merged.values()]
}

/** What of a proposal was frozen, without its ballots. */
export type Frozen = Omit<Contest, 'token' | 'seat'>

/**
 * What it takes in each house; null where even everybody together is not enough. `both`: a coalition needs both
 * (to pass), else one of them is enough (to block).
 */
type Needs = { votes: bigint | null; seats: bigint | null; both: boolean }

/** The fewest electors that can do it, and who can alone; `fewest` is null where nobody can. */
export type Power = {
  needs: Needs
  alone: readonly Elector[]
  fewest: { size: number; example: readonly Elector[] } | null
}

/**
 * Who holds a proposal in their hands. `unopposed`: passes it with nobody else voting; `opposed`: passes it with
 * everybody else voting Against; `block`: stops it with everybody else voting For.
 */
export type Firewall = { unopposed: Power; opposed: Power; block: Power }

const NONE: Tally = { for: 0n, against: 0n, abstain: 0n }

/** The least of `from` to `most` for which a rule holds that never ends to hold as the number grows; null where none does. */
const findLeast = (from: bigint, most: bigint, holds: (value: bigint) => boolean): bigint | null => {
  if (from > most || !holds(most)) return null
  let [low, high] = [from, most]
  while (low < high) {
    const middle = (low + high) / 2n
    if (holds(middle)) high = middle
    else low = middle + 1n
  }
  return low
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, one) => all + one, 0n)
const byVotes = (a: Elector, b: Elector): number => {
  if (a.votes !== b.votes) return a.votes > b.votes ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** The fewest of electors, largest first, that reach `needed`; null where all together do not. */
const takeLargest = (sorted: readonly Elector[], amountOf: (one: Elector) => bigint, needed: bigint) => {
  let total = 0n
  const taken: Elector[] = []
  for (const elector of sorted) {
    if (total >= needed) break
    total += amountOf(elector)
    taken.push(elector)
  }
  return total >= needed ? taken : null
}

// There may be tens of thousands, so they are sorted once.
type Sorted = Record<'all' | 'seated' | 'others', readonly Elector[]>

const sortElectors = (electors: readonly Elector[]): Sorted => {
  const all = electors.toSorted(byVotes)
  const isSeated = ({ seats }: Elector) => seats > 0n
  return { all, seated: all.filter(isSeated), others: all.filter((one) => !isSeated(one) && one.votes > 0n) }
}

type Best = { votes: bigint; members: readonly Elector[] }

/**
 * Of electors with seats: for each number of members and of seats that they reach (all above `needed` count as it), the
 * most votes that such members have.
 */
const bestBySeats = (seated: readonly Elector[], needed: number): (Best | undefined)[][] => {
  const best: (Best | undefined)[][] = [[]]
  const [none] = best
  if (none) none[0] = { votes: 0n, members: [] }
  for (const elector of seated) {
    for (let size = best.length - 1; size >= 0; size -= 1) {
      for (const [seats, found] of [...(best[size] ?? []).entries()]) {
        if (found === undefined) continue
        const reached = Math.min(needed, seats + Number(elector.seats))
        const votes = found.votes + elector.votes
        best[size + 1] ??= []
        const row = best[size + 1]
        if (row && (row[reached]?.votes ?? -1n) < votes) row[reached] = { votes, members: [...found.members, elector] }
      }
    }
  }
  return best
}

/**
 * The fewest electors that reach both numbers. Only those with a seat have to be tried in every number; of the others
 * the largest are always best.
 */
const fewestForBoth = ({ seated, others }: Sorted, votes: bigint, seats: bigint): readonly Elector[] | null => {
  const needed = Number(seats)
  return bestBySeats(seated, needed).reduce<readonly Elector[] | null>((fewest, row) => {
    const found = row[needed]
    if (found === undefined) return fewest
    const rest = takeLargest(others, (one) => one.votes, votes - found.votes)
    const whole = rest === null ? null : [...found.members, ...rest]
    return whole !== null && (fewest === null || whole.length < fewest.length) ? whole : fewest
  }, null)
}

const listAlone = ({ all }: Sorted, { votes, seats, both }: Needs): Elector[] =>
  all.filter((one) => {
    const [byToken, bySeat] = [votes !== null && one.votes >= votes, seats !== null && one.seats >= seats]
    return both ? byToken && bySeat : byToken || bySeat
  })

const findFewest = (sorted: Sorted, { votes, seats, both }: Needs) => {
  if (both) return votes === null || seats === null ? null : fewestForBoth(sorted, votes, seats)
  const inTokens = votes === null ? null : takeLargest(sorted.all, (one) => one.votes, votes)
  const bySeats = sorted.seated.toSorted((a, b) => Number(b.seats - a.seats) || byVotes(a, b))
  const inSeats = seats === null ? null : takeLargest(bySeats, (one) => one.seats, seats)
  if (inTokens === null || inSeats === null) return inTokens ?? inSeats
  return inSeats.length < inTokens.length ? inSeats : inTokens
}

const measure = (sorted: Sorted, needs: Needs): Power => {
  const example = findFewest(sorted, needs)
  return {
    needs,
    alone: listAlone(sorted, needs),
    fewest: example === null ? null : { size: example.length, example },
  }
}

/**
 * Measures who alone, and which fewest together, can pass or block a proposal by the rules that count it (`resultOf`),
 * before any ballot. Power that nobody can vote with (undelegated tokens, vacant seats) counts for neither side.
 * Exact: in each house more For never harms passing and more Against never harms blocking, so one number per house
 * decides.
 */
export const measureFirewall = (frozen: Frozen, electors: readonly Elector[]): Firewall => {
  const sorted = sortElectors(electors)
  const votes = sum(electors.map((one) => one.votes))
  const seats = sum(electors.map((one) => one.seats))
  const tokenPasses = (token: Tally) => resultOf({ ...frozen, token, seat: NONE }).token.passing
  const seatPasses = (seat: Tally) => resultOf({ ...frozen, token: NONE, seat }).seat.passing
  const cast = (yes: bigint, against: bigint): Tally => ({ for: yes, against, abstain: 0n })
  const least = (most: bigint, holds: (value: bigint) => boolean) => findLeast(0n, most, holds)
  return {
    unopposed: measure(sorted, {
      votes: least(votes, (own) => tokenPasses(cast(own, 0n))),
      seats: least(seats, (own) => seatPasses(cast(own, 0n))),
      both: true,
    }),
    opposed: measure(sorted, {
      votes: least(votes, (own) => tokenPasses(cast(own, votes - own))),
      seats: least(seats, (own) => seatPasses(cast(own, seats - own))),
      both: true,
    }),
    block: measure(sorted, {
      votes: least(votes, (own) => !tokenPasses(cast(votes - own, own))),
      seats: least(seats, (own) => !seatPasses(cast(seats - own, own))),
      both: false,
    }),
  }
}
