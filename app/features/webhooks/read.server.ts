import type { Address } from 'viem'
import type { Reader } from '#db/queries/reader.server'
import { type DeliveryRow, findDelivery, listDeliveries } from '#db/queries/webhook-deliveries.server'
import { findWebhook, listWebhooks, type WebhookOf, type WebhookRow } from '#db/queries/webhooks.server'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { toTime } from '~/http/present'
import type { Page } from '~/http/shapes'
import { getServices } from '~/services.server'
import type { Webhook, WebhookDelivery } from './schema'

const toWhen = (date: Date) => toTime(Math.floor(date.getTime() / 1000))

/** How a webhook is shown; its secrets never are. */
export const showWebhook = (row: WebhookRow): Webhook => ({
  ...{ id: row.id, url: row.url, description: row.description, events: row.events as Webhook['events'] },
  ...{ enabled: row.disabled_reason === null, disabledReason: row.disabled_reason },
  failingSince: row.failing_since && toWhen(row.failing_since),
  oldSecretUntil: row.old_secret_until && toWhen(row.old_secret_until),
  ...{ created: toWhen(row.created_at), changed: toWhen(row.changed_at) },
})

const showDelivery = ({ message, type, state, next_at, created_at, attempts }: DeliveryRow): WebhookDelivery => ({
  ...{ id: String(message), type, state, created: toWhen(created_at) },
  next: state === 'waiting' ? toWhen(next_at) : null,
  attempts: attempts.map(({ at, ...rest }) => ({ at: toWhen(new Date(at)), ...rest })),
})

/** Throws `webhook_unknown`, also for one of somebody else. */
export const refuseUnknown = ({ id, account }: WebhookOf): never => {
  throw new AppError('webhook_unknown', `${account} has no webhook ${id}: /api/v1/webhooks lists them.`)
}

/** The webhooks of an account. */
export const getWebhooks = async (sql: Reader, account: Address): Promise<Webhook[]> =>
  (await listWebhooks(sql, account)).map(showWebhook)

/** Throws `webhook_unknown`. */
export const getWebhook = async (sql: Reader, of: WebhookOf): Promise<Webhook> => {
  const row = await findWebhook(sql, of)
  return row === null ? refuseUnknown(of) : showWebhook(row)
}

/** What was sent and is to be sent to a webhook, newest first. Throws `webhook_unknown`. */
export const getDeliveries = async (
  of: WebhookOf,
  { state = null, ...paging }: Paging & { state?: WebhookDelivery['state'] | null | undefined },
): Promise<{ data: WebhookDelivery[]; page: Page }> => {
  const { writer } = await getServices()
  await getWebhook(writer, of)
  const { rows, page } = await readNumbered(paging, {
    height: 0,
    list: (asked) => listDeliveries(writer, { ...asked, webhook: of.id, state }),
    idOf: ({ message }) => message,
  })
  return { data: rows.map(showDelivery), page }
}

/** One message to a webhook of the caller's; throws `delivery_unknown`. */
export const getDelivery = async (sql: Reader, webhook: string, message: bigint): Promise<WebhookDelivery> => {
  const row = await findDelivery(sql, webhook, message)
  if (row !== null) return showDelivery(row)
  throw new AppError('delivery_unknown', `No message ${message} is kept for the webhook ${webhook}.`)
}
