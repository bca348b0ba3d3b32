import fc, { type Arbitrary } from 'fast-check'
import { z } from 'zod'

/** What `z.toJSONSchema` makes of the schemas of endpoints, as far as values are made from it. */
type Shape = {
  type?: string
  $ref?: string
  $defs?: Record<string, Shape>
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  prefixItems?: Shape[]
  minItems?: number
  maxItems?: number
  additionalProperties?: Shape | boolean
}

type Making = { defs: Record<string, Shape>; known: readonly string[]; depth: number }

const MOST_ITEMS = 8
const MOST_TEXT = 200
const DEEPEST = 5

const toInstant = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')

const textOf = ({ pattern, format, minLength = 0, maxLength = MOST_TEXT }: Shape, known: readonly string[]) => {
  const lengths = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, MOST_TEXT)) }
  const free = fc.string({ unit: 'binary', ...lengths })
  // What a refinement asks for is in no schema; some of what is known meets it.
  const fitting = [free, ...(known.length > 0 ? [fc.constantFrom(...known)] : [])]
  if (format === 'date-time') fitting.push(fc.date({ noInvalidDate: true }).map(toInstant))
  if (format === 'uri') fitting.push(fc.webUrl())
  if (pattern !== undefined)
    return fc.oneof({ weight: 6, arbitrary: fc.stringMatching(new RegExp(pattern, 'u')) }, ...fitting)
  return fc.oneof(...fitting)
}

const numberOf = ({ type, minimum = -1_000, maximum = 1_000_000 }: Shape): Arbitrary<unknown> =>
  type === 'integer'
    ? fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) })
    : fc.double({ min: minimum, max: maximum, noNaN: true })

const objectOf = (shape: Shape, making: Making): Arbitrary<unknown> => {
  const parts = Object.fromEntries(
    Object.entries(shape.properties ?? {}).map(([name, part]) => [name, make(part, making)]),
  )
  const known = fc.record(parts, { requiredKeys: shape.required ?? [] })
  if (typeof shape.additionalProperties !== 'object') return known
  return fc
    .tuple(
      known,
      fc.dictionary(fc.string({ maxLength: 20 }), make(shape.additionalProperties, making), { maxKeys: MOST_ITEMS }),
    )
    .map(([one, other]) => ({ ...other, ...one }))
}

const make = (shape: Shape, given: Making): Arbitrary<unknown> => {
  const making = { ...given, depth: given.depth + 1 }
  if (making.depth > DEEPEST) return fc.constant(null)
  if (shape.$ref !== undefined) return make(making.defs[shape.$ref.replace('#/$defs/', '')] ?? {}, making)
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (shape.enum) return fc.constantFrom(...shape.enum)
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => make(choice, making)))
  if (shape.allOf) return make(Object.assign({}, ...shape.allOf) as Shape, making)
  if (shape.prefixItems) return fc.tuple(...shape.prefixItems.map((item) => make(item, making)))
  switch (shape.type) {
    case 'string':
      return textOf(shape, making.known)
    case 'integer':
    case 'number':
      return numberOf(shape)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const least = shape.minItems ?? 0
      return fc.array(make(shape.items ?? {}, making), {
        minLength: least,
        maxLength: Math.max(least, Math.min(shape.maxItems ?? MOST_ITEMS, MOST_ITEMS)),
      })
    }
    case 'object':
      return objectOf(shape, making)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

/** Values that a zod schema takes in; where a refinement asks for more than the schema says, some of `known` may meet it. */
export const arbitraryOf = (schema: z.ZodType, known: readonly string[]): Arbitrary<unknown> => {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
  return make(shape, { defs: shape.$defs ?? {}, known, depth: 0 })
}
