import { z } from 'zod'

const text = z.string().trim().default('')

/** What the form of a registration sends; fields may be empty or wrong, `buildRegistration` says which. */
const registrationSchema = z.object({
  model: text,
  version: text,
  parents: text,
  list: text,
  card: text,
  licence: text,
  gpuSeconds: text,
  flop: text,
  uri: text,
})

export type Registration = z.infer<typeof registrationSchema>
export type RegistrationField = keyof Registration

/** What is wrong with a field: a text of the area `registerError`, with its values. */
export type FieldError = { key: string; values: Readonly<Record<string, string | number>> }
export type FieldErrors = Partial<Record<RegistrationField, FieldError>>

/** Reads the form; what is not sent is empty. */
export const parseRegistration = (form: FormData): Registration => {
  const given = Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'))
  return registrationSchema.parse(given)
}
