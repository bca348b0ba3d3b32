import type { Hex } from 'viem'
import type { PushTransition } from '~/domain/push-topics'
import type { Reader } from './reader.server'

/** What happened to a proposal; of what the clock brought `tx_hash` is null. */
export type PushEvent = { proposal_id: bigint; kind: string; tx_hash: Hex | null }

/** Votes that end within `notice` seconds after `now`, and that began before that. `time`: when that became so. */
export const listClosingVotes = async (
  sql: Reader,
  { now, notice }: { now: number; notice: number },
): Promise<(PushEvent & { time: number })[]> => [
  ...(await sql<(PushEvent & { time: number })[]>`
    select 'closing' as kind, p.proposal_id, null::bytea as tx_hash, (p.deadline - ${notice})::float8 as time
    from proposals p join proposal_heads h using (proposal_id)
    where p.deadline >= ${now} and p.deadline <= ${now + notice} and p.snapshot < p.deadline - ${notice}
      and h.canceled_block is null`),
]

/** Those of which no message was made. */
export const listUntold = async <Event extends PushEvent>(sql: Reader, events: readonly Event[]): Promise<Event[]> => {
  if (events.length === 0) return []
  const ids = events.map(({ proposal_id }) => String(proposal_id))
  const told = await sql<{ proposal_id: bigint; transition: string; tx_hash: Hex | null }[]>`
    select proposal_id, transition, tx_hash from push_messages where proposal_id = any(${ids}::bigint[])`
  const keyOf = (id: bigint, transition: string, transaction: Hex | null) => `${id} ${transition} ${transaction}`
  const known = new Set(told.map((one) => keyOf(one.proposal_id, one.transition, one.tx_hash)))
  return events.filter((one) => !known.has(keyOf(one.proposal_id, one.kind, one.tx_hash)))
}

export type NewPushMessage = {
  proposal_id: string
  transition: PushTransition
  /** Hex without 0x. */
  tx: string | null
  topic: string
  title: string
  until: number | null
  passed: boolean | null
}

/**
 * Keeps messages, each of which whoever follows its topic is to be told, once: of the end of a vote only who has not voted,
 * nor its delegate. Whoever never took anything is told nothing.
 */
export const insertPushMessages = async (sql: Reader, messages: readonly NewPushMessage[]): Promise<void> => {
  await sql`
    with kept as (
      insert into push_messages (proposal_id, transition, tx_hash, topic, title, until, passed)
      select proposal_id, transition, decode(tx, 'hex'), topic, title, until, passed
      from jsonb_to_recordset(${sql.json(messages)}) as m(
        proposal_id bigint, transition text, tx text, topic text, title text, until bigint, passed boolean)
      on conflict do nothing
      returning id, proposal_id, topic)
    insert into push_deliveries (subscription, message)
    select s.id, kept.id from kept
    join push_subscriptions s on s.taken_at is not null and kept.topic = any(s.topics)
    left join holder_heads h on h.account = s.account
    where kept.topic <> 'closing' or s.account is null or not exists (
      select from votes v where v.proposal_id = kept.proposal_id and v.voter in (s.account, h.delegate))`
}

/** A message that is to be sent now; without one, the greeting that every subscription begins with. */
export type DuePush = {
  subscription: Hex
  endpoint: string
  p256dh: Hex
  auth: Hex
  locale: string
  failures: number
  greeted: boolean
  message: bigint | null
  proposal_id: bigint
  transition: PushTransition
  title: string
  until: number | null
  passed: boolean | null
}

type Claim = { slow: boolean; limit: number; seconds: number }

/**
 * Takes for so many seconds some subscriptions that were slow at their last try or not, each with its oldest message. No
 * other server takes them meanwhile.
 */
export const claimPushes = async (sql: Reader, { slow, limit, seconds }: Claim): Promise<DuePush[]> => [
  ...(await sql<DuePush[]>`
    with due as (
      select id from push_subscriptions
      where slow = ${slow} and next_at <= clock_timestamp()
        and (taken_at is null or id in (select subscription from push_deliveries))
      order by random() limit ${limit} for update skip locked),
    taken as (
      update push_subscriptions s set next_at = clock_timestamp() + ${seconds} * interval '1 second'
      from due where s.id = due.id returning s.*)
    select t.id as subscription, t.endpoint, t.p256dh, t.auth, t.locale, t.failures, t.taken_at is not null as greeted,
      m.id as message, m.proposal_id, m.transition, m.title, m.until::float8, m.passed
    from taken t
    left join lateral (
      select message from push_deliveries where subscription = t.id and t.taken_at is not null
      order by message limit 1) d on true
    left join push_messages m on m.id = d.message`),
]

/** Gives back what was taken and not tried. */
export const releasePush = async (sql: Reader, { subscription }: DuePush): Promise<void> => {
  await sql`update push_subscriptions set next_at = clock_timestamp() where id = ${subscription}`
}

/** Notes that it was taken. `slow`: whether that took long. */
export const setPushTaken = async (sql: Reader, { subscription, message }: DuePush, slow: boolean): Promise<void> => {
  await sql`
    with told as (
      delete from push_deliveries where subscription = ${subscription} and message = ${message === null ? null : String(message)})
    update push_subscriptions set failures = 0, slow = ${slow}, taken_at = clock_timestamp(), next_at = clock_timestamp()
    where id = ${subscription}`
}

/** Notes a try that failed; the next one is after so many milliseconds. */
export const setPushFailed = async (sql: Reader, { subscription }: DuePush, delay: number): Promise<void> => {
  await sql`
    update push_subscriptions set failures = failures + 1, slow = true,
      next_at = clock_timestamp() + ${delay} * interval '1 millisecond'
    where id = ${subscription}`
}

/** Forgets what is too old to be told, subscriptions that are over, and what was told so long ago that it cannot come again. */
export const tidyPushes = async (sql: Reader, days: { waiting: number; told: number }): Promise<void> => {
  await sql`
    delete from push_deliveries d using push_messages m
    where m.id = d.message and m.created_at < clock_timestamp() - ${days.waiting} * interval '1 day'`
  await sql`delete from push_subscriptions where expires_at < clock_timestamp()`
  await sql`delete from push_messages where created_at < clock_timestamp() - ${days.told} * interval '1 day'`
}
