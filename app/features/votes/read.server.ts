import type { Address } from 'viem'
import { AppError } from '~/domain/errors'
import type { List, One, Vote } from '~/http/shapes'
import type { NonVoter, Receipt } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

export type VoteFilters = {
  house?: 'token' | 'seat'
  support?: 'against' | 'for' | 'abstain'
  /** `reasons`: ballots with a reason first, the heaviest first; `newest`; `weight`. */
  sort?: 'reasons' | 'newest' | 'weight'
  limit?: number
  cursor?: string
}

export const listVotes = async (_proposalId: string, _filters: VoteFilters = {}): Promise<List<Vote>> => later()
export const listNonVoters = async (
  _proposalId: string,
  _filters: { house?: 'token' | 'seat'; limit?: number; cursor?: string } = {},
): Promise<List<NonVoter>> => later()
export const getReceipt = async (_proposalId: string, _voter: Address): Promise<One<Receipt>> => later()
/** The ballots of one account on all proposals, newest first. */
export const listBallots = async (
  _voter: Address,
  _filters: { limit?: number; cursor?: string } = {},
): Promise<List<Vote>> => later()
