import { guardiansOneSchema } from '~/features/guardians/schema'
import { parametersOneSchema } from '~/features/parameters/schema'
import { contractsOneSchema, healthSchema, statusOneSchema } from '~/features/status/schema'
import { type Endpoint, nothing } from './endpoint.server'

export const daoEndpoints = {
  guardians: {
    path: '/guardians',
    summary: 'The guardian council: its term, its powers, and each use ever made',
    params: nothing,
    query: nothing,
    answer: guardiansOneSchema,
  },
  parameters: {
    path: '/parameters',
    summary: 'Every value, its bounds and what set it',
    params: nothing,
    query: nothing,
    answer: parametersOneSchema,
  },
  contracts: {
    path: '/contracts',
    summary: 'The contracts of the deployment',
    params: nothing,
    query: nothing,
    answer: contractsOneSchema,
  },
  status: {
    path: '/status',
    summary: 'Indexer, head, lag, last reorg',
    params: nothing,
    query: nothing,
    answer: statusOneSchema,
  },
  healthz: {
    path: '/healthz',
    summary: 'Whether the process lives',
    params: nothing,
    query: nothing,
    answer: healthSchema,
  },
  readyz: {
    path: '/readyz',
    summary: 'Whether reads are answered; 503 says why not',
    params: nothing,
    query: nothing,
    answer: healthSchema,
  },
} as const satisfies Record<string, Endpoint>
