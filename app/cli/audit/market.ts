import { AppError } from '~/domain/errors'
import { feeOn, lockFor } from '~/domain/market/earnings'
import { type Rows, rowsOf } from '~/indexer/rows'
import type { RowOf } from '~/indexer/tables'

/** What is summed up of a provider and of a lease: base units and units. */
export const providerNames = ['stake', 'locked', 'units_in_use'] as const
export const leaseNames = ['deposit', 'withdrawn'] as const

/** What is summed up of the whole market: counts, and base units that wait for somebody. */
export const marketNames = [
  'orders_pending',
  'bids_held',
  'leases_unreleased',
  'escrow',
  'bonds',
  'fees_treasury',
  'fees_burn',
] as const

type Lease = {
  row: RowOf<'leases'>
  deposit: bigint
  withdrawn: bigint
  fee: bigint
  isClosed: boolean
  isReleased: boolean
  isDisputed: boolean
  settlement: RowOf<'dispute_settlements'> | null
}

type Books = {
  terms: Map<bigint, RowOf<'market_terms'>>
  orders: Map<bigint, RowOf<'orders'>>
  canceled: Set<bigint>
  leases: Map<bigint, Lease>
  /** By provider, the orders that hold a bid of it. */
  bids: Map<bigint, Set<bigint>>
  stakes: Map<bigint, bigint>
  credits: Map<string, bigint>
  paid: { treasury: bigint; burn: bigint }
}

const get = <Value>(map: Map<bigint, Value>, what: string, id: bigint): Value => {
  const value = map.get(id)
  if (value !== undefined) return value
  throw new AppError('unexpected_log', `The market names ${what} ${id}, of which no log stands before.`)
}

const addTo = <Key>(sums: Map<Key, bigint>, key: Key, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount)

const readOrders = ({ terms, orders, canceled, bids, stakes }: Books, rows: Rows) => {
  for (const row of rowsOf(rows, 'market_terms')) terms.set(row.version, row)
  for (const { provider_id } of rowsOf(rows, 'provider_declarations')) addTo(stakes, provider_id, 0n)
  for (const row of rowsOf(rows, 'orders')) orders.set(row.order_id, row)
  for (const { order_id } of rowsOf(rows, 'order_cancellations')) canceled.add(order_id)
  for (const { kind, order_id, provider_id } of rowsOf(rows, 'bid_events')) {
    const held = bids.get(provider_id) ?? new Set()
    bids.set(provider_id, held)
    if (kind === 'placed') held.add(order_id)
    else held.delete(order_id)
  }
}

// Whatever a verdict takes away is taken from what the last change left, so the order of tables does not matter.
const readLeases = ({ leases }: Books, rows: Rows) => {
  for (const row of rowsOf(rows, 'leases')) {
    const nothingYet = {
      withdrawn: 0n,
      fee: 0n,
      isClosed: false,
      isReleased: false,
      isDisputed: false,
      settlement: null,
    }
    leases.set(row.lease_id, { row, deposit: row.deposit, ...nothingYet })
  }
  for (const { kind, lease_id, deposit, withdrawn, fee } of rowsOf(rows, 'lease_events')) {
    const lease = get(leases, 'lease', lease_id)
    if (kind === 'closed') lease.isClosed = true
    if (kind === 'released') lease.isReleased = true
    lease.deposit = deposit ?? lease.deposit
    lease.withdrawn = withdrawn ?? lease.withdrawn
    lease.fee = fee ?? lease.fee
  }
  for (const { lease_id } of rowsOf(rows, 'lease_disputes')) get(leases, 'lease', lease_id).isDisputed = true
  for (const row of rowsOf(rows, 'dispute_settlements')) get(leases, 'lease', row.lease_id).settlement = row
}

