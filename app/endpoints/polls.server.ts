import { z } from 'zod'
import {
  ballotBodySchema,
  pollBallotListSchema,
  pollBallotOneSchema,
  pollBodySchema,
  pollListSchema,
  pollOneSchema,
  pollStateSchema,
  revealBodySchema,
} from '~/features/polls/schema'
import { addressParameter, pageParameters } from '~/http/query'
import { type Endpoint, nothing } from './endpoint.server'

const byDigest = z.strictObject({
  id: z.string().regex(/^0x[0-9a-f]{64}$/, 'is no id of a poll: it is 32 bytes in lower-case hex'),
})

export const pollsEndpoints = {
  polls: {
    path: '/polls',
    summary: 'Temperature checks, newest first; they bind nobody',
    params: nothing,
    query: z.strictObject({ state: pollStateSchema.optional(), ...pageParameters }),
    answer: pollListSchema,
  },
  makePoll: {
    path: '/polls',
    method: 'post',
    creates: true,
    summary: 'Makes a poll that its author signed: an account with a seat, or with a tenth of what a proposal takes',
    params: nothing,
    query: nothing,
    body: pollBodySchema,
    answer: pollOneSchema,
  },
  poll: {
    path: '/polls/{id}',
    summary: 'One poll, with its result and what its author signed',
    params: byDigest,
    query: nothing,
    answer: pollOneSchema,
  },
  pollBallots: {
    path: '/polls/{id}/ballots',
    summary: 'All ballots with the messages that were signed, newest first, for anyone to count again',
    params: byDigest,
    query: z.strictObject({ voter: addressParameter.optional(), ...pageParameters }),
    answer: pollBallotListSchema,
  },
  castPollBallot: {
    path: '/polls/{id}/ballots',
    method: 'post',
    creates: true,
    summary: 'Brings a ballot that its voter signed; the last one of a voter counts',
    params: byDigest,
    query: nothing,
    body: ballotBodySchema,
    answer: pollBallotOneSchema,
  },
  revealPollBallot: {
    path: '/polls/{id}/reveals',
    method: 'post',
    creates: true,
    summary: 'Makes known what a ballot of a private poll says, after the end',
    params: byDigest,
    query: nothing,
    body: revealBodySchema,
    answer: pollBallotOneSchema,
  },
} as const satisfies Record<string, Endpoint>
