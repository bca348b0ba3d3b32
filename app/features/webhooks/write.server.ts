import { randomBytes } from 'node:crypto'
import type { Address } from 'viem'
import { bytesToHex } from 'viem'
import type { Reader } from '#db/queries/reader.server'
import { insertTestMessage, restartDelivery } from '#db/queries/webhook-deliveries.server'
import {
  deleteWebhook,
  insertWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type WebhookOf,
} from '#db/queries/webhooks.server'
import { parseTarget } from '~/delivery/target'
import { AppError } from '~/domain/errors'
import { getServices } from '~/services.server'
import { buildBody } from './message'
import { getDelivery, getWebhook, getWebhooks, refuseUnknown, showWebhook } from './read.server'
import type { MadeWebhook, NewWebhook, Webhook, WebhookChange, WebhookDelivery } from './schema'
import { showSecret } from './sign'

const MOST_WEBHOOKS = 20
// Standard Webhooks: 24 to 64 bytes.
const SECRET_BYTES = 32
const BOTH_SIGN_HOURS = 24
const BY_OWNER = 'Its owner disabled it.'

const readTarget = async (url: string): Promise<string> => {
  const { env } = await getServices()
  return parseTarget(url, { allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === '1' }).href
}

/** Makes a webhook, with a secret that is shown this once. Throws `address_refused` and `limit_reached`. */
export const makeWebhook = async (
  sql: Reader,
  account: Address,
  { url, description, events }: NewWebhook,
): Promise<MadeWebhook> => {
  const secret = randomBytes(SECRET_BYTES)
  const wanted = { url: await readTarget(url), description, events: [...new Set(events)] }
  const row = await insertWebhook(sql, { account, secret: bytesToHex(secret), most: MOST_WEBHOOKS, ...wanted })
  if (row !== null) return { ...showWebhook(row), secret: showSecret(secret) }
  throw new AppError('limit_reached', `${account} has ${MOST_WEBHOOKS} webhooks: delete one that is no longer used.`)
}

/** Sets all that its owner may set. Throws `webhook_unknown` and `address_refused`. */
export const changeWebhook = async (sql: Reader, of: WebhookOf, change: WebhookChange): Promise<Webhook> => {
  const { url, description, events, enabled } = change
  const wanted = { url: await readTarget(url), description, events: [...new Set(events)] }
  const row = await updateWebhook(sql, of, { ...wanted, disabled: enabled ? null : BY_OWNER })
  return row === null ? refuseUnknown(of) : showWebhook(row)
}

/** Gives it a new secret; for a day the one before signs too. Throws `webhook_unknown`. */
export const rotateSecret = async (sql: Reader, of: WebhookOf): Promise<MadeWebhook> => {
  const secret = randomBytes(SECRET_BYTES)
  const row = await rotateWebhookSecret(sql, of, { secret: bytesToHex(secret), hours: BOTH_SIGN_HOURS })
  return row === null ? refuseUnknown(of) : { ...showWebhook(row), secret: showSecret(secret) }
}

/** Deletes a webhook, and answers those that are left. Throws `webhook_unknown`. */
export const endWebhook = async (sql: Reader, of: WebhookOf): Promise<Webhook[]> =>
  (await deleteWebhook(sql, of)) ? getWebhooks(sql, of.account) : refuseUnknown(of)

const requireEnabled = async (sql: Reader, of: WebhookOf): Promise<void> => {
  const { enabled, disabledReason } = await getWebhook(sql, of)
  if (enabled) return
  throw new AppError('webhook_disabled', `Nothing is sent to a disabled webhook: ${disabledReason} Enable it first.`)
}

/** Sends a message of the type `test`. Throws `webhook_unknown` and `webhook_disabled`. */
export const testWebhook = async (sql: Reader, of: WebhookOf): Promise<WebhookDelivery> => {
  await requireEnabled(sql, of)
  const body = buildBody({ type: 'test', at: new Date(), data: { webhook: of.id } })
  return getDelivery(sql, of.id, await insertTestMessage(sql, { webhook: of.id, type: 'test', body }))
}

/** Sends a message again, under its id. Throws `webhook_unknown`, `webhook_disabled` and `delivery_unknown`. */
export const replayDelivery = async (sql: Reader, of: WebhookOf, message: string): Promise<WebhookDelivery> => {
  await requireEnabled(sql, of)
  await restartDelivery(sql, of.id, message)
  return getDelivery(sql, of.id, BigInt(message))
}
