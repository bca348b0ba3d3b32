import type { Address } from 'viem'
import type { ChangeRow } from '#db/queries/cursor.server'
import {
  type BidEventRow,
  type BidRow,
  findOrderRow,
  listBidRows,
  listHeldBidRows,
  listOrderRows,
  type OrderRow,
} from '#db/queries/orders.server'
import { AppError } from '~/domain/errors'
import { rankBids } from '~/domain/market/match'
import { unpackAuditors } from '~/domain/market/needs'
import { type OrderState, orderStateAt } from '~/domain/market/states'
import { buildPage, keyShapes, type Paging, parseCursor, readNumbered } from '~/http/cursor'
import { toMoment } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { loadContenders, toWanted } from './contenders.server'
import type { Assignment, Bid, Order, OrderDetail, RankedBid } from './schema/orders'
import {
  changeAt,
  changeOf,
  idOrNull,
  loadShared,
  type Shared,
  toOccurrence,
  toOccurrenceOrNull,
  toPayer,
} from './shared.server'

const DEFAULT_LIMIT = 50

const stateOf = (row: OrderRow, now: number): OrderState =>
  orderStateAt(
    { openUntil: row.open_until, isCanceled: row.canceled_time !== null, isLeased: row.leased_time !== null },
    now,
  )

const toOrder = (shared: Shared, row: OrderRow): Order => {
  const { accountOf, partyOf, poolOf, providerOf, attributesOf, auditorOf, view } = shared
  const leased = toOccurrenceOrNull(row.leased_time, row.leased_block, row.leased_tx)
  return {
    id: String(row.order_id),
    state: stateOf(row, view.now),
    tenant: accountOf(row.tenant),
    party: partyOf(row.party),
    agent: idOrNull(row.agent),
    payer: toPayer(row),
    pool: poolOf(row.pool),
    units: row.units,
    duration: row.duration,
    notice: row.notice,
    maxRate: String(row.max_rate),
    attributes: attributesOf(row.attributes),
    auditors: unpackAuditors(row.auditor_ids).flatMap((id) => auditorOf(id) ?? []),
    release: idOrNull(row.release_id),
    specDigest: row.spec_digest,
    terms: row.version,
    placed: toOccurrence(row),
    bidsUntil: toMoment(row.bid_until),
    openUntil: toMoment(row.open_until),
    bids: row.bids,
    lowestRate: row.lowest_rate === null ? null : String(row.lowest_rate),
    declined: row.declined === null ? null : String(row.declined),
    canceled: toOccurrenceOrNull(row.canceled_time, row.canceled_block, row.canceled_tx),
    lease:
      leased === null || row.leased_to === null
        ? null
        : { provider: providerOf(row.leased_to), rate: String(row.leased_rate), ...leased },
  }
}

const providersOf = (rows: readonly OrderRow[]) =>
  rows.flatMap(({ leased_to }) => (leased_to === null ? [] : [leased_to]))

type Filters = Paging & {
  state?: OrderState | undefined
  pool?: string | undefined
  tenant?: Address | undefined
}

/** The same in a view that is open already. */
export const readOrders = async (view: View, filters: Filters): Promise<List<Order>> => {
  const { rows, page } = await readNumbered(filters, {
    height: view.cursor.number,
    list: (asked) =>
      listOrderRows(view.sql, {
        ...asked,
        now: view.now,
        state: filters.state ?? null,
        pool: filters.pool ?? null,
        tenant: filters.tenant ?? null,
      }),
    idOf: ({ order_id }) => order_id,
  })
  const shared = await loadShared(view, {
    accounts: rows.map(({ tenant }) => tenant),
    parties: rows.map(({ party }) => party),
    providers: providersOf(rows),
  })
  return { data: rows.map((row) => toOrder(shared, row)), page, asOf: await view.asOf(rows.map(changeOf)) }
}

/** Orders, newest first. */
export const listOrders = (filters: Filters = {}): Promise<List<Order>> => withView((view) => readOrders(view, filters))

const toBid = ({ providerOf, partyOf, auditorOf }: Shared, row: BidRow, status: Bid['status']): Bid => ({
  order: String(row.order_id),
  provider: providerOf(row.provider_id),
  party: partyOf(row.party),
  auditor: auditorOf(row.auditor_id),
  enclave: idOrNull(row.enclave_id),
  rate: String(row.rate),
  status,
  ...toOccurrence(row),
  ended: null,
})

