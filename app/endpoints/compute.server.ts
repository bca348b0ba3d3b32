import { z } from 'zod'
import { ledgerOneSchema, lineListSchema, treasuryOneSchema } from '~/features/compute/budget-schema'
import { computePowerOneSchema } from '~/features/compute/power-schema'
import {
  allocationListSchema,
  epochListSchema,
  epochOneSchema,
  policyListSchema,
  poolListSchema,
  requestListSchema,
  simulationBodySchema,
  simulationOneSchema,
} from '~/features/compute/schema'
import { epochParameter, idParameter, pageParameters } from '~/http/query'
import { type Endpoint, nothing, page } from './endpoint.server'

const requestQuery = z.strictObject({
  epoch: epochParameter.optional(),
  pool: idParameter.optional(),
  party: idParameter.optional(),
  ...pageParameters,
})

export const computeEndpoints = {
  pools: {
    path: '/compute/pools',
    summary: 'Pools of compute with capacities and budgets',
    params: nothing,
    query: nothing,
    answer: poolListSchema,
  },
  policies: {
    path: '/compute/policies',
    summary: 'Every policy by which pools are shared, newest first',
    params: nothing,
    query: nothing,
    answer: policyListSchema,
  },
  epochs: {
    path: '/compute/epochs',
    summary: 'Epochs in which compute was asked for, newest first, with the outcome of each pool',
    params: nothing,
    query: page,
    answer: epochListSchema,
  },
  epoch: {
    path: '/compute/epochs/{epoch}',
    summary: 'One epoch; also current and next',
    params: z.strictObject({ epoch: z.union([z.enum(['current', 'next']), epochParameter]) }),
    query: nothing,
    answer: epochOneSchema,
  },
  computeRequests: {
    path: '/compute/requests',
    summary: 'Requests as they were made, newest first',
    params: nothing,
    query: requestQuery,
    answer: requestListSchema,
  },
  allocations: {
    path: '/compute/allocations',
    summary: 'What each party gets in an epoch, the current one where none is named',
    params: nothing,
    query: requestQuery,
    answer: allocationListSchema,
  },
  simulateAllocations: {
    path: '/compute/allocations:simulate',
    method: 'post',
    summary: 'What another policy would give on the requests of a round',
    params: nothing,
    query: nothing,
    body: simulationBodySchema,
    answer: simulationOneSchema,
  },
  budgets: {
    path: '/compute/budgets',
    summary: 'Budget lines, a pool in an epoch each, newest first',
    params: nothing,
    query: z.strictObject({ pool: idParameter.optional(), ...pageParameters }),
    answer: lineListSchema,
  },
  budgetLedger: {
    path: '/compute/budgets/{id}/ledger',
    summary: 'One budget line with everything that moved on it',
    params: z.strictObject({ id: z.string().max(32) }),
    query: nothing,
    answer: ledgerOneSchema,
  },
  computeConcentration: {
    path: '/compute/concentration',
    summary: 'How concentrated the shared compute is by party, over epochs; null where nobody asked yet',
    params: nothing,
    query: nothing,
    answer: computePowerOneSchema,
  },
  treasury: {
    path: '/treasury',
    summary: 'The money for compute: what is there, what it is set aside for, grants and flows',
    params: nothing,
    query: nothing,
    answer: treasuryOneSchema,
  },
} as const satisfies Record<string, Endpoint>
