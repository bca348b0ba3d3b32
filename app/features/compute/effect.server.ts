import { listEpochs, listRequestRowsOfEpochs, listRoundRows } from '#db/queries/rounds.server'
import { MOST_UNITS } from '~/domain/allocation/policy'
import { type Ask, type SharingPolicy, shareRound } from '~/domain/allocation/share-round'
import { isVotable } from '~/domain/allocation/votable'
import { type Concentration, measureConcentration } from '~/domain/concentration'
import { findRuleAt } from '~/domain/epoch'
import { toGpuSeconds, toMoney, toParty } from '~/http/present'
import type { Money } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { PolicyEffect } from './effect-schema'
import { type ComputeRules, getPolicyRow, loadRules, ofPool, refOfPool, toSharingPolicy } from './rules.server'
import { loadTreasuryMoney } from './treasury.server'

/** What of a call matters here; as actions of proposals and drafts have it. */
export type EffectCall = {
  contract: string | null
  signature: string | null
  arguments: readonly { value: string }[]
}

type Side = { capBps: number; concentration: Concentration; capacity: number }

/** What calls would do to the money. Epochs are whole ones that free money pays for; null: nothing is scheduled. */
export type BudgetEffect = {
  free: { before: Money; after: Money }
  perEpoch: { before: Money; after: Money }
  runway: { before: number | null; after: number | null }
}

export type ComputeEffect = { policy: PolicyEffect | null; budget: BudgetEffect | null }

const parse = <Value>(text: string | undefined): Value => JSON.parse(text ?? 'null') as Value

const namesOf = (calls: readonly EffectCall[], contract: string) =>
  calls
    .filter((call) => call.contract === contract)
    .map(({ signature, arguments: given }) => ({
      name: signature?.slice(0, signature.indexOf('(')) ?? '',
      values: given.map(({ value }) => value),
    }))

type NamedCall = ReturnType<typeof namesOf>[number]

/** The policy after the calls, one after the other, from the newest one; null where the contract refuses one of them. */
const applyPolicy = (
  present: SharingPolicy,
  calls: readonly NamedCall[],
  bounds: { min: number; max: number },
): SharingPolicy | null => {
  let policy = present
  for (const { name, values } of calls) {
    if (name === 'lowerCap' && Number(values[0]) >= policy.capBps) return null
    if (name === 'lowerCap') policy = { ...policy, capBps: Number(values[0]) }
    if (name === 'setPolicy') policy = parse<SharingPolicy>(values[0])
    if (!isVotable(policy, bounds)) return null
  }
  return policy
}

/** A pool's capacity after the calls; null where the contract refuses one of them. */
const applyCapacity = (
  present: { pool: bigint; capacity: number },
  calls: readonly NamedCall[],
  { pools }: ComputeRules,
): number | null => {
  const known = new Set(pools.map(({ pool }) => String(pool)))
  let { capacity } = present
  for (const { name, values } of calls) {
    if (name !== 'setCapacity' && name !== 'closePool') continue
    const wanted = name === 'closePool' ? 0 : Number(values[1])
    if (!known.has(values[0] ?? '') || wanted > MOST_UNITS) return null
    if (values[0] === String(present.pool)) capacity = wanted
  }
  return capacity
}

const findBusiest = async (view: View, rules: ComputeRules) => {
  const [epoch] = await listEpochs(view.sql, { from: null, backwards: false, limit: 1 })
  if (epoch === undefined) return null
  // The current epoch is final; the next one is still being asked for.
  const shown = epoch > view.epoch && (await listRoundRows(view.sql, [view.epoch])).length > 0 ? view.epoch : epoch
  const rounds = await listRoundRows(view.sql, [shown])
  const requests = await listRequestRowsOfEpochs(view.sql, [shown])
  const demandOf = (pool: bigint) => requests.reduce((sum, one) => (one.pool === pool ? sum + one.want : sum), 0n)
  const [row] = [...rounds].sort((a, b) => (demandOf(a.pool) < demandOf(b.pool) ? 1 : -1))
  if (row === undefined) return null
  return {
    row,
    requests: requests.filter(({ pool }) => pool === row.pool),
    present: toSharingPolicy(getPolicyRow(rules, row.version)),
  }
}

const measure = (capacity: number, policy: SharingPolicy, asks: readonly Ask[]) => {
  const shared = shareRound(capacity, policy, asks)
  const side: Side = {
    capBps: policy.capBps,
    capacity,
    concentration: measureConcentration(shared.shares.map(({ allocation }) => BigInt(allocation))),
  }
  const largest = shared.shares.reduce((most, { allocation }) => Math.max(most, allocation), 0)
  const largestBps = capacity === 0 ? 0 : Number((BigInt(largest) * 10_000n) / BigInt(capacity))
  return { shared, side, largestBps }
}

