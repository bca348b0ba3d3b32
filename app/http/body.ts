import type { z } from 'zod'
import { AppError } from '~/domain/errors'
import { InvalidInputError } from './problem'

const refuseLarge = (most: number): never => {
  throw new AppError('too_large', `The body is larger than the ${most} bytes that are taken here.`)
}

/** The body of a request; throws `too_large` as soon as it is longer than `most` bytes, however long it says it is. */
const readBytes = async (request: Request, most: number): Promise<Uint8Array> => {
  if (Number(request.headers.get('Content-Length') ?? 0) > most) return refuseLarge(most)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > most) return refuseLarge(most)
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}

const invalid = (message: string) => new InvalidInputError([{ pointer: '#/body', code: 'invalid', message }])

/** Reads a JSON body as `schema` has it; throws `too_large`, or `invalid_parameter` that names what is wrong with it. */
export const readJson = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  most: number,
): Promise<z.output<Schema>> => {
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
