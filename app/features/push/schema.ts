import { z } from 'zod'
import { pushTopics } from '~/domain/push-topics'
import { addressParameter } from '~/http/query'
import { addressSchema, hashSchema, orNull, timeSchema } from '~/http/shapes'
import { LOCALES } from '~/i18n/locale'

const topics = z.array(z.enum(pushTopics)).min(1).max(pushTopics.length).meta({
  description:
    'What happens to a proposal: it is made, its vote opens, ends within a day, has ended or was canceled, its calls were executed.',
})

const base64url = (characters: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}=*$`), `is no base64url of ${characters} characters`)

/** PushSubscription.toJSON() of a browser, and what it wants to be told. */
export const newPushSubscriptionSchema = z
  .strictObject({
    endpoint: z
      .string()
      .max(2_000)
      .meta({ description: 'Where its push service takes messages: https, at a public address.' }),
    expirationTime: z
      .number()
      .min(0)
      .max(8.64e15)
      .nullable()
      .optional()
      .meta({ description: 'Milliseconds since 1970 at which the browser lets it end.' }),
    keys: z.strictObject({
      p256dh: base64url(87).meta({ description: 'A point of P-256, uncompressed.' }),
      auth: base64url(22),
    }),
    topics,
    locale: z.enum(LOCALES).meta({ description: 'The language that it is told in.' }),
    account: addressParameter
      .nullable()
      .optional()
      .meta({ description: 'Is not reminded of a vote in which this account, or its delegate, has voted.' }),
  })
  .meta({ id: 'NewPushSubscription' })

const subscriptionSchema = z
  .strictObject({
    id: hashSchema.meta({ description: 'SHA-256 of the endpoint: who does not have the endpoint cannot name it.' }),
    topics,
    locale: z.enum(LOCALES),
    account: orNull(addressSchema),
    works: z
      .boolean()
      .meta({ description: 'Whether its push service took a message yet; until then it is only greeted.' }),
    created: timeSchema,
  })
  .meta({ id: 'PushSubscription' })

export const pushSubscriptionOneSchema = z
  .strictObject({ data: subscriptionSchema })
  .meta({ id: 'PushSubscriptionAnswer' })

export const pushEndedSchema = z
  .strictObject({ data: z.strictObject({ id: hashSchema }) })
  .meta({ id: 'PushEndedAnswer' })

export const pushKeySchema = z
  .strictObject({
    data: z.strictObject({
      publicKey: z
        .string()
        .meta({ description: 'What browsers take as applicationServerKey: a point of P-256 in base64url.' }),
    }),
  })
  .meta({ id: 'PushKeyAnswer' })

export type PushSubscription = z.infer<typeof subscriptionSchema>
export type NewPushSubscription = z.output<typeof newPushSubscriptionSchema>
