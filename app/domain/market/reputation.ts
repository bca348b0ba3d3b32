import type { Address } from 'viem'

const BASIS_POINTS = 10_000n

/** One side of a lease as it stood when that was made; party 0 is none. */
type LeaseSide = { account: Address; party: number }

/** What of a lease decides whether it counts. `id` tells leases and milestone jobs apart. */
export type LeaseFacts = { id: string; paidBy: 'budget' | 'tenant'; tenant: LeaseSide; provider: LeaseSide }

/** What the chain says of a provider; amounts in base units of the money token. */
export type ProviderEvent =
  /** A lease began, or a job was accepted. */
  | { type: 'started'; lease: LeaseFacts }
  /** A payment to the provider; `fee` is what of this one payment went to the treasury and was burnt. */
  | { type: 'settled'; lease: LeaseFacts; fee: bigint }
  /** The lease ran to its end, or its tenant ended it; of a job all milestones were paid or returned. */
  | { type: 'completed'; lease: LeaseFacts }
  /** The provider ended it: by notice, or by not delivering the next milestone in time. */
  | { type: 'noticed'; lease: LeaseFacts }
  /** Arbiters found for the tenant; `forgoneFee` is the fee that the damages would have paid. */
  | { type: 'disputeLost'; lease: LeaseFacts; forgoneFee: bigint }
  /** A report of an auditor of another party. */
  | { type: 'challenged'; made: bigint; passed: bigint }

/** Whole numbers and basis points rounded down, so that two people compute the same from the same events. */
export type Reputation = {
  /** Base units of fees that counted leases paid: what it cost to come by the rest. */
  fees: bigint
  /** Leases and jobs that the budget paid, or a tenant of another party. */
  leases: number
  /** Of those, how many were completed, and how many the provider ended. */
  completed: number
  noticed: number
  /** Lost disputes over any lease that counts. */
  disputesLost: number
  /** The part of completed leases in all that ended, weighted by fees; null where none of these paid any. */
  completedBps: bigint | null
  /** Challenges passed of those made; null where none was made. */
  availabilityBps: bigint | null
}

type LeaseRecord = {
  weighs: 'whole' | 'fees'
  fees: bigint
  forgone: bigint
  completed: boolean
  noticed: boolean
  lost: boolean
}

/**
 * A party can lease from itself at the price of the fees, so such leases count for nothing. Of an account without a party
 * nobody knows whose it is: a lease with one counts for the fees that it paid, and for no number of leases.
 */
const weigh = ({ paidBy, tenant, provider }: LeaseFacts): LeaseRecord['weighs'] | null => {
  if (tenant.party !== 0 && tenant.party === provider.party) return null
  if (tenant.account.toLowerCase() === provider.account.toLowerCase()) return null
  return paidBy === 'budget' || (tenant.party !== 0 && provider.party !== 0) ? 'whole' : 'fees'
}

const readLeases = (events: readonly ProviderEvent[]): LeaseRecord[] => {
  const records = new Map<string, LeaseRecord>()
  for (const event of events) {
    if (event.type === 'challenged') continue
    const weighs = weigh(event.lease)
    if (weighs === null) continue
    const record = records.get(event.lease.id) ?? {
      weighs,
      fees: 0n,
      forgone: 0n,
      completed: false,
      noticed: false,
      lost: false,
    }
    records.set(event.lease.id, record)
    if (event.type === 'settled') record.fees += event.fee
    else if (event.type === 'completed') record.completed = true
    else if (event.type === 'noticed') record.noticed = true
    else if (event.type === 'disputeLost') {
      record.lost = true
      record.forgone += event.forgoneFee
    }
  }
  return [...records.values()]
}

const ratio = (part: bigint, whole: bigint): bigint | null => (whole === 0n ? null : (BASIS_POINTS * part) / whole)

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)

const isCompleted = ({ completed, noticed, lost }: LeaseRecord): boolean => completed && !noticed && !lost

/**
 * The reputation of one provider from all events about it, in any order. A lease counts as completed only if the provider
 * neither ended it nor lost a dispute over it.
 */
export const reputationOf = (events: readonly ProviderEvent[]): Reputation => {
  const records = readLeases(events)
  const whole = records.filter(({ weighs }) => weighs === 'whole')
  const ended = records.filter(({ completed, noticed, lost }) => completed || noticed || lost)
  const challenges = events.filter((event) => event.type === 'challenged')
  const weightOf = ({ fees, forgone }: LeaseRecord) => fees + forgone
  return {
    fees: sum(records.map(({ fees }) => fees)),
    leases: whole.length,
    completed: whole.filter(isCompleted).length,
    noticed: whole.filter(({ noticed }) => noticed).length,
    disputesLost: records.filter(({ lost }) => lost).length,
    completedBps: ratio(sum(ended.filter(isCompleted).map(weightOf)), sum(ended.map(weightOf))),
    availabilityBps: ratio(sum(challenges.map(({ passed }) => passed)), sum(challenges.map(({ made }) => made))),
  }
}
