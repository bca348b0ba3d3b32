import { getOutboxEnd, listOutboxAfter, type OutboxRow } from '#db/queries/outbox.server'
import { AppError } from '~/domain/errors'
import { toTime } from '~/http/present'
import { formatEvent, HEARTBEAT, readLastEventId } from '~/http/sse'
import { getServices, onClose } from '~/services.server'

const CHANNEL = 'ostrakon'
const HEARTBEAT_MS = 15_000
const RETRY_MS = 2_000
const BATCH = 500
const MOST_STREAMS = 1_000
// A client that takes nothing for so many unread chunks is cut off; it comes back with its Last-Event-ID.
const MOST_UNREAD = 256

type Wake = () => void

const streams = new Set<Wake>()
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const toText = ({ id, kind, block_number, block_hash, payload }: OutboxRow): string => {
  const { timestamp, ...facts } = isRecord(payload) ? payload : {}
  const time = typeof timestamp === 'number' || typeof timestamp === 'string' ? { time: toTime(Number(timestamp)) } : {}
  return formatEvent({
    id: String(id),
    event: kind,
    data: { ...facts, ...time, at: { block: block_number, hash: block_hash } },
  })
}

/** Sends everything after `position`, again and again when woken, until the client leaves. */
const pump = (start: bigint, signal: AbortSignal): ReadableStream<Uint8Array> => {
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
        signal.removeEventListener('abort', close)
        forget()
      }
      const close = () => {
        if (!streams.has(wake)) return
        end()
        controller.close()
      }
      const send = async () => {
        const { sql } = await getServices()
        for (let more = true; more && streams.has(wake); ) {
          const rows = await listOutboxAfter(sql, position, BATCH)
          if (!streams.has(wake)) return
          for (const row of rows) push(toText(row))
          position = rows.at(-1)?.id ?? position
          more = rows.length === BATCH
          if ((controller.desiredSize ?? 0) < -MOST_UNREAD) close()
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
      signal.addEventListener('abort', close)
      push(`retry: ${RETRY_MS}\n\n`)
      wake()
    },
    cancel: () => end(),
  })
}

/** A stream of what each indexed block changes, from after Last-Event-ID on, or from now on without one. */
export const openEvents = async (request: Request): Promise<Response> => {
  if (streams.size >= MOST_STREAMS) {
    throw new AppError('too_many_streams', `${MOST_STREAMS} event streams are open: try again later.`, {
      retryable: true,
    })
  }
  await listen()
  const { sql } = await getServices()
  const last = readLastEventId(request)
  const newest = await getOutboxEnd(sql)
  // An id from another database lies ahead of all that there is; such a client starts anew.
  const start = last === null || last > newest ? newest : last
  return new Response(request.method === 'HEAD' ? null : pump(start, request.signal), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}
