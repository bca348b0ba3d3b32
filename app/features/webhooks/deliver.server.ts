import { hexToBytes } from 'viem'
import {
  type DueDelivery,
  disableWebhook,
  insertAttempt,
  releaseDelivery,
  setDelivered,
  setUndelivered,
} from '#db/queries/webhook-work.server'
import { type Outcome, post } from '~/delivery/post.server'
import type { Sender } from '~/delivery/run.server'
import { parseTarget } from '~/delivery/target'
import { delayAfter } from '~/domain/delivery-schedule'
import { AppError } from '~/domain/errors'
import { buildHeaders } from './sign'

const GONE = 410
const SLOW_MS = 3_000
const DAYS_TO_DISABLE = 5

const attempt = async ({ resolver, allowPrivate, signal }: Sender, due: DueDelivery): Promise<Outcome> => {
  const { message, body, secret, old_secret } = due
  const secrets = [secret, old_secret].flatMap((one) => (one === null ? [] : [Buffer.from(hexToBytes(one))]))
  const signed = buildHeaders({ id: String(message), at: Math.floor(Date.now() / 1000), body }, secrets)
  const headers = { 'content-type': 'application/json', 'user-agent': 'Ostrakon-Webhooks', ...signed }
  try {
    // The rules may have changed since the webhook was made.
    return await post(parseTarget(due.url, { allowPrivate }), { headers, body, resolver, allowPrivate, signal })
  } catch (error) {
    if (error instanceof AppError) return { status: null, error: error.message, duration: 0, retryAfter: null }
    throw error
  }
}

const describeEnd = ({ status, error }: Outcome) =>
  status === GONE
    ? { reason: 'It answered 410, which says that it is gone for good.' }
    : { reason: `Nothing was taken for ${DAYS_TO_DISABLE} days, at last: ${error}`, afterDays: DAYS_TO_DISABLE }

const record = (sql: Sender['sql'], due: DueDelivery, outcome: Outcome): Promise<unknown> =>
  sql.begin(async (transaction) => {
    if (!(await insertAttempt(transaction, { ...due, ...outcome }))) return
    if (outcome.error === null) return setDelivered(transaction, due, outcome.duration > SLOW_MS)
    const isGone = outcome.status === GONE
    await setUndelivered(transaction, due, isGone ? null : delayAfter(due.failures + 1, Math.random()))
    await disableWebhook(transaction, due.webhook, describeEnd(outcome))
  })

/** Tries a message once and says in the log how it went. Where the server stops in the middle it is given back. */
export const deliver = async (sender: Sender, due: DueDelivery): Promise<void> => {
  const outcome = await attempt(sender, due).catch((error: unknown) => {
    if (sender.signal.aborted) return null
    throw error
  })
  await (outcome === null ? releaseDelivery(sender.sql, due) : record(sender.sql, due, outcome))
}
