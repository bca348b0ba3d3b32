import type { Address } from 'viem'
import {
  findLeaseRow,
  type LeaseEventRow,
  type LeaseRow,
  listLeaseEventRows,
  listLeaseRows,
} from '#db/queries/leases.server'
import { AppError } from '~/domain/errors'
import { earnedAt, type LeaseClock } from '~/domain/market/earnings'
import { type LeaseState, leaseStateAt } from '~/domain/market/states'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Lease, LeaseDetail, LeaseEvent } from './schema/leases'
import { changeOf, idOrNull, loadShared, type Shared, toOccurrence, toPayer } from './shared.server'

const isDisputeOpen = ({ case_id, settled_time }: LeaseRow): boolean => case_id !== null && settled_time === null

/** The state of a lease at a UNIX second. */
const stateOfLease = (row: LeaseRow, now: number): LeaseState =>
  leaseStateAt(
    {
      end: row.end_time,
      isClosed: row.closed_time !== null,
      isDisputed: isDisputeOpen(row),
      isReleased: row.released_time !== null,
    },
    now,
  )

const clockOf = (row: LeaseRow): LeaseClock => ({
  rate: row.rate,
  units: row.units,
  start: row.start_time,
  end: row.end_time,
  contestedFrom: isDisputeOpen(row) ? row.from_time : null,
})

/**
 * Shows a lease. While it runs, what it earned is told as of `at`, the time of `asOf`, because an answer that told the
 * present would change with every block; what is over earned what it did for ever.
 */
export const toLease = (shared: Shared, row: LeaseRow, at: number): Lease => {
  const { accountOf, partyOf, poolOf, providerOf, money, view } = shared
  const clock = clockOf(row)
  const state = stateOfLease(row, view.now)
  const told = Math.max(row.start_time, state === 'running' ? at : (clock.contestedFrom ?? row.end_time))
  return {
    id: String(row.lease_id),
    state,
    provider: providerOf(row.provider_id),
    providerParty: partyOf(row.party),
    tenant: accountOf(row.tenant),
    party: partyOf(row.tenant_party),
    agent: idOrNull(row.agent),
    payer: toPayer(row),
    pool: poolOf(row.pool),
    units: row.units,
    rate: String(row.rate),
    start: toMoment(row.start_time, row.block_number),
    end: toMoment(row.end_time),
    mostSeconds: row.duration,
    notice: row.notice,
    deposit: money(row.deposit),
    earned: money(earnedAt(clock, told)),
    earnedAt: toMoment(told),
    withdrawn: money(row.withdrawn),
    fee: money(row.fee),
    confirmed: row.confirmed === null ? null : String(row.confirmed),
    clock: {
      rate: String(row.rate),
      units: row.units,
      start: row.start_time,
      end: row.end_time,
      contestedFrom: clock.contestedFrom,
    },
    lock: money(state === 'released' ? 0n : row.lock),
    noticed: row.noticed_time === null ? null : toMoment(row.noticed_time, row.noticed_block),
    closed: row.closed_time === null ? null : toMoment(row.closed_time, row.closed_block),
    released: row.released_time === null ? null : toMoment(row.released_time, row.released_block),
    releasableFrom: toMoment(row.end_time + row.dispute_window),
    dispute:
      row.case_id === null || row.from_time === null || row.disputed_time === null
        ? null
        : {
            case: String(row.case_id),
            from: toMoment(row.from_time),
            at: toMoment(row.disputed_time, row.disputed_block),
            upheld: row.upheld,
          },
    release: idOrNull(row.release_id),
    specDigest: row.spec_digest,
    terms: row.version,
    transaction: row.tx_hash,
  }
}

/** What last changed a lease: an act on it, or a receipt of its tenant. */
export const changesOfLease = (row: LeaseRow) => {
  const { confirmed_block: block, confirmed_hash: hash, confirmed_time: time } = row
  return [changeOf(row), ...(block === null || hash === null || time === null ? [] : [{ block, hash, time }])]
}

