import { z } from 'zod'
import { jsonFeedSchema } from '~/features/feeds/schema'
import { addressParameter, listParameter } from '~/http/query'
import { type Endpoint, nothing } from './endpoint.server'
import { kinds } from './proposals.server'

const followed = { proposer: addressParameter.optional(), kind: listParameter(kinds).optional() }

const feedQuery = z.strictObject({
  ...followed,
  delegate: addressParameter.optional().meta({ param: { description: 'Its ballots instead of transitions.' } }),
})

const exportedFiles = [
  'proposals.csv',
  'votes.csv',
  'delegates.csv',
  'delegations.csv',
  'releases.csv',
  'attestations.csv',
  'parameters.csv',
  'budgets.csv',
  'requests.csv',
  'allocations.csv',
  'providers.csv',
  'orders.csv',
  'leases.csv',
  'jobs.csv',
  'disputes.csv',
] as const

export const feedsEndpoints = {
  feedAtom: {
    path: '/feed.atom',
    summary: 'An Atom feed of what happens to proposals and what the council does, or of the ballots of a delegate',
    params: nothing,
    query: feedQuery,
    answer: z.string(),
    media: 'application/atom+xml',
  },
  feedJson: {
    path: '/feed.json',
    summary: 'The same as JSON Feed 1.1',
    params: nothing,
    query: feedQuery,
    answer: jsonFeedSchema,
    media: 'application/feed+json',
  },
  calendar: {
    path: '/calendar.ics',
    summary: 'A calendar (RFC 5545) of proposals: snapshot, vote, objection period, queue and execution',
    params: nothing,
    query: z.strictObject(followed),
    answer: z.string(),
    media: 'text/calendar',
  },
  exports: {
    path: '/export/{file}',
    summary: 'A whole table as CSV (RFC 4180) as of one block, which the name of the file tells',
    params: z.strictObject({ file: z.enum(exportedFiles) }),
    query: nothing,
    answer: z.string(),
    media: 'text/csv',
  },
} as const satisfies Record<string, Endpoint>
