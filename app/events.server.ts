import { setTimeout as sleep } from 'node:timers/promises'
import { getOutboxEnd, listOutboxAfter, type OutboxRow } from '#db/queries/outbox.server'
import { AppError } from '~/domain/errors'
import { buildEventData } from '~/http/event'
import { formatEvent, HEARTBEAT, readLastEventId } from '~/http/sse'
import { getServices, onClose } from '~/services.server'

const CHANNEL = 'ostrakon'
const HEARTBEAT_MS = 15_000
const RETRY_MS = 2_000
const BATCH = 100
const MOST_STREAMS = 1_000
// A client that leaves so many bytes unread for so long is cut off and what waits for it is dropped; it comes back with its
// Last-Event-ID. Remix writes a stream out as fast as it comes, so only the connection knows what is unread.
const MOST_UNREAD_BYTES = 256 * 1024
const PATIENCE_MS = 10_000

type Wake = () => void

const streams = new Set<Wake>()
let opening = 0
let listening: Promise<void> | undefined

const wakeAll = (): void => {
  for (const wake of streams) wake()
}

// One connection listens for all streams; it wakes them also when it had to connect anew, since it may have missed some.
const startListening = async (): Promise<void> => {
  const { sql } = await getServices()
  const { unlisten } = await sql.listen(CHANNEL, wakeAll, wakeAll)
  onClose(async () => {
    listening = undefined
    await unlisten()
  })
}

const listen = (): Promise<void> => {
  listening ??= startListening().catch((error: unknown) => {
    listening = undefined
    throw error
  })
  return listening
}

/** How many streams are open. */
export const countStreams = (): number => streams.size

const toText = (row: OutboxRow): string =>
  formatEvent({ id: String(row.id), event: row.kind, data: buildEventData(row) })

// What was pushed must reach the connection before it can be counted there; a slow reader is waited for, so that a long
// replay comes to an end.
const waitForReader = async (countUnread: () => number): Promise<void> => {
  await sleep(0)
  for (let waited = 0; countUnread() > MOST_UNREAD_BYTES && waited < PATIENCE_MS; waited += 100) await sleep(100)
}

/** The connection to a client: the bytes that wait in it, and who is told, once, when it is gone. */
export type Connection = { countUnread: () => number; onGone: (listener: () => void) => void }

/** Sends everything after `position`, again and again when woken, until the client leaves. */
const pump = (start: bigint, { countUnread, onGone }: Connection): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let position = start
  let isSending = false
  let isWoken = false
  let end: () => void = () => undefined

  return new ReadableStream({
    start: (controller) => {
      const push = (text: string) => controller.enqueue(encoder.encode(text))
      end = () => {
        streams.delete(wake)
        clearInterval(heartbeat)
        forget()
      }
      const close = () => {
        if (!streams.has(wake)) return
        end()
        controller.close()
      }
      const cutOff = () => {
        if (!streams.has(wake)) return
        end()
        controller.error(new AppError('stream_unread', `A reader of events left ${countUnread()} bytes unread.`))
      }
      const send = async () => {
        const { sql } = await getServices()
        for (let more = true; more && streams.has(wake); ) {
          const rows = await listOutboxAfter(sql, position, BATCH)
          if (!streams.has(wake)) return
          for (const row of rows) push(toText(row))
          position = rows.at(-1)?.id ?? position
          more = rows.length === BATCH
          await waitForReader(countUnread)
          if (countUnread() > MOST_UNREAD_BYTES) return cutOff()
        }
      }
      const wake = () => {
        isWoken = true
        if (isSending) return
        isSending = true
        const run = async () => {
          while (isWoken && streams.has(wake)) {
            isWoken = false
            await send()
          }
        }
        // The client connects again and says what it saw last.
        run()
          .catch(close)
          .finally(() => {
            isSending = false
          })
      }
      const heartbeat = setInterval(() => {
        push(HEARTBEAT)
        wake()
      }, HEARTBEAT_MS)
      const forget = onClose(async () => close())
      streams.add(wake)
      onGone(close)
      push(`retry: ${RETRY_MS}\n\n`)
      wake()
    },
    cancel: () => end(),
  })
}

/** A stream of what each indexed block changes, from after Last-Event-ID on, or from now on without one. */
export const openEvents = async (request: Request, connection: Connection): Promise<Response> => {
  // Whoever is still being let in counts as well: many may come at once.
  if (streams.size + opening >= MOST_STREAMS) {
    throw new AppError('too_many_streams', `${MOST_STREAMS} event streams are open: try again later.`, {
      retryable: true,
    })
  }
  opening++
  try {
    return await open(request, connection)
  } finally {
    opening--
  }
}

const open = async (request: Request, connection: Connection): Promise<Response> => {
  await listen()
  const { sql } = await getServices()
  const last = readLastEventId(request)
  const newest = await getOutboxEnd(sql)
  // An id from another database lies ahead of all that there is; such a client starts anew.
  const start = last === null || last > newest ? newest : last
  return new Response(request.method === 'HEAD' ? null : pump(start, connection), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}
