import { z } from 'zod'
import {
  deliveryListSchema,
  deliveryOneSchema,
  deliveryStates,
  madeWebhookOneSchema,
  newWebhookSchema,
  webhookChangeSchema,
  webhookListSchema,
  webhookOneSchema,
} from '~/features/webhooks/schema'
import { idParameter, pageParameters } from '~/http/query'
import { type Endpoint, nothing } from './endpoint.server'

const id = z.uuid('is no id of a webhook').toLowerCase()
const byUuid = z.strictObject({ id })

export const webhooksEndpoints = {
  webhooks: {
    path: '/webhooks',
    summary: 'Your webhooks',
    access: 'webhooks',
    params: nothing,
    query: nothing,
    answer: webhookListSchema,
  },
  makeWebhook: {
    path: '/webhooks',
    method: 'post',
    creates: true,
    summary: 'Makes a webhook; the secret that it signs with is shown this once',
    access: 'webhooks',
    params: nothing,
    query: nothing,
    body: newWebhookSchema,
    answer: madeWebhookOneSchema,
  },
  webhook: {
    path: '/webhooks/{id}',
    summary: 'One of your webhooks, and whether it takes what is sent',
    access: 'webhooks',
    params: byUuid,
    query: nothing,
    answer: webhookOneSchema,
  },
  changeWebhook: {
    path: '/webhooks/{id}',
    method: 'put',
    summary: 'Sets all of a webhook but its secret; also enables it again',
    access: 'webhooks',
    params: byUuid,
    query: nothing,
    body: webhookChangeSchema,
    answer: webhookOneSchema,
  },
  endWebhook: {
    path: '/webhooks/{id}',
    method: 'delete',
    summary: 'Deletes a webhook with its log; answers those that are left',
    access: 'webhooks',
    params: byUuid,
    query: nothing,
    answer: webhookListSchema,
  },
  testWebhook: {
    path: '/webhooks/{id}:test',
    method: 'post',
    creates: true,
    summary: 'Sends a message of the type test',
    access: 'webhooks',
    params: byUuid,
    query: nothing,
    answer: deliveryOneSchema,
  },
  rotateWebhook: {
    path: '/webhooks/{id}:rotate',
    method: 'post',
    creates: true,
    summary: 'Makes a new secret, shown this once; for 24 hours the one before signs as well',
    access: 'webhooks',
    params: byUuid,
    query: nothing,
    answer: madeWebhookOneSchema,
  },
  deliveries: {
    path: '/webhooks/{id}/deliveries',
    summary: 'What was and is to be sent, newest first, with each attempt; kept for 30 days',
    access: 'webhooks',
    params: byUuid,
    query: z.strictObject({ state: z.enum(deliveryStates).optional(), ...pageParameters }),
    answer: deliveryListSchema,
  },
  replayDelivery: {
    path: '/webhooks/{id}/deliveries/{delivery}:replay',
    method: 'post',
    creates: true,
    summary: 'Sends a message again at once, under the same id',
    access: 'webhooks',
    params: z.strictObject({ id, delivery: idParameter }),
    query: nothing,
    answer: deliveryOneSchema,
  },
} as const satisfies Record<string, Endpoint>
