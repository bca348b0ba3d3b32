import { MOST_UNITS } from './policy'
import { type Allocation, solveAllocation } from './solve-allocation'

/** How a pool is shared: as IAllocationRules.Policy. `kinds` has one rule for each kind of party; weight 0 excludes it. */
export type SharingPolicy = {
  capBps: number
  classes: readonly { reserveBps: number; weight: number }[]
  kinds: readonly { class: number; weight: number }[]
}

/** What a party asks for, in GPU-seconds; any number. `kind` is that of the party. */
export type Ask = { party: bigint; kind: number; want: bigint }

/** What a party gets, in GPU-seconds; `units` is what counts of what it asked. Class and weight null: it is excluded. */
export type PartyShare = {
  party: bigint
  class: number | null
  weight: number | null
  units: number
  allocation: number
}

/** A round worked out: the outcome, and each party's part in the order of the requests. */
export type SharedRound = { outcome: Allocation; shares: PartyShare[] }

const MOST = BigInt(MOST_UNITS)

/**
 * Shares a pool's capacity (GPU-seconds) among parties under a policy, exactly as the contract does. Throws
 * `invalid_allocation` where no vote could have set such a policy. Source: docs/specification.md 13.
 */
export const shareRound = (capacity: number, policy: SharingPolicy, asks: readonly Ask[]): SharedRound => {
  const ruleOf = ({ kind }: Ask) => policy.kinds[kind] ?? { class: 0, weight: 0 }
  const admitted = asks.filter((ask) => ruleOf(ask).weight > 0)
  const outcome = solveAllocation({
    capacity,
    capBps: policy.capBps,
    classes: policy.classes,
    requests: {
      want: Float64Array.from(admitted, ({ want }) => Number(want < MOST ? want : MOST)),
      weight: Uint16Array.from(admitted, (ask) => ruleOf(ask).weight),
      classOf: Uint8Array.from(admitted, (ask) => ruleOf(ask).class),
    },
  })
  let at = 0
  const shares = asks.map((ask): PartyShare => {
    const { party, want } = ask
    const rule = ruleOf(ask)
    const units = Math.min(Number(want < MOST ? want : MOST), outcome.cap)
    if (rule.weight === 0) return { party, class: null, weight: null, units, allocation: 0 }
    return { party, class: rule.class, weight: rule.weight, units, allocation: outcome.allocations[at++] ?? 0 }
  })
  return { outcome, shares }
}
