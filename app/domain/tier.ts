import type { Address, Hex } from 'viem'

/** What a proposal may change, from restricting moves to the charter itself; higher needs more. Derived, never chosen. */
export type Tier = 'routine' | 'policy' | 'charter'

/** In the order of the contract's numbers 0, 1, 2. */
const TIERS = ['routine', 'policy', 'charter'] as const satisfies readonly Tier[]

/** The number that the governor stores for a tier. */
export const tierNumber = (tier: Tier): 0 | 1 | 2 => (tier === 'routine' ? 0 : tier === 'policy' ? 1 : 2)

/** The tier for the governor's number; throws a RangeError on any other than 0, 1, 2. */
export const tierOfNumber = (number: number): Tier => {
  const tier = TIERS[number]
  if (tier === undefined) throw new RangeError(`${number} is no tier; the governor knows 0, 1 and 2.`)
  return tier
}

/** One call of a proposal: target, wei sent along, calldata. */
export type Call = { target: Address; value: bigint; calldata: Hex }

/** One row of the charter: who calls `selector` on `target` needs `role` (1 routine, 2 policy). */
export type CharterRow = { target: Address; selector: Hex; role: bigint }

/** All that decides a tier: the charter's rows, and the targets whose every call is charter (docs/specification.md 1.2). */
export type Charter = { rows: readonly CharterRow[]; alwaysCharter: readonly Address[] }

const ROUTINE_ROLE = 1n
const POLICY_ROLE = 2n

const isSame = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

/** What a tier comes from: what the call sends, that it names no function, its target, its row of the charter, or none. */
export type TierReason =
  | 'value'
  | 'no-function'
  | 'always-charter'
  | 'routine-role'
  | 'policy-role'
  | 'other-role'
  | 'unlisted'

/** Why a call has the tier that it has, as the governor derives it (docs/specification.md 1.1 and 1.2). */
export const explainTier = (call: Call, charter: Charter): TierReason => {
  const bytes = (call.calldata.length - 2) / 2
  if (call.value > 0n) return 'value'
  if (bytes < 4) return 'no-function'
  if (charter.alwaysCharter.some((target) => isSame(target, call.target))) return 'always-charter'
  const selector = call.calldata.slice(0, 10)
  const row = charter.rows.find(({ target, selector: own }) => isSame(target, call.target) && isSame(own, selector))
  if (row === undefined) return 'unlisted'
  if (row.role === ROUTINE_ROLE) return 'routine-role'
  return row.role === POLICY_ROLE ? 'policy-role' : 'other-role'
}

/** The tier of one call, as the governor derives it. */
export const tierOfCall = (call: Call, charter: Charter): Tier => {
  const reason = explainTier(call, charter)
  if (reason === 'routine-role') return 'routine'
  return reason === 'policy-role' ? 'policy' : 'charter'
}

/** The greatest tier over the calls (docs/specification.md 1.3); charter for none, so that nothing is ever easier. */
export const tierOfCalls = (calls: readonly Call[], charter: Charter): Tier => {
  const [first, ...rest] = calls.map((call) => tierOfCall(call, charter))
  if (first === undefined) return 'charter'
  return rest.reduce((greatest, tier) => (tierNumber(tier) > tierNumber(greatest) ? tier : greatest), first)
}
