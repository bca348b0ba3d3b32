import type { z } from 'zod'
import { AppError } from '~/domain/errors'
import { InvalidInputError } from './problem'

// A client that still sends hears no answer, so what is too much is received for a while, and dropped.
const MOST_DROPPED = 16 * 2 ** 20

/** The body of a request; throws `too_large` where it is longer than `most` bytes, however long it says it is. */
const readBytes = async (request: Request, most: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part?.value && size <= MOST_DROPPED; part = await reader?.read()) {
    size += part.value.byteLength
    if (size <= most) chunks.push(part.value)
  }
  if (size <= most) return Buffer.concat(chunks)
  throw new AppError('too_large', `The body is larger than the ${most} bytes that are taken here.`)
}

const invalid = (message: string) => new InvalidInputError([{ pointer: '#/body', code: 'invalid', message }])

/** Reads a JSON body as `schema` has it; throws `unsupported_media`, `too_large`, or `invalid_parameter` that names what is wrong with it. */
export const readJson = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  most: number,
): Promise<z.output<Schema>> => {
  // Other types need no preflight, so any page could send them for its reader.
  const type = request.headers.get('Content-Type') ?? 'none'
  if (!/^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new AppError('unsupported_media', `The body is of the type ${type.slice(0, 80)}: send application/json.`)
  }
  const bytes = await readBytes(request, most)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid('The body is no JSON in UTF-8.')
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, 20).map(({ path, message }) => ({
    pointer: ['#/body', ...path.map(String)].join('/'),
    code: 'invalid',
    message: `${['body', ...path.map(String)].join('.')}: ${message}.`,
  }))
  throw new InvalidInputError(errors)
}
