import { z } from 'zod'
import { eventKinds, proposalChanges } from '~/domain/event-kinds'
import { decimalSchema, pageSchema, timeSchema } from '~/http/shapes'

/** What a webhook can be told of. */
export const webhookEventNames = [
  ...eventKinds,
  ...proposalChanges.map((change) => `proposal.${change}` as const),
] as const

const eventNameSchema = z.enum(webhookEventNames).meta({
  id: 'WebhookEventName',
  description: 'A kind of event, or one change of a proposal; `proposal` stands for all of its changes.',
})

const events = z
  .array(eventNameSchema)
  .max(webhookEventNames.length)
  .meta({ description: 'Which events are sent; none named: all. A reorg is always sent: it takes back what was said.' })

// No `regex`: the document's patterns know no flags, and what is a control character is said by Unicode.
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !/\p{Cc}/u.test(value), 'holds a control character')

const wanted = {
  url: text(2_000).meta({
    description:
      'Where to POST: https, on port 443 or above 1023, at a public address, without user and password. Redirects are not followed.',
  }),
  description: text(200),
  events,
}

export const newWebhookSchema = z
  .strictObject({ ...wanted, description: wanted.description.default(''), events: events.default([]) })
  .meta({ id: 'NewWebhook' })

export const webhookChangeSchema = z.strictObject({ ...wanted, enabled: z.boolean() }).meta({ id: 'WebhookChange' })

const shown = {
  id: z.uuid(),
  ...{ url: z.string(), description: z.string(), events },
  enabled: z.boolean(),
  disabledReason: z
    .string()
    .nullable()
    .meta({ description: 'Why nothing is sent; what waits is sent once it is enabled.' }),
  failingSince: z
    .union([timeSchema, z.null()])
    .meta({ description: 'Since when every try failed; after five days it is disabled.' }),
  oldSecretUntil: z
    .union([timeSchema, z.null()])
    .meta({ description: 'Until when messages are also signed with the secret before.' }),
  created: timeSchema,
  changed: timeSchema,
}

const webhookSchema = z.strictObject(shown).meta({ id: 'Webhook' })

const madeWebhookSchema = z
  .strictObject({
    ...shown,
    secret: z.string().nullable().meta({
      description:
        'Signs what is sent, as Standard Webhooks has it. Shown this once; null where the answer is repeated.',
    }),
  })
  .meta({ id: 'MadeWebhook' })

export const webhookListSchema = z.strictObject({ data: z.array(webhookSchema) }).meta({ id: 'WebhookListAnswer' })
export const webhookOneSchema = z.strictObject({ data: webhookSchema }).meta({ id: 'WebhookAnswer' })
export const madeWebhookOneSchema = z.strictObject({ data: madeWebhookSchema }).meta({ id: 'MadeWebhookAnswer' })

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const

const deliverySchema = z
  .strictObject({
    id: decimalSchema.meta({ description: 'The webhook-id of the message, and the id of its event in /events.' }),
    type: z.string(),
    state: z.enum(deliveryStates),
    created: timeSchema,
    next: z.union([timeSchema, z.null()]).meta({ description: 'When it is tried next; null where it is over.' }),
    attempts: z
      .array(
        z.strictObject({
          at: timeSchema,
          duration: z.int().meta({ description: 'Milliseconds.' }),
          status: z.int().nullable().meta({ description: 'Of the answer; null where there was none.' }),
          error: z.string().nullable().meta({ description: 'Null where it was taken.' }),
        }),
      )
      .meta({ description: 'The last twenty, newest first.' }),
  })
  .meta({ id: 'WebhookDelivery' })

export const deliveryListSchema = z
  .strictObject({ data: z.array(deliverySchema), page: pageSchema })
  .meta({ id: 'WebhookDeliveryListAnswer' })
export const deliveryOneSchema = z.strictObject({ data: deliverySchema }).meta({ id: 'WebhookDeliveryAnswer' })

/** What is POSTed to a receiver. */
export const webhookMessageSchema = z
  .strictObject({
    type: z.enum([...eventKinds, 'test']),
    timestamp: timeSchema.meta({ description: 'When it was indexed, or when the test was asked for.' }),
    data: z.record(z.string(), z.unknown()).meta({
      description:
        'As in /events: `at` is the block; `id` the subject, where there is one; `changes` what happened to it. A reorg ' +
        'names the `blocks` and `proposals` that were withdrawn, and the `ancestor` that stands.',
    }),
  })
  .meta({ id: 'WebhookMessage', description: 'Standard Webhooks; webhook-id tells a message that comes twice.' })

export type Webhook = z.infer<typeof webhookSchema>
export type MadeWebhook = z.infer<typeof madeWebhookSchema>
export type NewWebhook = z.output<typeof newWebhookSchema>
export type WebhookChange = z.output<typeof webhookChangeSchema>
export type WebhookDelivery = z.infer<typeof deliverySchema>
