import { z } from 'zod'
import { concentrationListSchema, concentrationOneSchema, METRICS, turnoutListSchema } from '~/features/metrics/schema'
import { listParameter, pageParameters, timeParameter } from '~/http/query'
import { houseSchema } from '~/http/shapes'
import { type Endpoint, nothing } from './endpoint.server'
import { kinds } from './proposals.server'

const measured = { house: houseSchema.optional(), metric: listParameter(METRICS).optional() }

const placeParameter = z
  .union([
    z
      .string()
      .regex(/^(0|[1-9][0-9]{0,14})$/)
      .transform((text) => ({ block: Number(text) })),
    timeParameter.transform((time) => ({ time })),
  ])
  .meta({ param: { description: 'A block’s number, or an RFC 3339 time such as 2026-11-23T00:00:00Z.' } })

export const metricsEndpoints = {
  concentration: {
    path: '/metrics/concentration',
    summary: 'How concentrated the votes of each house are, by account and by party, now or at any time before',
    params: nothing,
    query: z.strictObject({ ...measured, at: placeParameter.optional() }),
    answer: concentrationOneSchema,
  },
  concentrationHistory: {
    path: '/metrics/concentration/history',
    summary: 'The same of one house at the beginning of each epoch, or at the snapshot of each proposal, newest first',
    params: nothing,
    query: z.strictObject({ ...measured, over: z.enum(['epochs', 'snapshots']).optional(), ...pageParameters }),
    answer: concentrationListSchema,
  },
  turnout: {
    path: '/metrics/turnout',
    summary: 'How many of those who could vote did, by proposal and house, newest first',
    params: nothing,
    query: z.strictObject({
      house: houseSchema.optional(),
      kind: listParameter(kinds).optional(),
      from: timeParameter.optional(),
      to: timeParameter.optional(),
      ...pageParameters,
    }),
    answer: turnoutListSchema,
  },
  prometheus: {
    path: '/metrics',
    summary: 'What a Prometheus scrapes: requests, the state of the index, and the process',
    params: nothing,
    query: nothing,
    answer: z.string(),
    media: 'text/plain',
  },
} as const satisfies Record<string, Endpoint>
