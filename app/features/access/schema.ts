import { z } from 'zod'
import { SCOPES } from '~/http/caller'
import { addressSchema, decimalSchema, hexSchema, orNull, timeSchema } from '~/http/shapes'

const scopeSchema = z.enum(SCOPES).meta({ id: 'Scope', description: 'What a key may write.' })

export const nonceOneSchema = z
  .strictObject({ data: z.strictObject({ nonce: z.string(), expires: timeSchema }) })
  .meta({ id: 'NonceAnswer' })

export const signInSchema = z
  .strictObject({
    message: z
      .string()
      .max(4_000)
      .meta({ description: 'A message of ERC-4361 with our nonce, domain, URI and chain.' }),
    signature: hexSchema.max(20_000),
  })
  .meta({ id: 'SignIn' })

const sessionSchema = z.strictObject({ account: addressSchema, expires: timeSchema }).meta({ id: 'Session' })

export const sessionOneSchema = z.strictObject({ data: orNull(sessionSchema) }).meta({ id: 'SessionAnswer' })

const text = {
  id: decimalSchema,
  name: z.string(),
  scopes: z.array(scopeSchema),
  created: timeSchema,
  expires: timeSchema,
}
const keySchema = z.strictObject(text).meta({ id: 'Key' })

const madeKeySchema = z
  .strictObject({
    ...text,
    key: z.string().nullable().meta({ description: 'Shown this once; null where the answer is repeated.' }),
  })
  .meta({ id: 'MadeKey' })

export const newKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    scopes: z.array(scopeSchema).min(1).max(SCOPES.length),
    days: z.int().min(1).max(365).default(90),
  })
  .meta({ id: 'NewKey' })

export const keyListSchema = z.strictObject({ data: z.array(keySchema) }).meta({ id: 'KeyListAnswer' })
export const madeKeyOneSchema = z.strictObject({ data: madeKeySchema }).meta({ id: 'MadeKeyAnswer' })

export type SignIn = z.output<typeof signInSchema>
export type Session = z.infer<typeof sessionSchema>
export type Key = z.infer<typeof keySchema>
export type MadeKey = z.infer<typeof madeKeySchema>
export type NewKey = z.output<typeof newKeySchema>