const NOT_RANKED = { rank: null, obstacle: null, decidedBy: null, load: null }

type Judged = { offers: RankedBid[]; changes: ChangeRow[] }

// Of an order that is over nothing can be won any more.
const judge = async (shared: Shared, order: OrderRow, bids: readonly BidRow[]): Promise<Judged> => {
  if (stateOf(order, shared.view.now) !== 'open') {
    const offers = bids.map((row) => {
      const isAccepted = row.provider_id === order.leased_to
      return { ...toBid(shared, row, isAccepted ? 'accepted' : 'held'), ...NOT_RANKED }
    })
    return { offers, changes: [] }
  }
  const contenders = await loadContenders(shared, order, bids)
  const ranked = rankBids(toWanted(shared, order), contenders)
  return {
    offers: ranked.map(({ contender, rank, obstacle, decidedBy }) => ({
      ...toBid(shared, contender.row, 'held'),
      rank,
      obstacle,
      decidedBy,
      load: String(contender.load),
    })),
    changes: contenders.map(({ provider }) => changeOf(provider)),
  }
}

const toAssignment = (order: OrderRow, offers: readonly RankedBid[], now: number): Assignment | null => {
  if (stateOf(order, now) !== 'open') return null
  const winner = offers.find(({ rank }) => rank === 1)
  const isBudget = order.epoch !== 0
  return {
    kind: isBudget ? 'assigned' : 'suggested',
    provider: winner?.provider ?? null,
    rate: winner?.rate ?? null,
    from: isBudget ? toMoment(order.bid_until) : null,
    canDecline: isBudget && order.declined === null,
  }
}

/** One order with the bids that it holds, who would win now and why; throws `order_unknown`. */
export const getOrder = (id: string): Promise<One<OrderDetail>> =>
  withView(async (view) => {
    const row = await findOrderRow(view.sql, id)
    if (row === null) {
      throw new AppError('order_unknown', `There is no order ${id}: /api/v1/compute/orders lists them.`)
    }
    const bids = await listHeldBidRows(view.sql, [row.order_id])
    const shared = await loadShared(view, {
      accounts: [row.tenant],
      parties: [row.party, ...bids.map(({ party }) => party)],
      providers: [...providersOf([row]), ...bids.map(({ provider_id }) => provider_id)],
    })
    const { offers, changes } = await judge(shared, row, bids)
    return {
      data: { ...toOrder(shared, row), offers, assignment: toAssignment(row, offers, view.now) },
      asOf: await view.asOf([changeOf(row), ...changes]),
    }
  })

const statusOfBid = ({ ended_by, accepted }: BidEventRow): Bid['status'] => {
  if (accepted) return 'accepted'
  if (ended_by === null) return 'held'
  return ended_by === 'placed' ? 'replaced' : ended_by
}

type BidFilters = Paging & {
  order?: string | undefined
  provider?: string | undefined
}

/** Bids as they were made, newest first. */
export const listBids = (filters: BidFilters = {}): Promise<List<Bid>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.index])
    const found = await listBidRows(view.sql, {
      from: cursor === null ? null : [cursor.key[0] ?? '0', cursor.key[1] ?? '0'],
      backwards: cursor?.direction === 'prev',
      limit: limit + 1,
      order: filters.order ?? null,
      provider: filters.provider ?? null,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.block_number), String(row.log_index)],
    })
    const shared = await loadShared(view, {
      parties: rows.map(({ party }) => party),
      providers: rows.map(({ provider_id }) => provider_id),
    })
    const changes = rows.flatMap((row) => [
      changeAt(row),
      ...(row.ended_block === null || row.ended_hash === null || row.ended_time === null
        ? []
        : [{ block: row.ended_block, hash: row.ended_hash, time: row.ended_time }]),
    ])
    return {
      data: rows.map((row) => ({
        ...toBid(shared, row, statusOfBid(row)),
        ended: row.ended_time === null ? null : toMoment(row.ended_time, row.ended_block),
      })),
      page,
      asOf: await view.asOf(changes),
    }
  })
