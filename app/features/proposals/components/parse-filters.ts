import { isAddress } from 'viem'
import type { ProposalFilters } from '../read.server'
import type { ProposalSummary } from '../schema'

export const STATES = [
  'pending',
  'active',
  'succeeded',
  'queued',
  'executed',
  'defeated',
  'canceled',
  'expired',
] as const satisfies readonly ProposalSummary['state'][]

/** The kinds that a call can be of today. */
export const KINDS = ['release', 'membership', 'charter'] as const satisfies readonly ProposalSummary['kind'][]

export const SORTS = ['newest', 'oldest', 'deadline'] as const

const PER_PAGE = 10

const listOf = <Value extends string>(search: URLSearchParams, name: string, known: readonly Value[]): Value[] =>
  search
    .getAll(name)
    .flatMap((value) => value.split(','))
    .flatMap((value) => known.filter((one) => one === value))

/** The filters of an address; what is unknown in it is left out, because people edit addresses by hand. */
export const parseFilters = (search: URLSearchParams): ProposalFilters => {
  const [state] = listOf(search, 'state', STATES)
  const kind = listOf(search, 'kind', KINDS)
  const [sort] = listOf(search, 'sort', SORTS)
  const q = search.get('q')?.trim()
  const proposer = search.get('proposer')
  const cursor = search.get('cursor')
  return {
    limit: PER_PAGE,
    ...(state ? { state } : {}),
    ...(kind.length > 0 ? { kind } : {}),
    ...(sort ? { sort } : {}),
    ...(q ? { q } : {}),
    ...(proposer !== null && isAddress(proposer, { strict: false }) ? { proposer } : {}),
    ...(cursor ? { cursor } : {}),
  }
}
