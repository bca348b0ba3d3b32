import type { Address, Hex } from 'viem'
import { locks } from '#db/locks'
import type { Reader } from './reader.server'

/** What a browser asked to be told, without its address and keys. */
export type PushSubscriptionRow = {
  topics: string[]
  locale: string
  account: Address | null
  taken_at: Date | null
  created_at: Date
}

const columns = (sql: Reader) => sql`topics, locale, account, taken_at, created_at`

export const findPushSubscription = async (sql: Reader, id: Hex): Promise<PushSubscriptionRow | null> => {
  const [row] = await sql<PushSubscriptionRow[]>`select ${columns(sql)} from push_subscriptions where id = ${id}`
  return row ?? null
}

export type NewPushSubscription = {
  id: Hex
  endpoint: string
  p256dh: Hex
  auth: Hex
  topics: string[]
  locale: string
  account: Address | null
  expires: Date | null
}

/**
 * Keeps a subscription, or what changed of it, and counts it as not failing. Where there are `most` already, one that never
 * took anything goes, else the one that did so longest ago.
 */
export const upsertPushSubscription = async (
  sql: Reader,
  { id, endpoint, p256dh, auth, topics, locale, account, expires }: NewPushSubscription,
  most: number,
): Promise<PushSubscriptionRow & { made: boolean }> => {
  await sql`select pg_advisory_xact_lock(${locks.pushSubscriptions})`
  await sql`
    delete from push_subscriptions where id in (
      select id from push_subscriptions where id <> ${id}
      order by taken_at desc nulls last, created_at desc offset ${most - 1})`
  const [row] = await sql<[PushSubscriptionRow & { made: boolean }]>`
    insert into push_subscriptions as s (id, endpoint, p256dh, auth, topics, locale, account, expires_at)
    values (${id}, ${endpoint}, ${p256dh}, ${auth}, ${topics}, ${locale}, ${account?.toLowerCase() ?? null}, ${expires})
    on conflict (id) do update set p256dh = excluded.p256dh, auth = excluded.auth, topics = excluded.topics,
      locale = excluded.locale, account = excluded.account, expires_at = excluded.expires_at, failures = 0,
      next_at = clock_timestamp()
    returning ${columns(sql)}, xmax = 0 as made`
  return row
}

/** Deletes it with all that it was still to be told; false where there is none. */
export const deletePushSubscription = async (sql: Reader, id: Hex): Promise<boolean> => {
  const { count } = await sql`delete from push_subscriptions where id = ${id}`
  return count === 1
}
