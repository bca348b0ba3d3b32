import {
  delegateListSchema,
  delegateOneSchema,
  delegatorListSchema,
  powerHistorySchema,
} from '~/features/delegates/schema'
import { statementBodySchema, statementsOneSchema } from '~/features/delegates/statement-schema'
import { voteListSchema } from '~/features/votes/schema'
import { byAddress, type Endpoint, nothing, page } from './endpoint.server'

export const delegatesEndpoints = {
  delegates: {
    path: '/delegates',
    summary: 'Accounts with votes, the largest first',
    params: nothing,
    query: page,
    answer: delegateListSchema,
  },
  delegate: {
    path: '/delegates/{address}',
    summary: 'One account',
    params: byAddress,
    query: nothing,
    answer: delegateOneSchema,
  },
  ballots: {
    path: '/delegates/{address}/votes',
    summary: 'Its ballots, newest proposal first',
    params: byAddress,
    query: page,
    answer: voteListSchema,
  },
  delegators: {
    path: '/delegates/{address}/delegators',
    summary: 'Who delegates to it, the largest first',
    params: byAddress,
    query: page,
    answer: delegatorListSchema,
  },
  powerHistory: {
    path: '/delegates/{address}/history',
    summary: 'Its voting power after each change, newest first',
    params: byAddress,
    query: page,
    answer: powerHistorySchema,
  },
  statement: {
    path: '/delegates/{address}/statement',
    summary: 'What it says of itself, and everything that it said before, newest first',
    params: byAddress,
    query: page,
    answer: statementsOneSchema,
  },
  storeStatement: {
    path: '/delegates/{address}/statement',
    method: 'put',
    summary: 'Says something of itself, signed (EIP-712); an empty text takes it back',
    params: byAddress,
    query: nothing,
    body: statementBodySchema,
    answer: statementsOneSchema,
  },
} as const satisfies Record<string, Endpoint>
