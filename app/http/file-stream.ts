import { AppError } from '~/domain/errors'

// Each holds a connection to the database for as long as its reader takes.
const MOST_AT_ONCE = 2
const MOST_WAIT_MS = 30_000

/** A table as of one block; `name` tells which, so that two people can compare what they got byte for byte. */
export type FileStream = { name: string; lines: ReadableStream<Uint8Array> }

let running = 0

const within = <Value>(promise: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the reader takes nothing')), MOST_WAIT_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const send = async (chunks: AsyncIterable<string>, writer: WritableStreamDefaultWriter<Uint8Array>) => {
  const encoder = new TextEncoder()
  for await (const chunk of chunks) await within(writer.write(encoder.encode(chunk)))
}

/** Names the file and writes it, to its end. */
type Write = (name: string, chunks: AsyncIterable<string>) => Promise<void>

/**
 * A file that is written as its reader takes it, while `run` keeps open what it is written from. A reader who goes away
 * or takes nothing for half a minute ends it. Throws `too_many_streams` (retryable), and what `run` throws before it
 * writes.
 */
export const openFileStream = (run: (write: Write) => Promise<void>): Promise<FileStream> => {
  if (running === MOST_AT_ONCE) {
    throw new AppError('too_many_streams', 'Others read whole tables now: try again in a few seconds.', {
      retryable: true,
    })
  }
  running += 1
  return new Promise<FileStream>((resolve, reject) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    run(async (name, chunks) => {
      resolve({ name, lines: readable })
      await send(chunks, writer)
    })
      .finally(() => {
        running -= 1
      })
      // The reader hears of the end when its place is free, so that whoever asks for one table after another gets them.
      .then(() => within(writer.close()))
      .catch((error: unknown) => {
        reject(error)
        return writer.abort(error).catch(() => undefined)
      })
  })
}
