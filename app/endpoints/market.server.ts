import { z } from 'zod'
import { JOB_STATES, LEASE_STATES, ORDER_STATES } from '~/domain/market/states'
import { disputeListSchema, disputeOneSchema } from '~/features/market/schema/disputes'
import { jobListSchema, jobOneSchema } from '~/features/market/schema/jobs'
import { leaseListSchema, leaseOneSchema } from '~/features/market/schema/leases'
import { creditOneSchema, marketOneSchema } from '~/features/market/schema/market'
import { bidListSchema, orderListSchema, orderOneSchema } from '~/features/market/schema/orders'
import { providerListSchema, providerOneSchema } from '~/features/market/schema/providers'
import { addressParameter, idParameter, pageParameters } from '~/http/query'
import { byAddress, byId, type Endpoint, nothing, page } from './endpoint.server'

const providerQuery = z.strictObject({
  pool: idParameter.optional(),
  operator: addressParameter.optional(),
  ...pageParameters,
})

const orderQuery = z.strictObject({
  state: z.enum(ORDER_STATES).optional(),
  pool: idParameter.optional(),
  tenant: addressParameter.optional(),
  ...pageParameters,
})

const bidQuery = z.strictObject({ order: idParameter.optional(), provider: idParameter.optional(), ...pageParameters })

const leaseQuery = z.strictObject({
  state: z.enum(LEASE_STATES).optional(),
  tenant: addressParameter.optional(),
  provider: idParameter.optional(),
  ...pageParameters,
})

const jobQuery = z.strictObject({
  state: z.enum(JOB_STATES).optional(),
  tenant: addressParameter.optional(),
  provider: idParameter.optional(),
  ...pageParameters,
})

export const marketEndpoints = {
  providers: {
    path: '/compute/providers',
    summary: 'Providers of compute, newest first: capacity, audits, stake and reputation',
    params: nothing,
    query: providerQuery,
    answer: providerListSchema,
  },
  provider: {
    path: '/compute/providers/{id}',
    summary: 'One provider with its leases, the share of its pool by party, and the events behind its reputation',
    params: byId,
    query: nothing,
    answer: providerOneSchema,
  },
  orders: {
    path: '/compute/orders',
    summary: 'Orders on the compute market, newest first',
    params: nothing,
    query: orderQuery,
    answer: orderListSchema,
  },
  order: {
    path: '/compute/orders/{id}',
    summary: 'One order with its bids, who would win now and why',
    params: byId,
    query: nothing,
    answer: orderOneSchema,
  },
  bids: {
    path: '/compute/bids',
    summary: 'Bids as they were made, newest first, and what became of them',
    params: nothing,
    query: bidQuery,
    answer: bidListSchema,
  },
  leases: {
    path: '/compute/leases',
    summary: 'Leases, newest order first; what they earned can be told by the second',
    params: nothing,
    query: leaseQuery,
    answer: leaseListSchema,
  },
  lease: {
    path: '/compute/leases/{id}',
    summary: 'One lease with everything that happened to it; its id is its order’s',
    params: byId,
    query: nothing,
    answer: leaseOneSchema,
  },
  jobs: {
    path: '/compute/jobs',
    summary: 'Jobs paid by the milestone, newest first',
    params: nothing,
    query: jobQuery,
    answer: jobListSchema,
  },
  job: {
    path: '/compute/jobs/{id}',
    summary: 'One job with its milestones: deadlines, deliveries, what was paid and what is contested',
    params: byId,
    query: nothing,
    answer: jobOneSchema,
  },
  disputes: {
    path: '/compute/disputes',
    summary: 'Cases before the arbiters, newest first',
    params: nothing,
    query: page,
    answer: disputeListSchema,
  },
  dispute: {
    path: '/compute/disputes/{id}',
    summary: 'One case: sides, arbiters and their votes, evidence, clock and settlement',
    params: byId,
    query: nothing,
    answer: disputeOneSchema,
  },
  market: {
    path: '/compute/market',
    summary:
      'The terms of the market by version and what set them, its pause, auditors, attributes, arbiters, and what nodes are rewarded',
    params: nothing,
    query: nothing,
    answer: marketOneSchema,
  },
  credit: {
    path: '/compute/credits/{address}',
    summary: 'What the market owes an account',
    params: byAddress,
    query: nothing,
    answer: creditOneSchema,
  },
} as const satisfies Record<string, Endpoint>
