import { z } from 'zod'
import {
  relayedOneSchema,
  relayStatusSchema,
  signedBallotSchema,
  signedDelegationSchema,
} from '~/features/relay/schema'
import { type Endpoint, nothing } from './endpoint.server'

const byUuid = z.strictObject({ id: z.uuid('is no id that a POST answered').toLowerCase() })

export const relayEndpoints = {
  relayVote: {
    path: '/relay/votes',
    method: 'post',
    cost: 5,
    creates: true,
    summary: 'Sends a ballot that was signed elsewhere',
    params: nothing,
    query: nothing,
    body: signedBallotSchema,
    answer: relayedOneSchema,
  },
  relayedVote: {
    path: '/relay/votes/{id}',
    summary: 'What became of a ballot that was sent here',
    params: byUuid,
    query: nothing,
    answer: relayedOneSchema,
  },
  relayDelegation: {
    path: '/relay/delegations',
    method: 'post',
    cost: 5,
    creates: true,
    summary: 'Sends a delegation of tokens that was signed elsewhere',
    params: nothing,
    query: nothing,
    body: signedDelegationSchema,
    answer: relayedOneSchema,
  },
  relayedDelegation: {
    path: '/relay/delegations/{id}',
    summary: 'What became of a delegation that was sent here',
    params: byUuid,
    query: nothing,
    answer: relayedOneSchema,
  },
  relayStatus: {
    path: '/relay/status',
    summary: 'Whether the relay can send, its balance and quota, and what waits',
    params: nothing,
    query: nothing,
    answer: relayStatusSchema,
  },
} as const satisfies Record<string, Endpoint>
