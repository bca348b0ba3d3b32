import type { PolicyRow } from '#db/queries/pools.server'
import { listEpochs } from '#db/queries/rounds.server'
import { findRuleAt, timesOfEpoch } from '~/domain/epoch'
import { LAST_SECOND } from '~/domain/time'
import { buildPage, keyShapes, type Paging, parseCursor, readNumbered } from '~/http/cursor'
import { partyKinds, toGpuSeconds, toMoment, toMoney, toParty } from '~/http/present'
import { InvalidInputError } from '~/http/problem'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { changesOfRound, statusOf, toRound, type WorkedRound, workRounds } from './rounds.server'
import {
  type ComputeRules,
  changesOfRules,
  getPolicyAt,
  kindsOfClass,
  loadRules,
  ofPool,
  refOfPool,
  toSetBy,
  toSharingPolicy,
} from './rules.server'
import type { Allocation, BudgetTerms, Epoch, Policy, Pool } from './schema'

const DEFAULT_LIMIT = 50
const ONE_PAGE = { next: null, prev: null } as const

type Terms = { gpu_seconds: number; money: bigint; max_rate: bigint }

const toTerms = (view: View, { gpu_seconds, money, max_rate }: Terms): BudgetTerms => ({
  gpuSeconds: toGpuSeconds(gpu_seconds),
  money: toMoney(money, view.rules.money),
  maxRate: String(max_rate),
})

const toPool = (view: View, rules: ComputeRules, row: ComputeRules['pools'][number]): Pool => {
  const capacities = ofPool(rules.capacities, row.pool)
  const schedules = ofPool(rules.schedules, row.pool)
  const at = (epoch: number) => {
    const terms = findRuleAt(schedules, epoch)
    return {
      epoch,
      capacity: toGpuSeconds(findRuleAt(capacities, epoch)?.capacity ?? 0),
      terms: terms === undefined ? null : toTerms(view, terms),
    }
  }
  return {
    ...refOfPool(rules, row.pool),
    added: toSetBy(row, rules.proposalOf),
    current: at(view.epoch),
    next: at(view.epoch + 1),
    capacities: capacities.reverse().map((one) => ({
      fromEpoch: one.from_epoch,
      capacity: toGpuSeconds(one.capacity),
      setBy: toSetBy(one, rules.proposalOf),
    })),
    schedules: schedules.reverse().map((one) => ({
      fromEpoch: one.from_epoch,
      terms: toTerms(view, one),
      setBy: toSetBy(one, rules.proposalOf),
    })),
  }
}

/** The pools with what votes set of them, in the order of ids. There are at most 32. */
export const listPools = (): Promise<List<Pool>> =>
  withView(async (view) => {
    const rules = await loadRules(view)
    return {
      data: rules.pools.map((row) => toPool(view, rules, row)),
      page: ONE_PAGE,
      asOf: await view.asOf(changesOfRules(rules)),
    }
  })

const statusOfPolicy = (view: View, { policies }: ComputeRules, row: PolicyRow): Policy['status'] => {
  if (findRuleAt(policies, row.from_epoch) !== row) return 'replaced'
  if (findRuleAt(policies, view.epoch) === row) return 'current'
  if (row.from_epoch <= view.epoch) return 'past'
  return row.from_epoch === view.epoch + 1 ? 'next' : 'later'
}

const toPolicy = (view: View, rules: ComputeRules, row: PolicyRow): Policy => {
  const policy = toSharingPolicy(row)
  return {
    version: row.version,
    fromEpoch: row.from_epoch,
    status: statusOfPolicy(view, rules, row),
    capBps: policy.capBps,
    classes: policy.classes.map((one, index) => ({ ...one, index, kinds: kindsOfClass(policy, index) })),
    kinds: partyKinds.map((kind, index) => {
      const rule = policy.kinds[index]
      const isAdmitted = rule !== undefined && rule.weight > 0
      return { kind, class: isAdmitted ? rule.class : null, weight: isAdmitted ? rule.weight : null }
    }),
    setBy: toSetBy(row, rules.proposalOf),
  }
}

/** Every policy ever set, newest first. */
export const listPolicies = (): Promise<List<Policy>> =>
  withView(async (view) => {
    const rules = await loadRules(view)
    return {
      data: rules.policies.toReversed().map((row) => toPolicy(view, rules, row)),
      page: ONE_PAGE,
      asOf: await view.asOf(changesOfRules(rules)),
    }
  })

const loadKeepers = (view: View, worked: readonly WorkedRound[]) =>
  view.loadAccounts(worked.flatMap(({ row }) => (row.keeper === null ? [] : [row.keeper])))

const toEpoch = (view: View, rules: ComputeRules, epoch: number): Omit<Epoch, 'rounds'> => {
  const times = timesOfEpoch(view.rules, epoch)
  return {
    epoch,
    starts: toMoment(times.starts),
    ends: toMoment(times.ends),
    requestsFrom: toMoment(times.requestsFrom),
    requestsUntil: toMoment(times.requestsUntil),
    policy: getPolicyAt(rules, epoch).version,
  }
}

