import { open } from 'node:fs/promises'
import type { AllocationPolicy } from '~/domain/allocation/policy'
import type { AllocationRequests } from '~/domain/allocation/requests'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { createCsvRequests } from './csv-requests'
import { parseJsonRequests } from './json-requests'
import { createReadProgress } from './read-progress'

/** All that the solver needs, and the tenants' names in the order of the requests. */
export type SolveInput = { policy: AllocationPolicy; tenants: readonly string[]; requests: AllocationRequests }

// JSON is held whole while it is parsed; a CSV of any length is not.
const LONGEST_JSON = 200_000_000
const CHUNK = 1 << 18

/**
 * Reads a file, or standard input for `-`. Names that end in .json or .csv say what it is; else JSON begins with { or
 * [. Throws `invalid_usage` where it cannot be read or the policy is given nowhere or twice, and `invalid_allocation`.
 */
export const readInput = async (input: string, policy: AllocationPolicy | null): Promise<SolveInput> => {
  const { chunks, size } = await openInput(input)
  const texts = decode(chunks, size)
  try {
    const { value: first = '' } = await texts.next()
    if (findFormat(input, first) === 'csv') return await readCsv(first, texts, policy)
    if (policy === null) return await readJson(first, texts)
    throw new AppError('invalid_usage', 'JSON brings its own policy: leave out --capacity, --cap-bps and --classes.')
  } finally {
    // Standard input that nobody reads to its end would keep the process alive.
    await texts.return()
  }
}

type Texts = AsyncGenerator<string, void, undefined>

const findFormat = (input: string, first: string): 'csv' | 'json' => {
  const [, ending] = /\.(json|csv)$/i.exec(input) ?? []
  if (ending !== undefined) return ending.toLowerCase() === 'csv' ? 'csv' : 'json'
  return /^\s*[{[]/.test(first) ? 'json' : 'csv'
}

const readCsv = async (first: string, texts: Texts, policy: AllocationPolicy | null): Promise<SolveInput> => {
  if (policy === null) {
    throw new AppError('invalid_usage', 'CSV holds requests alone: give --capacity N, and --cap-bps and --classes.')
  }
  const rows = createCsvRequests(policy.classes.length)
  rows.write(first)
  for await (const text of texts) rows.write(text)
  return { policy, ...rows.end() }
}

const readJson = async (first: string, texts: Texts): Promise<SolveInput> => {
  const parts = [first]
  let length = first.length
  for await (const text of texts) {
    parts.push(text)
    length += text.length
    if (length > LONGEST_JSON) {
      throw new AppError('invalid_usage', `The JSON is longer than ${LONGEST_JSON} characters; give requests as CSV.`)
    }
  }
  return parseJsonRequests(parts.join(''))
}

const openInput = async (input: string) => {
  if (input === '-') return { chunks: process.stdin as AsyncIterable<Buffer>, size: null }
  const unreadable = (reason: string | undefined, cause?: unknown) =>
    new AppError('invalid_usage', `The file ${quoteName(input)} cannot be read (${reason}).`, { cause })
  const file = await open(input).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(cause.code, cause)
  })
  const state = await file.stat()
  if (state.isDirectory()) throw unreadable('EISDIR')
  const chunks: AsyncIterable<Buffer> = file.createReadStream({ highWaterMark: CHUNK })
  return { chunks, size: state.isFile() ? state.size : null }
}

/** The text in pieces, without a byte order mark. The bar ends with them, or with what keeps them from being read. */
async function* decode(chunks: AsyncIterable<Buffer>, size: number | null): Texts {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const progress = createReadProgress(size, process.stderr)
  let done = 0
  try {
    for await (const chunk of chunks) {
      const text = decodeChunk(decoder, chunk, done)
      done += chunk.length
      progress.update(done)
      if (text !== '') yield text
    }
    const rest = decodeChunk(decoder, undefined, done)
    if (rest !== '') yield rest
  } finally {
    progress.end()
  }
}

const decodeChunk = (decoder: TextDecoder, chunk: Buffer | undefined, done: number): string => {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new AppError('invalid_allocation', `Past byte ${done} the text is not UTF-8; save it as UTF-8.`, { cause })
  }
}
