import type { Reader } from './reader.server'

type AttemptRow = { at: string; duration: number; status: number | null; error: string | null }

/** A message to one webhook, with its last attempts, newest first. */
export type DeliveryRow = {
  message: bigint
  type: string
  state: 'waiting' | 'delivered' | 'failed'
  next_at: Date
  created_at: Date
  attempts: AttemptRow[]
}

const MOST_ATTEMPTS = 20

const select = (sql: Reader) => sql`
  select d.message, m.type, d.state, d.next_at, m.created_at, coalesce(a.attempts, '[]') as attempts
  from webhook_deliveries d join webhook_messages m on m.id = d.message
  left join lateral (
    select json_agg(json_build_object('at', at, 'duration', duration, 'status', status, 'error', error)) as attempts
    from (select at, duration, status, error from webhook_attempts
      where webhook = d.webhook and message = d.message order by at desc limit ${MOST_ATTEMPTS}) newest) a on true`

type Asked = { webhook: string; state: string | null; from: string | null; backwards: boolean; limit: number }

/** Messages beyond `from`, which is left out: newest first, or oldest first when read backwards. */
export const listDeliveries = async (sql: Reader, asked: Asked): Promise<DeliveryRow[]> => {
  const { webhook, state, from, backwards, limit } = asked
  return [
    ...(await sql<DeliveryRow[]>`
      ${select(sql)} where d.webhook = ${webhook}
        and ${state === null ? sql`true` : sql`d.state = ${state}`}
        and ${from === null ? sql`true` : backwards ? sql`d.message > ${from}` : sql`d.message < ${from}`}
      order by d.message ${backwards ? sql`asc` : sql`desc`} limit ${limit}`),
  ]
}

export const findDelivery = async (sql: Reader, webhook: string, message: bigint): Promise<DeliveryRow | null> => {
  const [row] = await sql<DeliveryRow[]>`${select(sql)} where d.webhook = ${webhook} and d.message = ${message}`
  return row ?? null
}

/** Keeps a message that is no event, for one webhook; answers its id, which is of the sequence of events. */
export const insertTestMessage = async (
  sql: Reader,
  { webhook, type, body }: { webhook: string; type: string; body: string },
): Promise<bigint> => {
  const [row] = await sql<{ id: bigint }[]>`
    with kept as (
      insert into webhook_messages (id, type, body)
      values (nextval(pg_get_serial_sequence('outbox', 'id')), ${type}, ${body}) returning id)
    insert into webhook_deliveries (webhook, message) select ${webhook}::uuid, id from kept returning message as id`
  if (row === undefined) throw new Error('an insert that returned no row')
  return row.id
}

/** Lets a message be tried at once; one that had ended starts again from its first try. False where there is none. */
export const restartDelivery = async (sql: Reader, webhook: string, message: string): Promise<boolean> => {
  const { count } = await sql`
    update webhook_deliveries set state = 'waiting', next_at = clock_timestamp(),
      failures = case when state = 'waiting' then failures else 0 end
    where webhook = ${webhook} and message = ${message}`
  return count === 1
}
