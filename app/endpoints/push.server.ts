import { z } from 'zod'
import {
  newPushSubscriptionSchema,
  pushEndedSchema,
  pushKeySchema,
  pushSubscriptionOneSchema,
} from '~/features/push/schema'
import { type Endpoint, nothing } from './endpoint.server'

const byEndpoint = z.strictObject({
  id: z.string().regex(/^0x[0-9a-f]{64}$/, 'is no id of a subscription: it is 32 bytes in lower-case hex'),
})

export const pushEndpoints = {
  pushKey: {
    path: '/push/key',
    summary: 'The public key that browsers subscribe with',
    params: nothing,
    query: nothing,
    answer: pushKeySchema,
  },
  pushSubscription: {
    path: '/push/subscriptions/{id}',
    summary: 'What a browser is told',
    params: byEndpoint,
    query: nothing,
    answer: pushSubscriptionOneSchema,
  },
  keepPushSubscription: {
    path: '/push/subscriptions/{id}',
    method: 'put',
    // Each makes the portal send a message to a server that the caller names.
    cost: 10,
    summary: 'Subscribes a browser, or sets what it is told; a new one is sent a greeting',
    params: byEndpoint,
    query: nothing,
    body: newPushSubscriptionSchema,
    answer: pushSubscriptionOneSchema,
  },
  endPushSubscription: {
    path: '/push/subscriptions/{id}',
    method: 'delete',
    summary: 'Ends a subscription',
    params: byEndpoint,
    query: nothing,
    answer: pushEndedSchema,
  },
} as const satisfies Record<string, Endpoint>
