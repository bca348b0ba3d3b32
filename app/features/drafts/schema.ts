import { z } from 'zod'

// Limits of what a form takes; the chain itself takes more, but voters should not have to read more.
export const TITLE_MAX = 120
export const TEXT_MAX = 20_000

const shared = {
  title: z.string().trim().default(''),
  text: z.string().trim().default(''),
}

/** What the form of a new proposal sends; fields may be empty or wrong, `buildCalls` says which. */
const draftSchema = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal('release'),
    release: z.string().trim().default(''),
    move: z.enum(['advance', 'revoke']).default('advance'),
  }),
  z.object({
    ...shared,
    kind: z.literal('evaluator'),
    move: z.enum(['appoint', 'dismiss']).default('appoint'),
    account: z.string().trim().default(''),
  }),
  z.object({ ...shared, kind: z.literal('overrule'), uid: z.string().trim().default('') }),
  z.object({
    ...shared,
    kind: z.literal('custody'),
    move: z.enum(['grant', 'revoke']).default('grant'),
    seal: z.string().trim().default(''),
    account: z.string().trim().default(''),
    recipient: z.string().trim().default(''),
    until: z.string().trim().default(''),
    grant: z.string().trim().default(''),
  }),
  z.object({
    ...shared,
    kind: z.literal('measurement'),
    move: z.enum(['allow', 'remove']).default('allow'),
    measurement: z.string().trim().default(''),
    description: z.string().trim().default(''),
  }),
  z.object({
    ...shared,
    kind: z.literal('custom'),
    target: z.string().trim().default(''),
    other: z.string().trim().default(''),
    function: z.string().trim().default(''),
    arguments: z.string().default(''),
    value: z.string().trim().default(''),
  }),
])

export type Draft = z.infer<typeof draftSchema>
export type DraftKind = Draft['kind']
export type DraftField = Exclude<
  { [Kind in DraftKind]: keyof Extract<Draft, { kind: Kind }> }[DraftKind],
  'kind' | 'move'
>

/** What is wrong with a field: a text of the area `draftError`, with its values. */
export type FieldError = { key: string; values: Readonly<Record<string, string | number>> }
export type FieldErrors = Partial<Record<DraftField, FieldError>>

/** Reads the form; what is not sent is empty. */
export const parseDraft = (form: FormData | URLSearchParams): Draft => {
  const given = Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'))
  const parsed = draftSchema.safeParse(given)
  return parsed.success ? parsed.data : draftSchema.parse({ kind: 'release' })
}
