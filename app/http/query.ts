import { getAddress, isAddress } from 'viem'
import { z } from 'zod'
import { InvalidInputError } from './problem'

/** An address in a path or query: a wrong checksum is refused, all lower case has none and is taken. */
export const addressParameter = z
  .string()
  .refine((value) => isAddress(value), 'is no address, or its checksum is wrong')
  .transform((value) => getAddress(value))
  .meta({ param: { description: 'An address; mixed case must be a right ERC-55 checksum.' } })

export const idParameter = z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'is no id: ids are decimal numbers')

/** A time in a query, as UNIX seconds inside. */
export const timeParameter = z.iso
  .datetime({ offset: true, message: 'is no RFC 3339 time such as 2026-11-23T00:00:00Z' })
  .transform((value) => Math.floor(Date.parse(value) / 1000))

/** The number of an epoch. */
export const epochParameter = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/, 'is no epoch: epochs are decimal numbers')
  .transform(Number)

export const textParameter = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters')
  .refine((value) => !value.includes('\u0000'), 'holds a character that no text has')

/** One or more of `values`, separated by commas. */
export const listParameter = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .string()
    .refine(
      (text) => text.split(',').every((part) => (values as readonly string[]).includes(part)),
      `must be of ${values.join(', ')}, separated by commas`,
    )
    .transform((text) => text.split(',') as Values[number][])

/** The parameters of every list. */
export const pageParameters = {
  limit: z.coerce.number('must be a number from 1 to 200').int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
}

const toErrors = (error: z.ZodError, place: 'query' | 'path', given: Record<string, unknown>) =>
  error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]
    return names.map((name) => ({
      pointer: `#/${place}/${name}`,
      code: issue.code === 'unrecognized_keys' ? 'unknown' : 'invalid',
      message:
        issue.code === 'unrecognized_keys'
          ? `${name} is no parameter of this resource.`
          : `${name}=${JSON.stringify(given[name] ?? '').slice(0, 80)}: ${issue.message}.`,
    }))
  })

const parse = <Schema extends z.ZodType>(schema: Schema, place: 'query' | 'path', given: Record<string, unknown>) => {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new InvalidInputError(toErrors(result.error, place, given))
}

/** Reads the query; an unknown, repeated or unusable parameter throws `invalid_parameter` that names it. */
export const parseQuery = <Schema extends z.ZodType>(schema: Schema, url: URL): z.output<Schema> => {
  const names = [...url.searchParams.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    const message = `${repeated} is given more than once.`
    throw new InvalidInputError([{ pointer: `#/query/${repeated}`, code: 'repeated', message }])
  }
  return parse(schema, 'query', Object.fromEntries(url.searchParams))
}

/** Reads the parts of the path; an unusable one throws `invalid_parameter` that names it. */
export const parsePath = <Schema extends z.ZodType>(
  schema: Schema,
  params: Readonly<Record<string, string | undefined>>,
): z.output<Schema> => parse(schema, 'path', { ...params })
