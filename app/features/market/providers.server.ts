import type { Address } from 'viem'
import { type LeaseRow, listLeaseRows } from '#db/queries/leases.server'
import {
  type AuditRow,
  listAuditedUnits,
  listAuditRows,
  listProviderRows,
  listProviderRowsById,
  listReputationEvents,
  listReputationRows,
  listUseRows,
  type ProviderRow,
  type ReputationRow,
  type UseRow,
} from '#db/queries/providers.server'
import { listChallengeRows } from '#db/queries/rewards.server'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { statusOfAudit } from './contenders.server'
import { changesOfLease, neededBy, toLease } from './leases.server'
import { loadNodeRewards } from './rewards.server'
import type { PoolShare, Provider, ProviderAudit, ProviderDetail } from './schema/providers'
import { changeOf, currentTerms, loadShared, type Shared, toOccurrence, toOccurrenceOrNull } from './shared.server'

const MOST_LEASES = 50
const MOST_EVENTS = 200
const ALL_BPS = 10_000

const toAudit = ({ auditorOf, view }: Shared, provider: ProviderRow, row: AuditRow): ProviderAudit[] => {
  const auditor = auditorOf(row.auditor_id)
  if (auditor === null) return []
  const { version } = provider
  return [
    {
      auditor,
      version: row.version,
      until: row.until === null ? null : toMoment(row.until),
      ...toOccurrence(row),
      status: statusOfAudit(row, { version, now: view.now, isAppointed: auditor.appointed }),
    },
  ]
}

const bpsOrNull = (bps: bigint | null): number | null => (bps === null ? null : Number(bps))

const toReputation = ({ money }: Shared, row: ReputationRow): Provider['reputation'] => ({
  fees: money(row.fees),
  leases: row.leases,
  completed: row.completed,
  noticed: row.noticed,
  disputesLost: row.disputes_lost,
  completedBps: bpsOrNull(row.completed_bps),
  availabilityBps: bpsOrNull(row.availability_bps),
  disputesOpen: row.disputes_open,
  gpuSeconds: String(row.gpu_seconds),
  confirmedGpuSeconds: String(row.confirmed_gpu_seconds),
})

const reputationOf = (shared: Shared, { reputations }: Facts, id: bigint): Provider['reputation'] => {
  const row = reputations.find(({ provider_id }) => provider_id === id)
  if (row === undefined) throw new AppError('index_inconsistent', `Provider ${id} has no reputation.`)
  return toReputation(shared, row)
}

type Facts = { audits: readonly AuditRow[]; reputations: readonly ReputationRow[] }

const loadFacts = async ({ sql, now }: View, rows: readonly ProviderRow[]): Promise<Facts> => {
  const ids = rows.map(({ provider_id }) => provider_id)
  return { audits: await listAuditRows(sql, ids), reputations: await listReputationRows(sql, { ids, now }) }
}

const toProvider = (shared: Shared, row: ProviderRow, facts: Facts): Provider => {
  const own = facts.audits
    .filter(({ provider_id }) => provider_id === row.provider_id)
    .flatMap((audit) => toAudit(shared, row, audit))
  const retired = toOccurrenceOrNull(row.retired_time, row.retired_block, row.retired_tx)
  return {
    id: String(row.provider_id),
    operator: shared.accountOf(row.operator),
    status: retired === null ? 'offering' : 'retired',
    pool: shared.poolOf(row.pool),
    units: row.units,
    unitsInUse: row.units_in_use,
    attributes: shared.attributesOf(row.attributes),
    hardware: row.hardware,
    endpoint: row.endpoint,
    version: row.version,
    registered: { at: toMoment(row.registered_time, row.registered_block), transaction: row.registered_tx },
    declared: { at: toMoment(row.declared_time, row.declared_block), transaction: row.declared_tx },
    retired,
    stake: {
      amount: shared.money(row.amount),
      locked: shared.money(row.locked),
      free: shared.money(row.amount - row.locked),
      enough: row.amount >= currentTerms(shared).min_stake,
    },
    audited: retired === null && own.some(({ status }) => status === 'counts'),
    audits: own,
    reputation: reputationOf(shared, facts, row.provider_id),
  }
}

