import type { Address } from 'viem'
import { hasStatement } from '#db/queries/delegate-statements.server'
import {
  countDelegatesAbove,
  type DelegateRow,
  findDelegateRow,
  findHolderRow,
  findSeatOf,
  getParticipation,
  listDelegateRows,
  listDelegatorRows,
  listPowerChanges,
  type SeatRow,
} from '#db/queries/delegates.server'
import { findSupply } from '#db/queries/parameters.server'
import { AppError } from '~/domain/errors'
import { buildPage, type Cursor, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toMoment, toTime, toTokens } from '~/http/present'
import type { Account, List, One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Delegate, DelegateSummary, Delegator, PowerPoint } from './schema'

const DEFAULT_LIMIT = 50

const changeOf = (row: { changed_block: number; changed_hash: `0x${string}`; changed_time: number }) => ({
  block: row.changed_block,
  hash: row.changed_hash,
  time: row.changed_time,
})

const byAmount = (filters: Paging): Cursor | null =>
  filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.integer, keyShapes.address])

const toSummary = (
  row: DelegateRow,
  given: { supply: bigint; accountOf: (address: Address) => Account },
): DelegateSummary => ({
  account: given.accountOf(row.account),
  votes: toTokens(row.votes),
  shareBps: given.supply === 0n ? 0 : Number((row.votes * 10_000n) / given.supply),
  delegators: row.delegators,
  ballots: row.ballots,
  lastBallot: row.last_ballot_time === null ? null : toMoment(row.last_ballot_time, row.last_ballot_block),
})

const getSupply = async (view: View): Promise<bigint> => (await findSupply(view.sql))?.supply ?? 0n

/** Delegates with votes, the largest first. */
export const listDelegates = (filters: Paging = {}): Promise<List<DelegateSummary>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = byAmount(filters)
    const [votes = '0', account = '0x'] = cursor?.key ?? []
    const found = await listDelegateRows(view.sql, {
      from: cursor === null ? null : { votes, account: account as Address },
      backwards: cursor?.direction === 'prev',
      limit: limit + 1,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.votes), row.account],
    })
    const accountOf = await view.loadAccounts(rows.map((row) => row.account))
    const supply = await getSupply(view)
    return {
      data: rows.map((row) => toSummary(row, { supply, accountOf })),
      page,
      asOf: await view.asOf(rows.map(changeOf)),
    }
  })

const toSeat = (row: SeatRow, now: number): Delegate['seatHeld'] => ({
  id: String(row.seat_id),
  constituency: row.constituency,
  termEnd: toTime(row.term_end),
  caretaker: row.term_end <= now,
  lastPresent: toMoment(row.last_present),
})

const withoutVotes = (account: Address): DelegateRow => ({
  account,
  votes: 0n,
  changed_block: 0,
  changed_hash: '0x',
  changed_time: 0,
  delegators: 0,
  ballots: 0,
  last_ballot_block: null,
  last_ballot_time: null,
})

/** Everything about an account that votes, holds or sits; `delegate_unknown` for one that never did any of it. */
export const getDelegate = (account: Address): Promise<One<Delegate>> =>
  withView(async (view) => {
    const row = await findDelegateRow(view.sql, account)
    const holder = await findHolderRow(view.sql, account)
    const seat = await findSeatOf(view.sql, account)
    const delegate = holder?.delegate ?? null
    const accountOf = await view.loadAccounts(delegate === null ? [account] : [account, delegate])
    const shown = accountOf(account)
    if (row === null && holder === null && seat === null && shown.party === null) {
      throw new AppError('delegate_unknown', `${account} never held or had votes: /api/v1/delegates lists who has.`)
    }
    const { voted, eligible, made } = await getParticipation(view.sql, account, view.now)
    const votes = row?.votes ?? 0n
    const changes = [row, holder].flatMap((one) => (one === null ? [] : [changeOf(one)]))
    return {
      data: {
        ...toSummary(row ?? withoutVotes(account), { supply: await getSupply(view), accountOf }),
        balance: toTokens(holder?.balance ?? 0n),
        delegatesTo: delegate === null ? null : accountOf(delegate),
        rank: votes === 0n ? null : (await countDelegatesAbove(view.sql, votes)) + 1,
        seatHeld: seat === null ? null : toSeat(seat, view.now),
        proposalsMade: made,
        hasStatement: await hasStatement(view.sql, account),
        participation: { voted, eligible },
      },
      asOf: await view.asOf(changes),
    }
  })

/** Who delegates to an account, the largest balance first. */
export const listDelegators = (account: Address, filters: Paging = {}): Promise<List<Delegator>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = byAmount(filters)
    const [balance = '0', from = '0x'] = cursor?.key ?? []
    const found = await listDelegatorRows(view.sql, {
      delegate: account,
      from: cursor === null ? null : { balance, account: from as Address },
      backwards: cursor?.direction === 'prev',
      limit: limit + 1,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.balance), row.account],
    })
    const accountOf = await view.loadAccounts(rows.map((row) => row.account))
    return {
      data: rows.map((row) => ({
        account: accountOf(row.account),
        balance: toTokens(row.balance),
        since: toMoment(row.since_time, row.since_block),
      })),
      page,
      asOf: await view.asOf(rows.map(changeOf)),
    }
  })

/** Changes of an account's votes in the token house, newest first. */
export const listPowerHistory = (account: Address, filters: Paging = {}): Promise<List<PowerPoint>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const { count, index } = keyShapes
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [count, index])
    const [block = '0', log = '0'] = cursor?.key ?? []
    const height = cursor?.height ?? view.cursor.number
    const found = await listPowerChanges(view.sql, {
      account,
      from: cursor === null ? null : { block: Number(block), log: Number(log) },
      backwards: cursor?.direction === 'prev',
      height,
      limit: limit + 1,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height,
      cursor,
      keyOf: (row) => [String(row.block_number), String(row.log_index)],
    })
    const changes = rows.map((row) => ({ block: row.block_number, hash: row.block_hash, time: row.block_time }))
    return {
      data: rows.map((row) => ({
        at: toMoment(row.block_time, row.block_number),
        votes: toTokens(row.votes),
        transaction: row.tx_hash,
      })),
      page,
      asOf: await view.asOf(changes),
    }
  })
