import type { Hex } from 'viem'
import type { Reader } from './reader.server'

/** Whether something happened of which no messages were made yet. */
export const hasNewEvents = async (sql: Reader): Promise<boolean> => {
  const [row] = await sql<[{ there: boolean }]>`
    select exists (select from outbox, webhook_position where id > position) as there`
  return row.there
}

/** Up to where messages were made; null while another server makes them. Held until the transaction ends. */
export const lockWebhookPosition = async (sql: Reader): Promise<bigint | null> => {
  const [row] = await sql<{ position: bigint }[]>`select position from webhook_position for update skip locked`
  return row?.position ?? null
}

export const setWebhookPosition = async (sql: Reader, position: bigint): Promise<void> => {
  await sql`update webhook_position set position = ${String(position)}`
}

/** `names`: a webhook that wants one of them is told; null: every one is. */
export type NewMessage = { id: string; type: string; body: string; names: string[] | null }

/** Keeps those messages that a webhook wants, and that each of these is to be told. */
export const insertMessages = async (sql: Reader, messages: readonly NewMessage[]): Promise<void> => {
  await sql`
    with said as (
      select * from jsonb_to_recordset(${sql.json(messages)}) as m(id bigint, type text, body text, names text[])),
    wanted as (
      select w.id as webhook, said.id as message from said
      join webhooks w on said.names is null or w.events = '{}' or w.events && said.names
      where w.disabled_at is null),
    kept as (
      insert into webhook_messages (id, type, body)
      select id, type, body from said where id in (select message from wanted))
    insert into webhook_deliveries (webhook, message) select webhook, message from wanted`
}

/** A message that is to be sent now. */
export type DueDelivery = {
  webhook: string
  message: bigint
  failures: number
  url: string
  secret: Hex
  old_secret: Hex | null
  body: string
}

type Claim = { slow: boolean; busy: readonly string[]; each: number; limit: number; seconds: number }

/**
 * Takes messages that are due for so many seconds, of some webhooks that are not busy and were slow at their last try or
 * not; `each` at most of a webhook. No other server takes them meanwhile.
 */
export const claimDeliveries = async (
  sql: Reader,
  { slow, busy, each, limit, seconds }: Claim,
): Promise<DueDelivery[]> => [
  ...(await sql<DueDelivery[]>`
    with due as (
      select d.webhook, d.message from (
        select id from webhooks where disabled_at is null and slow = ${slow} and not id = any(${[...busy]}::uuid[])
        order by random()) w
      cross join lateral (
        select webhook, message from webhook_deliveries
        where webhook = w.id and state = 'waiting' and next_at <= clock_timestamp()
        order by next_at, message limit ${each} for update skip locked) d
      limit ${limit})
    update webhook_deliveries d set next_at = clock_timestamp() + ${seconds} * interval '1 second'
    from due, webhooks w, webhook_messages m
    where d.webhook = due.webhook and d.message = due.message and w.id = d.webhook and m.id = d.message
    returning d.webhook, d.message, d.failures, w.url, w.secret,
      case when w.old_secret_until > clock_timestamp() then w.old_secret end as old_secret, m.body`),
]

type DeliveryKey = Pick<DueDelivery, 'webhook' | 'message'>

/** Gives back what was taken and not tried. */
export const releaseDelivery = async (sql: Reader, { webhook, message }: DeliveryKey): Promise<void> => {
  await sql`
    update webhook_deliveries set next_at = clock_timestamp()
    where webhook = ${webhook} and message = ${message} and state = 'waiting'`
}

type Attempt = DeliveryKey & { duration: number; status: number | null; error: string | null }

/** Writes an attempt into the log; false where the webhook or the message is gone meanwhile. */
export const insertAttempt = async (sql: Reader, attempt: Attempt): Promise<boolean> => {
  const { webhook, message, duration, status, error } = attempt
  // Before its messages, as deleting it does: else the two could wait for each other.
  await sql`select from webhooks where id = ${webhook} for no key update`
  const { count } = await sql`
    insert into webhook_attempts (webhook, message, at, duration, status, error)
    select webhook, message, clock_timestamp() - ${duration} * interval '1 millisecond', ${duration}::integer,
      ${status}::smallint, ${error}::text
    from webhook_deliveries where webhook = ${webhook} and message = ${message}`
  return count === 1
}

/** Notes that it was delivered. `slow`: whether it took long. */
export const setDelivered = async (sql: Reader, { webhook, message }: DeliveryKey, slow: boolean): Promise<void> => {
  await sql`
    update webhook_deliveries set state = 'delivered' where webhook = ${webhook} and message = ${message}`
  await sql`
    update webhooks set failing_since = null, slow = ${slow}
    where id = ${webhook} and (failing_since is not null or slow <> ${slow})`
}

/**
 * Notes a try that failed: the next one is after so many milliseconds, null: it is given up. What another server
 * delivered meanwhile stays so.
 */
export const setUndelivered = async (
  sql: Reader,
  { webhook, message }: DeliveryKey,
  delay: number | null,
): Promise<void> => {
  await sql`
    update webhook_deliveries set failures = failures + 1, state = ${delay === null ? 'failed' : 'waiting'},
      next_at = clock_timestamp() + ${delay ?? 0} * interval '1 millisecond'
    where webhook = ${webhook} and message = ${message} and state = 'waiting'`
  await sql`
    update webhooks set slow = true, failing_since = coalesce(failing_since, clock_timestamp()) where id = ${webhook}`
}

/** Disables a webhook, with a reason; `afterDays`: only where nothing was delivered for so long. */
export const disableWebhook = async (
  sql: Reader,
  webhook: string,
  { reason, afterDays = 0 }: { reason: string; afterDays?: number },
): Promise<void> => {
  await sql`
    update webhooks set disabled_at = clock_timestamp(), disabled_reason = ${reason}
    where id = ${webhook} and disabled_at is null and failing_since <= clock_timestamp() - ${afterDays} * interval '1 day'`
}

/** Disables webhooks for which more than `most` messages wait. */
export const disableOverfull = async (
  sql: Reader,
  { most, reason }: { most: number; reason: string },
): Promise<void> => {
  await sql`
    update webhooks set disabled_at = clock_timestamp(), disabled_reason = ${reason}
    where disabled_at is null and id in (
      select webhook from webhook_deliveries where state = 'waiting' group by webhook having count(*) > ${most})`
}

/** Forgets some messages older than so many days, with all that became of them. */
export const deleteOldMessages = async (
  sql: Reader,
  { days, limit }: { days: number; limit: number },
): Promise<void> => {
  await sql`
    delete from webhook_messages where id in (
      select id from webhook_messages where created_at < clock_timestamp() - ${days} * interval '1 day'
      limit ${limit} for update skip locked)`
}