type Filters = Paging & {
  pool?: string | undefined
  operator?: Address | undefined
}

/** The same in a view that is open already. */
export const readProviders = async (view: View, filters: Filters): Promise<List<Provider>> => {
  const { rows, page } = await readNumbered(filters, {
    height: view.cursor.number,
    list: (asked) =>
      listProviderRows(view.sql, {
        ...asked,
        pool: filters.pool ?? null,
        operator: filters.operator ?? null,
      }),
    idOf: ({ provider_id }) => provider_id,
  })
  const shared = await loadShared(view, { accounts: rows.map(({ operator }) => operator) })
  const facts = await loadFacts(view, rows)
  return {
    data: rows.map((row) => toProvider(shared, row, facts)),
    page,
    asOf: await view.asOf(rows.map(changeOf)),
  }
}

/** Providers, newest first. */
export const listProviders = (filters: Filters = {}): Promise<List<Provider>> =>
  withView((view) => readProviders(view, filters))

const toPoolShare = (shared: Shared, auditedUnits: number, uses: readonly UseRow[]): PoolShare => {
  const terms = currentTerms(shared)
  const countedUnits = Math.max(auditedUnits, terms.floor_units)
  return {
    auditedUnits,
    countedUnits,
    capBps: terms.cap_bps,
    parties: uses
      .filter(({ units }) => units > 0)
      .map(({ party, units }) => ({
        party: shared.partyOf(party),
        units,
        shareBps: Math.floor((units * ALL_BPS) / countedUnits),
      }))
      .sort((a, b) => b.units - a.units),
  }
}

const loadLeases = (view: View, id: string): Promise<LeaseRow[]> =>
  listLeaseRows(view.sql, {
    from: null,
    backwards: false,
    limit: MOST_LEASES,
    now: view.now,
    state: null,
    tenant: null,
    provider: id,
  })

/** One provider, whole: audits, stake, leases, the share of its pool by party, and what its reputation is made of; throws `provider_unknown`. */
export const getProvider = (id: string): Promise<One<ProviderDetail>> =>
  withView(async (view) => {
    const [row] = await listProviderRowsById(view.sql, [BigInt(id)])
    if (row === undefined) {
      throw new AppError('provider_unknown', `There is no provider ${id}: /api/v1/compute/providers lists them.`)
    }
    const leases = await loadLeases(view, id)
    const [audited] = await listAuditedUnits(view.sql, [row.pool])
    const uses = await listUseRows(view.sql, { pools: [row.pool], since: view.now })
    const events = await listReputationEvents(view.sql, { id: row.provider_id, limit: MOST_EVENTS })
    const challenges = await listChallengeRows(view.sql, { id: row.provider_id, limit: MOST_EVENTS })
    const needed = neededBy(leases)
    const shared = await loadShared(view, {
      accounts: [row.operator, ...needed.accounts],
      parties: [...needed.parties, ...uses.map(({ party }) => party)],
      providers: needed.providers,
    })
    const asOf = await view.asOf([changeOf(row), ...leases.flatMap(changesOfLease)])
    return {
      data: {
        ...toProvider(shared, row, await loadFacts(view, [row])),
        poolShare: toPoolShare(shared, audited?.units ?? 0, uses),
        leases: leases.map((lease) => toLease(shared, lease, Date.parse(asOf.time) / 1000)),
        reputationEvents: events.map((event) => ({
          kind: event.kind,
          lease: event.lease_id === null ? null : String(event.lease_id),
          job: event.job_id === null ? null : String(event.job_id),
          ...toOccurrence(event),
        })),
        challenges: challenges.map((report) => ({
          epoch: report.epoch,
          auditor: shared.auditorOf(report.auditor_id),
          made: report.made,
          passed: report.passed,
          ...toOccurrence(report),
        })),
        rewards: await loadNodeRewards(shared, row.provider_id),
      },
      asOf,
    }
  })
