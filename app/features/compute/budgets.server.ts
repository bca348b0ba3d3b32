import { findLineRow, type LineRow, listLineRows, listMovementRows } from '#db/queries/budgets.server'
import { findRuleAt } from '~/domain/epoch'
import { AppError } from '~/domain/errors'
import { buildPage, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toGpuSeconds, toMoment, toMoney } from '~/http/present'
import type { List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { BudgetLedger, BudgetLine } from './budget-schema'
import { type ComputeRules, changeOf, loadRules, ofPool, refOfPool } from './rules.server'

const DEFAULT_LIMIT = 50

const statusOf = ({ epoch }: LineRow, now: number): BudgetLine['status'] => {
  if (epoch > now) return 'next'
  return epoch === now ? 'live' : 'over'
}

const split = <Amount extends bigint | number>(granted: Amount, drawn: Amount, isOver: boolean) => {
  const none = (typeof granted === 'bigint' ? 0n : 0) as Amount
  const rest = (granted - drawn) as Amount
  return isOver
    ? { granted, committed: none, spent: drawn, expired: rest, left: none }
    : { granted, committed: drawn, spent: none, expired: none, left: rest }
}

const mapValues = <Key extends string, From, To>(record: Record<Key, From>, map: (value: From) => To) =>
  Object.fromEntries(Object.entries<From>(record).map(([key, value]) => [key, map(value)])) as Record<Key, To>

const toLine = (view: View, rules: ComputeRules, row: LineRow): BudgetLine => {
  const status = statusOf(row, view.epoch)
  const isOver = status === 'over'
  const schedule = findRuleAt(ofPool(rules.schedules, row.pool), row.epoch)
  return {
    id: `${row.pool}-${row.epoch}`,
    pool: refOfPool(rules, row.pool),
    epoch: row.epoch,
    status,
    maxRate: String(row.max_rate),
    ...mapValues(split(row.money, row.drawn_money, isOver), (amount) => toMoney(amount, view.rules.money)),
    gpuSeconds: mapValues(split(row.gpu_seconds, row.drawn_gpu_seconds, isOver), toGpuSeconds),
    proposal: rules.proposalOf(schedule?.proposal_id ?? null),
    opened: toMoment(row.block_time, row.block_number),
    transaction: row.tx_hash,
  }
}

type Filters = Paging & { pool?: string | undefined }

/** The lines of all pools, newest epoch first. */
export const listBudgetLines = (filters: Filters = {}): Promise<List<BudgetLine>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.count])
    const found = await listLineRows(view.sql, {
      from: cursor === null ? null : [cursor.key[0] ?? '0', cursor.key[1] ?? '0'],
      backwards: cursor?.direction === 'prev',
      limit: limit + 1,
      pool: filters.pool ?? null,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.epoch), String(row.pool)],
    })
    const rules = await loadRules(view)
    return { data: rows.map((row) => toLine(view, rules, row)), page, asOf: await view.asOf(rows.map(changeOf)) }
  })

const parseLineId = (id: string) => {
  const [, pool, epoch] = /^([1-9]\d{0,8})-(0|[1-9]\d{0,13})$/.exec(id) ?? []
  return pool === undefined || epoch === undefined ? null : { pool, epoch }
}

/** One line with everything that moved on it; throws `budget_unknown`. */
export const getBudgetLedger = (id: string): Promise<One<BudgetLedger>> =>
  withView(async (view) => {
    const line = parseLineId(id)
    const row = line === null ? null : await findLineRow(view.sql, line)
    if (line === null || row === null) {
      throw new AppError('budget_unknown', `There is no budget line ${id}: /api/v1/compute/budgets lists them.`)
    }
    const movements = await listMovementRows(view.sql, line)
    const rules = await loadRules(view)
    const { money } = view.rules
    return {
      data: {
        line: toLine(view, rules, row),
        movements: [
          {
            kind: 'opened' as const,
            money: toMoney(row.money, money),
            gpuSeconds: toGpuSeconds(row.gpu_seconds),
            at: toMoment(row.block_time, row.block_number),
            transaction: row.tx_hash,
          },
          ...movements.map((one) => ({
            kind: one.kind,
            money: toMoney(one.money, money),
            gpuSeconds: toGpuSeconds(one.gpu_seconds),
            at: toMoment(one.block_time, one.block_number),
            transaction: one.tx_hash,
          })),
        ],
      },
      asOf: await view.asOf([row, ...movements].map(changeOf)),
    }
  })
