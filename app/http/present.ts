import { type Address, getAddress } from 'viem'
import { LAST_SECOND } from '~/domain/time'
import type { Account, Amount, AsOf, Moment, Money, Party, ReleaseRef } from './shapes'

export const partyKinds = [
  'unspecified',
  'lab',
  'university',
  'gpu-provider',
  'public-interest',
  'simulation',
  'aggregator',
] as const satisfies readonly Party['kind'][]

const stages = ['registered', 'red-team', 'gated', 'open', 'revoked'] as const

/** RFC 3339 in UTC, whole seconds, of UNIX seconds; the last that it can say for any later ones. */
export const toTime = (seconds: number): string =>
  `${new Date(Math.min(seconds, LAST_SECOND) * 1000).toISOString().slice(0, 19)}Z`

/** A time on the chain; a time to come has no block. */
export const toMoment = (seconds: number, block: number | null = null): Moment => ({ time: toTime(seconds), block })

/** Base units of the voting token, which has 18 decimals. */
export const toTokens = (value: bigint): Amount => ({ value: String(value), decimals: 18, unit: 'OST' })

export const toSeats = (value: bigint): Amount => ({ value: String(value), decimals: 0, unit: 'seat' })

/** GPU-seconds of a pool. */
export const toGpuSeconds = (value: number | bigint): Amount => ({ value: String(value), decimals: 0, unit: 'GPU-s' })

/** Base units of the money token. */
export const toMoney = (value: bigint, { symbol, decimals }: { symbol: string; decimals: number }): Money => ({
  value: String(value),
  decimals,
  unit: symbol,
})

export const toParty = (id: bigint, kind: number): Party => ({
  id: String(id),
  kind: partyKinds[kind] ?? 'unspecified',
})

/** The stage for the registry's number 1 to 5. */
export const toStage = (number: number): (typeof stages)[number] => {
  const stage = stages[number - 1]
  if (stage === undefined) throw new RangeError(`${number} is no stage; the registry knows 1 to 5.`)
  return stage
}

/** The registry's number of a stage. */
export const stageNumber = (stage: (typeof stages)[number]): number => stages.indexOf(stage) + 1

type ReleaseFacts = {
  release_id: bigint
  version: string
  stage: number
  model_id: bigint
  model_name: string
  recall_until: number | null
  recall_reason: string | null
}

/** How a release is named wherever it occurs, with the recall that is in effect at the UNIX second `now`. */
export const toReleaseRef = (row: ReleaseFacts, now: number): ReleaseRef => ({
  id: String(row.release_id),
  version: row.version,
  stage: toStage(row.stage),
  model: { id: String(row.model_id), name: row.model_name },
  recall:
    row.recall_until !== null && row.recall_until > now
      ? { until: toMoment(row.recall_until), reason: row.recall_reason ?? '' }
      : null,
})

/** A block that changed something; `finalized` is the newest final block. */
export const toAsOf = (change: { block: number; hash: string; time: number }, finalized: number): AsOf => ({
  block: change.block,
  hash: change.hash,
  time: toTime(change.time),
  finality: change.block <= finalized ? 'final' : 'latest',
})

type AccountFacts = { account: Address; party: bigint | null; party_kind: number | null; seat: bigint | null }

/** Makes the function that shows an account, from what is known of those that occur and the names of our contracts. */
export const buildAccountOf = (facts: readonly AccountFacts[], nameOf: (address: string) => string | null) => {
  const byAddress = new Map(facts.map((fact) => [fact.account.toLowerCase(), fact]))
  return (address: Address): Account => {
    const fact = byAddress.get(address.toLowerCase())
    const party = fact?.party ?? null
    const seat = fact?.seat ?? null
    return {
      address: getAddress(address),
      party: party === null ? null : toParty(party, fact?.party_kind ?? 0),
      seat: seat === null ? null : String(seat),
      contract: nameOf(address),
    }
  }
}
