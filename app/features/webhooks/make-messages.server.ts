import { listOutboxAfter } from '#db/queries/outbox.server'
import type { Reader } from '#db/queries/reader.server'
import { hasNewEvents, insertMessages, lockWebhookPosition, setWebhookPosition } from '#db/queries/webhook-work.server'
import type { Services } from '~/services.server'
import { buildMessage } from './message'

const BATCH = 200

const makeBatch = async (sql: Reader): Promise<number> => {
  const position = await lockWebhookPosition(sql)
  if (position === null) return 0
  const rows = await listOutboxAfter(sql, position, BATCH)
  const last = rows.at(-1)
  if (last === undefined) return 0
  await insertMessages(
    sql,
    rows.map((row) => ({ id: String(row.id), ...buildMessage(row) })),
  )
  await setWebhookPosition(sql, last.id)
  return rows.length
}

/**
 * Turns new events into messages for the webhooks that want them. Messages and position are one transaction, so each
 * event becomes one message, whatever crashes, and however many servers run.
 */
export const makeMessages = async (sql: Services['writer']): Promise<void> => {
  if (!(await hasNewEvents(sql))) return
  for (let made = BATCH; made === BATCH; ) made = (await sql.begin(makeBatch)) as number
}