/** Epochs in which something was asked for, newest first. */
export const listComputeEpochs = (filters: Paging = {}): Promise<List<Epoch>> =>
  withView(async (view) => {
    const { rows: epochs, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (asked) => listEpochs(view.sql, asked),
      idOf: (epoch) => epoch,
    })
    const rules = await loadRules(view)
    const worked = await workRounds(view, rules, epochs)
    const accountOf = await loadKeepers(view, worked)
    return {
      data: epochs.map((epoch) => ({
        ...toEpoch(view, rules, epoch),
        rounds: worked.filter(({ row }) => row.epoch === epoch).map((one) => toRound(one, { view, rules, accountOf })),
      })),
      page,
      asOf: await view.asOf(worked.flatMap(changesOfRound)),
    }
  })

const refuseFarEpoch = (epoch: number): never => {
  const message = `epoch=${epoch}: ends after the year 9999.`
  throw new InvalidInputError([{ pointer: '#/path/epoch', code: 'invalid', message }])
}

/**
 * One epoch with its rounds; those of an epoch for which nothing was asked are none. Throws `invalid_parameter` for one
 * that is too far away to have a date.
 */
export const getComputeEpoch = (epoch: number | 'current' | 'next'): Promise<One<Epoch>> =>
  withView(async (view) => {
    const number = epoch === 'current' ? view.epoch : epoch === 'next' ? view.epoch + 1 : epoch
    if (timesOfEpoch(view.rules, number).ends > LAST_SECOND) return refuseFarEpoch(number)
    const rules = await loadRules(view)
    const worked = await workRounds(view, rules, [number])
    const accountOf = await loadKeepers(view, worked)
    return {
      data: {
        ...toEpoch(view, rules, number),
        rounds: worked.map((one) => toRound(one, { view, rules, accountOf })),
      },
      asOf: await view.asOf([...changesOfRules(rules), ...worked.flatMap(changesOfRound)]),
    }
  })

/** What each party gets in a round, in the order of its requests. */
export const toAllocations = (view: View, rules: ComputeRules, { row, requests, shared }: WorkedRound): Allocation[] =>
  requests.map((request, index) => {
    const share = shared.shares[index]
    const allocation = share?.allocation ?? 0
    return {
      party: toParty(request.party, request.party_kind),
      pool: refOfPool(rules, row.pool),
      epoch: row.epoch,
      final: statusOf(view, row) === 'final',
      class: share?.class ?? null,
      weight: share?.weight ?? null,
      want: toGpuSeconds(request.want),
      units: toGpuSeconds(share?.units ?? 0),
      allocation: toGpuSeconds(allocation),
      shareBps: row.capacity === 0 ? 0 : Number((BigInt(allocation) * 10_000n) / BigInt(row.capacity)),
      consumed: toGpuSeconds(request.consumed),
    }
  })

/** What every party gets of a pool in an epoch, the largest first. */
export const listAllocationsOfRound = (epoch: number, pool: string): Promise<Allocation[]> =>
  withView(async (view) => {
    const rules = await loadRules(view)
    const worked = (await workRounds(view, rules, [epoch])).filter(({ row }) => String(row.pool) === pool)
    const all = worked.flatMap((one) => toAllocations(view, rules, one))
    return all.sort((a, b) => (BigInt(a.allocation.value) < BigInt(b.allocation.value) ? 1 : -1))
  })

type AllocationFilters = Paging & {
  epoch?: number | undefined
  pool?: string | undefined
  party?: string | undefined
}

const compareKeys = (left: readonly [bigint, bigint], right: readonly [bigint, bigint]): number => {
  const [a, b] = left[0] === right[0] ? [left[1], right[1]] : [left[0], right[0]]
  return a < b ? -1 : a > b ? 1 : 0
}

const keyOf = ({ pool, party }: Allocation): [bigint, bigint] => [BigInt(pool.id), BigInt(party.id)]

/** Orders allocations of one epoch by pool and party. */
export const compareAllocations = (left: Allocation, right: Allocation): number =>
  compareKeys(keyOf(left), keyOf(right))

/** What each party gets in an epoch, the current one where none is named, in the order of pools and parties. */
export const listAllocations = (filters: AllocationFilters = {}): Promise<List<Allocation>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.count])
    const rules = await loadRules(view)
    const worked = await workRounds(view, rules, [filters.epoch ?? view.epoch])
    const all = worked
      .flatMap((one) => toAllocations(view, rules, one))
      .filter(({ pool }) => filters.pool === undefined || pool.id === filters.pool)
      .filter(({ party }) => filters.party === undefined || party.id === filters.party)
    const from = cursor === null ? null : ([BigInt(cursor.key[0] ?? 0), BigInt(cursor.key[1] ?? 0)] as const)
    const isBackwards = cursor?.direction === 'prev'
    const beyond = all.filter((one) => {
      const order = from === null ? 1 : compareKeys(keyOf(one), from)
      return isBackwards ? order < 0 : order > 0
    })
    const { rows, page } = buildPage((isBackwards ? beyond.reverse() : beyond).slice(0, limit + 1), {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (one) => keyOf(one).map(String),
    })
    return { data: rows, page, asOf: await view.asOf(worked.flatMap(changesOfRound)) }
  })
