import type { Address } from 'viem'
import { AppError } from '~/domain/errors'
import type { List, One } from '~/http/shapes'
import type { Action, Calldata, Proposal, ProposalSummary, Tally, Timeline, Viewer } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

export type ProposalFilters = {
  state?: ProposalSummary['state'][]
  kind?: ProposalSummary['kind'][]
  proposer?: Address
  q?: string
  /** UNIX seconds, inclusive, of creation. */
  from?: number
  /** UNIX seconds, exclusive, of creation. */
  to?: number
  sort?: 'newest' | 'oldest' | 'deadline'
  limit?: number
  cursor?: string
}

export const listProposals = async (_filters: ProposalFilters = {}): Promise<List<ProposalSummary>> => later()
export const getProposal = async (_id: string): Promise<One<Proposal>> => later()
export const getTally = async (_id: string): Promise<One<Tally>> => later()
export const getTimeline = async (_id: string): Promise<One<Timeline>> => later()
export const listActions = async (_id: string): Promise<One<Action[]>> => later()
/** What `account` can do about a proposal now: power per house, ballot cast, what would be refused and why. */
export const getViewer = async (_account: Address, _id: string): Promise<One<Viewer>> => later()
export const getCalldata = async (
  _id: string,
  _act: Calldata['act'],
  _ballot?: { house: 'token' | 'seat'; support: 'against' | 'for' | 'abstain'; reason: string },
): Promise<One<Calldata>> => later()
