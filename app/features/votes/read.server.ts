import { type Address, getAddress } from 'viem'
import { findProposalRow, listProposalRowsById, type ProposalRow } from '#db/queries/proposals.server'
import {
  listBallots as listBallotRows,
  listNonVoterRows,
  listReceipts,
  listVotesByPlace,
  listVotesByReason,
  type VoteRow,
} from '#db/queries/votes.server'
import { AppError } from '~/domain/errors'
import { choiceOfNumber, houseOfNumber } from '~/domain/house'
import { buildPage, type Cursor, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toMoment, toSeats, toTokens } from '~/http/present'
import type { List, One, ProposalRef, Vote } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { NonVoter, Receipt } from './schema'

export type VoteFilters = Paging & {
  house?: 'token' | 'seat' | undefined
  support?: 'against' | 'for' | 'abstain' | undefined
  /** `reasons`: ballots with a reason first, the heaviest of them first, then the rest, newest first. */
  sort?: 'reasons' | 'newest' | 'oldest' | undefined
}

const DEFAULT_LIMIT = 50

const changeOf = (row: VoteRow) => ({ block: row.block_number, hash: row.block_hash, time: row.block_time })

const toAmount = (house: number, value: bigint) => (house === 0 ? toTokens(value) : toSeats(value))

const showVotes = async (view: View, rows: readonly VoteRow[], refOf: (id: bigint) => ProposalRef): Promise<Vote[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ voter }) => voter))
  return rows.map((row) => ({
    proposal: refOf(row.proposal_id),
    house: houseOfNumber(row.house),
    voter: accountOf(row.voter),
    support: choiceOfNumber(row.support),
    weight: toAmount(row.house, row.weight),
    reason: row.reason,
    at: toMoment(row.block_time, row.block_number),
    transaction: row.tx_hash,
    logIndex: row.log_index,
  }))
}

/** The proposal of that id; throws `proposal_unknown`. */
export const getProposalRow = async (view: View, id: string): Promise<ProposalRow> => {
  const row = /^(0|[1-9][0-9]{0,17})$/.test(id) ? await findProposalRow(view.sql, id) : null
  if (row === null) throw new AppError('proposal_unknown', `There is no proposal ${id}: /api/v1/proposals lists them.`)
  return row
}

type Filter = { proposal: string; house: number | null; support: number | null; height: number }

const readByPlace = (view: View, filter: Filter, given: { cursor: Cursor | null; limit: number; oldest: boolean }) => {
  const [, block = '0', log = '0'] = given.cursor?.key ?? []
  const backwards = given.cursor?.direction === 'prev'
  return listVotesByPlace(view.sql, {
    ...filter,
    withoutReason: false,
    rising: given.oldest !== backwards,
    from: given.cursor === null ? null : { block: Number(block), log: Number(log) },
    limit: given.limit,
  })
}

// Two lists behind each other: with reasons by weight, then without by time. The key begins with which one it is in.
const readByReason = async (view: View, filter: Filter, given: { cursor: Cursor | null; limit: number }) => {
  const { cursor, limit } = given
  const [weight = '', block = '0', log = '0'] = cursor?.key ?? []
  const place = { block: Number(block), log: Number(log) }
  const backwards = cursor?.direction === 'prev'
  const isInReasons = cursor === null || weight !== '0'
  const readReasons = (from: typeof place | null, size: number) =>
    listVotesByReason(view.sql, { ...filter, backwards, from: from && { ...from, weight }, limit: size })
  const readRest = (from: typeof place | null, size: number) =>
    listVotesByPlace(view.sql, { ...filter, withoutReason: true, rising: backwards, from, limit: size })
  const from = cursor === null ? null : place
  if (backwards === isInReasons) return isInReasons ? readReasons(from, limit) : readRest(from, limit)
  const first = isInReasons ? await readReasons(from, limit) : await readRest(from, limit)
  if (first.length === limit) return first
  const second = isInReasons ? readRest(null, limit - first.length) : readReasons(null, limit - first.length)
  return [...first, ...(await second)]
}

/** The ballots on a proposal. */
export const listVotes = (proposalId: string, filters: VoteFilters = {}): Promise<List<Vote>> =>
  withView(async (view) => {
    const proposal = await getProposalRow(view, proposalId)
    const ref = await view.refOf(proposal)
    const { integer, count, index } = keyShapes
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [integer, count, index])
    const limit = filters.limit ?? DEFAULT_LIMIT
    const sort = filters.sort ?? 'newest'
    const filter: Filter = {
      proposal: proposalId,
      house: filters.house === undefined ? null : ['token', 'seat'].indexOf(filters.house),
      support: filters.support === undefined ? null : ['against', 'for', 'abstain'].indexOf(filters.support),
      height: cursor?.height ?? view.cursor.number,
    }
    const given = { cursor, limit: limit + 1 }
    const found =
      sort === 'reasons'
        ? await readByReason(view, filter, given)
        : await readByPlace(view, filter, { ...given, oldest: sort === 'oldest' })
    const { rows, page } = buildPage(found, {
      limit,
      height: filter.height,
      cursor,
      keyOf: (row) => [row.reason === '' ? '0' : String(row.weight), String(row.block_number), String(row.log_index)],
    })
    return { data: await showVotes(view, rows, () => ref), page, asOf: await view.asOf(rows.map(changeOf)) }
  })