const buildPolicyEffect = async (
  view: View,
  rules: ComputeRules,
  calls: readonly EffectCall[],
): Promise<PolicyEffect | null> => {
  const newest = rules.policies.at(-1)
  const own = namesOf(calls, 'AllocationPolicy')
  if (own.length === 0 || newest === undefined) return null
  const busiest = await findBusiest(view, rules)
  const after = applyPolicy(toSharingPolicy(newest), own, view.rules.capBps)
  const capacity = applyCapacity(busiest?.row ?? { pool: 0n, capacity: 0 }, own, rules)
  if (after === null || capacity === null) {
    return { capBps: { before: newest.cap_bps, after: newest.cap_bps }, refused: true, round: null }
  }
  const capBps = { before: newest.cap_bps, after: after.capBps }
  if (busiest === null) return { capBps, refused: false, round: null }
  const { row, requests, present } = busiest
  const asks = requests.map(({ party, party_kind: kind, want }) => ({ party, kind, want }))
  const [old, tried] = [measure(row.capacity, present, asks), measure(capacity, after, asks)]
  return {
    capBps,
    refused: false,
    round: {
      epoch: row.epoch,
      pool: refOfPool(rules, row.pool),
      cap: toGpuSeconds(tried.shared.outcome.cap),
      parties: requests.map((request, index) => ({
        party: toParty(request.party, request.party_kind),
        want: toGpuSeconds(request.want),
        before: toGpuSeconds(old.shared.shares[index]?.allocation ?? 0),
        after: toGpuSeconds(tried.shared.shares[index]?.allocation ?? 0),
      })),
      largestBps: { before: old.largestBps, after: tried.largestBps },
      nakamoto: { before: old.side.concentration.nakamoto, after: tried.side.concentration.nakamoto },
    },
  }
}

const scheduledMoney = (rules: ComputeRules): Map<string, bigint> =>
  new Map(
    rules.pools.map(({ pool }) => [
      String(pool),
      findRuleAt(ofPool(rules.schedules, pool), Number.MAX_SAFE_INTEGER)?.money ?? 0n,
    ]),
  )

const runwayOf = (free: bigint, perEpoch: bigint): number | null => (perEpoch === 0n ? null : Number(free / perEpoch))

const buildBudgetEffect = async (
  view: View,
  rules: ComputeRules,
  calls: readonly EffectCall[],
): Promise<BudgetEffect | null> => {
  const own = namesOf(calls, 'ComputeTreasury')
  if (own.length === 0) return null
  const { free, grants } = await loadTreasuryMoney(view, rules)
  const before = { free, money: scheduledMoney(rules) }
  const after = { free: before.free, money: new Map(before.money) }
  for (const { name, values } of own) {
    if (name === 'setSchedule') after.money.set(values[0] ?? '', BigInt(parse<{ money: string }>(values[1]).money))
    if (name === 'grantMoney' || name === 'withdraw') after.free -= BigInt(values[1] ?? 0)
    if (name === 'cancelMoneyGrant') {
      const grant = grants.find(({ grant_id }) => String(grant_id) === values[0])
      // What has not accrued by now; less by the time of its execution.
      if (grant && grant.kept === null) {
        const left = Math.min(Math.max(0, grant.end_time - view.now), grant.end_time - grant.start_time)
        after.free += (grant.amount * BigInt(left)) / BigInt(grant.end_time - grant.start_time)
      }
    }
  }
  const sumOf = (money: Map<string, bigint>) => [...money.values()].reduce((sum, one) => sum + one, 0n)
  const show = (value: bigint) => toMoney(value < 0n ? 0n : value, view.rules.money)
  return {
    free: { before: show(before.free), after: show(after.free) },
    perEpoch: { before: show(sumOf(before.money)), after: show(sumOf(after.money)) },
    runway: {
      before: runwayOf(before.free, sumOf(before.money)),
      after: runwayOf(after.free < 0n ? 0n : after.free, sumOf(after.money)),
    },
  }
}

/** What the calls of a proposal or a draft would do to who gets compute, and to the money. */
export const getComputeEffect = (calls: readonly EffectCall[]): Promise<ComputeEffect> =>
  withView(async (view) => {
    const rules = await loadRules(view)
    return {
      policy: await buildPolicyEffect(view, rules, calls),
      budget: await buildBudgetEffect(view, rules, calls),
    }
  })
