import type { Address, Hex } from 'viem'
import { accountLocks } from '#db/locks'
import type { Reader } from './reader.server'

/** A webhook without its secrets; `events` empty for all. */
export type WebhookRow = {
  id: string
  url: string
  description: string
  events: string[]
  old_secret_until: Date | null
  failing_since: Date | null
  disabled_reason: string | null
  created_at: Date
  changed_at: Date
}

/** Which webhook, and whose it must be. */
export type WebhookOf = { id: string; account: Address }

const columns = (sql: Reader) => sql`
  id, url, description, events, case when old_secret_until > clock_timestamp() then old_secret_until end as old_secret_until,
  failing_since, disabled_reason, created_at, changed_at`

/** The webhooks of an account, oldest first. */
export const listWebhooks = async (sql: Reader, account: Address): Promise<WebhookRow[]> => [
  ...(await sql<WebhookRow[]>`
    select ${columns(sql)} from webhooks where account = ${account.toLowerCase()} order by created_at, id`),
]

export const findWebhook = async (sql: Reader, { id, account }: WebhookOf): Promise<WebhookRow | null> => {
  const [row] = await sql<WebhookRow[]>`
    select ${columns(sql)} from webhooks where id = ${id} and account = ${account.toLowerCase()}`
  return row ?? null
}

type Wanted = Pick<WebhookRow, 'url' | 'description' | 'events'>

/** Null where the account has `most` already, also where many are made at once. */
export const insertWebhook = async (
  sql: Reader,
  { account, secret, most, ...wanted }: Wanted & { account: Address; secret: Hex; most: number },
): Promise<WebhookRow | null> => {
  const owner = account.toLowerCase()
  await sql`select pg_advisory_xact_lock(${accountLocks.webhooks}, hashtext(${owner}))`
  const [row] = await sql<WebhookRow[]>`
    insert into webhooks (account, url, description, events, secret)
    select ${owner}::bytea, ${wanted.url}, ${wanted.description}, ${wanted.events}::text[], ${secret}::bytea
    where (select count(*) from webhooks where account = ${owner}) < ${most}
    returning ${columns(sql)}`
  return row ?? null
}

/** `disabled`: why, null to enable it. A change starts anew: it counts as not failing. Null where there is none. */
export const updateWebhook = async (
  sql: Reader,
  { id, account }: WebhookOf,
  { url, description, events, disabled }: Wanted & { disabled: string | null },
): Promise<WebhookRow | null> => {
  const [row] = await sql<WebhookRow[]>`
    update webhooks set url = ${url}, description = ${description}, events = ${events}, failing_since = null,
      disabled_at = case when ${disabled}::text is null then null else coalesce(disabled_at, clock_timestamp()) end,
      disabled_reason = case when ${disabled}::text is null then null else coalesce(disabled_reason, ${disabled}) end,
      changed_at = clock_timestamp()
    where id = ${id} and account = ${account.toLowerCase()} returning ${columns(sql)}`
  return row ?? null
}

/** Sets a new secret; the one before signs too for so many hours, and one before that no more. Null where there is none. */
export const rotateWebhookSecret = async (
  sql: Reader,
  { id, account }: WebhookOf,
  { secret, hours }: { secret: Hex; hours: number },
): Promise<WebhookRow | null> => {
  const [row] = await sql<WebhookRow[]>`
    update webhooks set secret = ${secret}, old_secret = secret,
      old_secret_until = clock_timestamp() + ${hours} * interval '1 hour', changed_at = clock_timestamp()
    where id = ${id} and account = ${account.toLowerCase()} returning ${columns(sql)}`
  return row ?? null
}

/** Deletes it with all that was to be delivered and its log; false where there is none. */
export const deleteWebhook = async (sql: Reader, { id, account }: WebhookOf): Promise<boolean> => {
  const { count } = await sql`delete from webhooks where id = ${id} and account = ${account.toLowerCase()}`
  return count === 1
}