/** Who could vote at the snapshot and has not, the heaviest first; nobody before the snapshot. */
export const listNonVoters = (
  proposalId: string,
  filters: Paging & { house?: 'token' | 'seat' | undefined } = {},
): Promise<List<NonVoter>> =>
  withView(async (view) => {
    const proposal = await getProposalRow(view, proposalId)
    const limit = filters.limit ?? DEFAULT_LIMIT
    const house = filters.house ?? 'token'
    const cursor =
      filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.integer, keyShapes.address])
    const [weight = '0', account = '0x'] = cursor?.key ?? []
    const found =
      proposal.snapshot >= view.now
        ? []
        : await listNonVoterRows(view.sql, {
            proposal: proposalId,
            house: house === 'token' ? 0 : 1,
            snapshot: proposal.snapshot,
            from: cursor === null ? null : { weight, account: account as Address },
            backwards: cursor?.direction === 'prev',
            limit: limit + 1,
          })
    const { rows, page } = buildPage(found, {
      limit,
      height: cursor?.height ?? view.cursor.number,
      cursor,
      keyOf: (row) => [String(row.weight), row.account],
    })
    const accountOf = await view.loadAccounts(rows.map((row) => row.account))
    const shown = rows.map((row) => ({
      house,
      account: accountOf(row.account),
      weight: (house === 'token' ? toTokens : toSeats)(row.weight),
    }))
    const change = { block: proposal.changed_block, hash: proposal.changed_hash, time: proposal.changed_time }
    return { data: shown, page, asOf: await view.asOf([change]) }
  })

/** The ballots of one account on one proposal. */
export const getReceipt = (proposalId: string, voter: Address): Promise<One<Receipt>> =>
  withView(async (view) => {
    const proposal = await getProposalRow(view, proposalId)
    const ref = await view.refOf(proposal)
    const rows = await listReceipts(view.sql, proposalId, voter)
    const votes = await showVotes(view, rows, () => ref)
    const snapshot = toMoment(proposal.snapshot)
    const findBallot = (house: Vote['house']) => {
      const at = votes.findIndex((vote) => vote.house === house)
      const [vote, row] = [votes[at], rows[at]]
      return vote === undefined || row === undefined ? null : { ...vote, blockHash: row.block_hash, snapshot }
    }
    const accountOf = await view.loadAccounts([voter])
    const change = { block: proposal.block_number, hash: proposal.block_hash, time: proposal.block_time }
    return {
      data: {
        voter: accountOf(voter),
        token: findBallot('token'),
        seat: findBallot('seat'),
        proof: rows.length === 0 ? null : `/api/v1/proposals/${proposalId}/receipts/${getAddress(voter)}/proof`,
      },
      asOf: await view.asOf([change, ...rows.map(changeOf)]),
    }
  })

/** The ballots of one account on all proposals, newest proposal first. */
export const listBallots = (voter: Address, filters: Paging = {}): Promise<List<Vote>> =>
  withView(async (view) => {
    const limit = filters.limit ?? DEFAULT_LIMIT
    const cursor = filters.cursor === undefined ? null : parseCursor(filters.cursor, [keyShapes.count, keyShapes.flag])
    const [proposal = '0', house = '0'] = cursor?.key ?? []
    const height = cursor?.height ?? view.cursor.number
    const found = await listBallotRows(view.sql, {
      voter,
      from: cursor === null ? null : { proposal, house: Number(house) },
      backwards: cursor?.direction === 'prev',
      height,
      limit: limit + 1,
    })
    const { rows, page } = buildPage(found, {
      limit,
      height,
      cursor,
      keyOf: (row) => [String(row.proposal_id), String(row.house)],
    })
    const proposals = await listProposalRowsById(view.sql, [...new Set(rows.map((row) => row.proposal_id))])
    const refs = new Map(
      await Promise.all(proposals.map(async (row) => [row.proposal_id, await view.refOf(row)] as const)),
    )
    const refOf = (id: bigint): ProposalRef => {
      const ref = refs.get(id)
      if (ref === undefined)
        throw new AppError('index_inconsistent', `The index has ballots on proposal ${id} but not it.`)
      return ref
    }
    return { data: await showVotes(view, rows, refOf), page, asOf: await view.asOf(rows.map(changeOf)) }
  })