/** Everything that leases name. */
export const neededBy = (rows: readonly LeaseRow[]) => ({
  accounts: rows.map(({ tenant }) => tenant),
  parties: rows.flatMap(({ party, tenant_party }) => [party, tenant_party]),
  providers: rows.map(({ provider_id }) => provider_id),
})

const secondsOf = (time: string): number => Date.parse(time) / 1000

type Filters = Paging & {
  state?: LeaseState | undefined
  tenant?: Address | undefined
  provider?: string | undefined
}

/** The same in a view that is open already. */
export const readLeases = async (view: View, filters: Filters): Promise<List<Lease>> => {
  const { rows, page } = await readNumbered(filters, {
    height: view.cursor.number,
    list: (asked) =>
      listLeaseRows(view.sql, {
        ...asked,
        now: view.now,
        state: filters.state ?? null,
        tenant: filters.tenant ?? null,
        provider: filters.provider ?? null,
      }),
    idOf: ({ lease_id }) => lease_id,
  })
  const shared = await loadShared(view, neededBy(rows))
  const asOf = await view.asOf(rows.flatMap(changesOfLease))
  return { data: rows.map((row) => toLease(shared, row, secondsOf(asOf.time))), page, asOf }
}

/** Leases, newest order first. */
export const listLeases = (filters: Filters = {}): Promise<List<Lease>> => withView((view) => readLeases(view, filters))

const toEvents = ({ money, accountOf }: Shared, row: LeaseRow, events: readonly LeaseEventRow[]): LeaseEvent[] => {
  const nothing = { by: null, end: null, deposit: null, withdrawn: null, gpuSeconds: null }
  const all: { block: number; event: LeaseEvent }[] = [
    {
      block: row.block_number,
      event: { ...nothing, kind: 'started', end: toMoment(row.first_end_time), ...toOccurrence(row) },
    },
    ...events.map((one) => ({
      block: one.block_number,
      event: {
        kind: one.kind,
        by: one.account === null ? null : accountOf(one.account),
        end: one.end_time === null ? null : toMoment(one.end_time),
        deposit: one.deposit === null ? null : money(one.deposit),
        withdrawn: one.withdrawn === null ? null : money(one.withdrawn),
        gpuSeconds: one.gpu_seconds === null ? null : String(one.gpu_seconds),
        ...toOccurrence(one),
      },
    })),
  ]
  if (row.disputed_time !== null && row.disputed_block !== null && row.disputed_tx !== null) {
    const at = toMoment(row.disputed_time, row.disputed_block)
    all.push({ block: row.disputed_block, event: { ...nothing, kind: 'disputed', at, transaction: row.disputed_tx } })
  }
  if (row.settled_time !== null && row.settled_block !== null && row.settled_tx !== null) {
    const at = toMoment(row.settled_time, row.settled_block)
    all.push({ block: row.settled_block, event: { ...nothing, kind: 'settled', at, transaction: row.settled_tx } })
  }
  return all.sort((a, b) => a.block - b.block).map(({ event }) => event)
}

/** One lease with everything that happened to it; throws `lease_unknown`. */
export const getLease = (id: string): Promise<One<LeaseDetail>> =>
  withView(async (view) => {
    const row = await findLeaseRow(view.sql, id)
    if (row === null) {
      throw new AppError('lease_unknown', `There is no lease ${id}: /api/v1/compute/leases lists them.`)
    }
    const events = await listLeaseEventRows(view.sql, id)
    const needed = neededBy([row])
    const shared = await loadShared(view, {
      ...needed,
      accounts: [...needed.accounts, ...events.flatMap(({ account }) => (account === null ? [] : [account]))],
    })
    const asOf = await view.asOf(changesOfLease(row))
    return {
      data: { ...toLease(shared, row, secondsOf(asOf.time)), events: toEvents(shared, row, events) },
      asOf,
    }
  })