const readMoney = ({ stakes, credits, paid }: Books, rows: Rows) => {
  for (const { kind, provider_id, amount } of rowsOf(rows, 'stake_events')) {
    addTo(stakes, provider_id, kind === 'added' ? amount : -amount)
  }
  for (const { kind, account, amount } of rowsOf(rows, 'market_credits')) {
    addTo(credits, account, kind === 'credited' ? amount : -amount)
  }
  for (const { to_treasury, burnt } of rowsOf(rows, 'fee_payments')) {
    paid.treasury += to_treasury
    paid.burn += burnt
  }
}

const work = ({ terms, orders, canceled, leases, bids, stakes, credits, paid }: Books) => {
  const stake = new Map(stakes)
  const locked = new Map<bigint, bigint>()
  const units = new Map<bigint, bigint>()
  const sums: [string, bigint][] = []
  const all = {
    pending: 0n,
    held: 0n,
    unreleased: 0n,
    escrow: 0n,
    bonds: 0n,
    treasury: -paid.treasury,
    burn: -paid.burn,
  }
  const termsOf = (order: bigint) => get(terms, 'terms', get(orders, 'order', order).version)

  for (const order of orders.keys()) if (!canceled.has(order) && !leases.has(order)) all.pending += 1n
  for (const [provider, held] of bids) {
    for (const order of held) {
      all.held += 1n
      if (leases.get(order)?.row.provider_id !== provider) addTo(locked, provider, termsOf(order).bid_deposit)
    }
  }
  for (const [id, lease] of leases) {
    const { provider_id: provider, rate } = lease.row
    const { settlement, fee } = lease
    const order = get(orders, 'order', id)
    const own = termsOf(id)
    const upheld = settlement?.upheld ? settlement : null
    const deposit = lease.deposit - (upheld?.damages ?? 0n)
    const withdrawn = upheld !== null && upheld.slashed > 0n ? deposit : lease.withdrawn
    const burnt = feeOn(fee, Number(own.burn_bps))
    if (!lease.isClosed) addTo(units, provider, order.units)
    if (!lease.isReleased && settlement === null) {
      all.unreleased += 1n
      const price = { rate, units: Number(order.units), duration: Number(order.duration) }
      const window = { disputeWindow: Number(own.dispute_window), disputeBond: own.dispute_bond }
      addTo(locked, provider, lockFor(price, window))
    }
    if (lease.isDisputed && settlement === null) all.bonds += own.dispute_bond
    if (upheld !== null) addTo(stake, provider, -(upheld.slashed + upheld.penalty + own.dispute_bond))
    all.escrow += deposit - withdrawn
    all.treasury += fee - burnt + (upheld?.penalty ?? 0n)
    all.burn += burnt
    sums.push([`lease ${id} deposit`, deposit], [`lease ${id} withdrawn`, withdrawn])
  }
  for (const [id, amount] of stake) {
    sums.push([`provider ${id} stake`, amount], [`provider ${id} locked`, locked.get(id) ?? 0n])
    sums.push([`provider ${id} units_in_use`, units.get(id) ?? 0n])
  }
  for (const [account, amount] of credits) sums.push([`claimable ${account}`, amount])
  const totals = [all.pending, all.held, all.unreleased, all.escrow, all.bonds, all.treasury, all.burn]
  return [...sums, ...marketNames.map((name, at): [string, bigint] => [`market ${name}`, totals[at] ?? 0n])]
}

/** Keeps the books of the market from rows that come in chain order; it remembers every order, lease and held bid. */
export const createMarketSummer = () => {
  const books: Books = {
    terms: new Map(),
    orders: new Map(),
    canceled: new Set(),
    leases: new Map(),
    bids: new Map(),
    stakes: new Map(),
    credits: new Map(),
    paid: { treasury: 0n, burn: 0n },
  }
  return {
    add: (rows: Rows) => {
      readOrders(books, rows)
      readLeases(books, rows)
      readMoney(books, rows)
    },
    finish: (): [subject: string, amount: bigint][] => work(books),
  }
}
