/** Seconds, millionths of a whole, or a number of whatever the criterion counts. */
type Unit = 'seconds' | 'share' | 'count'

export const AREAS = ['time', 'numbers', 'houses', 'limits', 'outside'] as const

/** `is: 'least'`: good from `good` on, fair from `fair` on; `most`: good up to `good`, fair up to `fair`; else poor. */
type Criterion = { area: (typeof AREAS)[number]; unit: Unit; is: 'least' | 'most'; good: number; fair: number }

const HOUR = 3_600
const DAY = 86_400
const YEAR = 365 * DAY
const PERCENT = 10_000

/** What we ask of the present values, and how much of it; docs/decisions/027-resilience-score.md says why. */
export const criteria = {
  votingDelay: { area: 'time', unit: 'seconds', is: 'least', good: DAY, fair: HOUR },
  leastVotingDelay: { area: 'time', unit: 'seconds', is: 'least', good: HOUR, fair: 1 },
  votingPeriod: { area: 'time', unit: 'seconds', is: 'least', good: 5 * DAY, fair: 3 * DAY },
  objectionPeriod: { area: 'time', unit: 'seconds', is: 'least', good: DAY, fair: HOUR },
  delayRoutine: { area: 'time', unit: 'seconds', is: 'least', good: DAY, fair: HOUR },
  delayPolicy: { area: 'time', unit: 'seconds', is: 'least', good: 2 * DAY, fair: DAY },
  delayCharter: { area: 'time', unit: 'seconds', is: 'least', good: 7 * DAY, fair: 2 * DAY },
  lapse: { area: 'time', unit: 'seconds', is: 'most', good: 30 * DAY, fair: 60 * DAY },
  quorum: { area: 'numbers', unit: 'share', is: 'least', good: 10 * PERCENT, fair: 4 * PERCENT },
  charterQuorum: { area: 'numbers', unit: 'share', is: 'least', good: 15 * PERCENT, fair: 10 * PERCENT },
  /** Delegated votes, of the quorum of tier 2. */
  reach: { area: 'numbers', unit: 'share', is: 'least', good: 200 * PERCENT, fair: 125 * PERCENT },
  delegated: { area: 'numbers', unit: 'share', is: 'least', good: 50 * PERCENT, fair: 25 * PERCENT },
  largest: { area: 'numbers', unit: 'share', is: 'most', good: 10 * PERCENT, fair: 20 * PERCENT },
  majority: { area: 'numbers', unit: 'count', is: 'least', good: 7, fair: 4 },
  /** Of the tier that takes the fewest. */
  unopposed: { area: 'numbers', unit: 'count', is: 'least', good: 4, fair: 2 },
  pass: { area: 'numbers', unit: 'count', is: 'least', good: 7, fair: 4 },
  block: { area: 'numbers', unit: 'count', is: 'least', good: 4, fair: 2 },
  spam: { area: 'numbers', unit: 'share', is: 'least', good: 500, fair: 50 },
  openness: { area: 'numbers', unit: 'share', is: 'most', good: 5_000, fair: PERCENT },
  /** Seats taken beyond those that a charter matter needs. */
  spareSeats: { area: 'houses', unit: 'count', is: 'least', good: 3, fair: 0 },
  constituency: { area: 'houses', unit: 'share', is: 'most', good: 333_333, fair: 500_000 },
  recovery: { area: 'houses', unit: 'seconds', is: 'most', good: YEAR, fair: 2 * YEAR },
  councilTerm: { area: 'limits', unit: 'seconds', is: 'most', good: 200 * DAY, fair: YEAR },
  councilStop: { area: 'limits', unit: 'seconds', is: 'most', good: 30 * DAY, fair: 90 * DAY },
  /** 1 while a council is in office. */
  council: { area: 'limits', unit: 'count', is: 'least', good: 1, fair: 0 },
  /** Accounts other than the timelock with a role in the contracts. */
  roles: { area: 'limits', unit: 'count', is: 'most', good: 0, fair: 0 },
  /** Settings of the governor that a vote could move without a limit in bytecode. */
  unbounded: { area: 'limits', unit: 'count', is: 'most', good: 0, fair: 0 },
  mint: { area: 'limits', unit: 'share', is: 'most', good: 2 * PERCENT, fair: 5 * PERCENT },
  allocationCap: { area: 'limits', unit: 'share', is: 'most', good: 20 * PERCENT, fair: 33 * PERCENT },
  supplyCap: { area: 'limits', unit: 'share', is: 'most', good: 20 * PERCENT, fair: 33 * PERCENT },
  /** How often a voter can change a ballot. */
  ballotChanges: { area: 'outside', unit: 'count', is: 'least', good: 1, fair: 0 },
  /** Published audits of the contracts by others. */
  audits: { area: 'outside', unit: 'count', is: 'least', good: 2, fair: 1 },
  /** Who runs a portal of this DAO. */
  operators: { area: 'outside', unit: 'count', is: 'least', good: 2, fair: 1 },
} as const satisfies Record<string, Criterion>

export type CriterionId = keyof typeof criteria

/** The present value of each criterion, in its unit; null where there is none: nobody can, or nothing is set. */
export type PresentValues = Readonly<Record<CriterionId, number | null>>

export type Verdict = 'good' | 'fair' | 'poor'

export type Score = Criterion & { id: CriterionId; value: number | null; verdict: Verdict }

/** Every criterion with its verdict, and how many there are of each. */
export type Resilience = { scores: readonly Score[]; totals: Readonly<Record<Verdict, number>> }

/** The verdict on one value; a value that is missing is poor. */
const judge = ({ is, good, fair }: Criterion, value: number | null): Verdict => {
  if (value === null) return 'poor'
  const holds = (limit: number) => (is === 'least' ? value >= limit : value <= limit)
  if (holds(good)) return 'good'
  return holds(fair) ? 'fair' : 'poor'
}

/** Scores present values by our own thresholds. */
export const scoreResilience = (values: PresentValues): Resilience => {
  const scores = (Object.keys(criteria) as CriterionId[]).map((id): Score => {
    const criterion: Criterion = criteria[id]
    return { ...criterion, id, value: values[id], verdict: judge(criterion, values[id]) }
  })
  const count = (verdict: Verdict) => scores.filter((score) => score.verdict === verdict).length
  return { scores, totals: { good: count('good'), fair: count('fair'), poor: count('poor') } }
}

const MILLION = 1_000_000n

/** `part` of `whole` in millionths, rounded down; null where there is no whole. */
export const shareOf = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number((part * MILLION) / whole)
