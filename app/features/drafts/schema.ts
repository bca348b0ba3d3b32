import { z } from 'zod'
import type { DraftAction } from '~/domain/draft'
import { bodyCallSchema, MOST_DRAFT_BYTES } from '~/http/calls'
import { proseSchema } from '~/http/signed'

// Limits of what a form takes; the chain itself takes more, but voters should not have to read more.
export const TITLE_MAX = 120
export const TEXT_MAX = 20_000

const shared = {
  title: z.string().trim().default(''),
  text: z.string().trim().default(''),
}

const field = z.string().trim().default('')

const termFields = {
  ...{ tBids: field, tFee: field, tBurn: field, tCap: field, tPenalty: field, tFloor: field, tBidTime: field },
  ...{
    tOrderTime: field,
    tNotice: field,
    tWindow: field,
    tLongest: field,
    tStake: field,
    tDeposit: field,
    tBond: field,
  },
}

// Reserve and weight of at most eight classes; a policy has as many as the one that counts now.
const classFields = {
  ...{ r0: field, r1: field, r2: field, r3: field, r4: field, r5: field, r6: field, r7: field },
  ...{ w0: field, w1: field, w2: field, w3: field, w4: field, w5: field, w6: field, w7: field },
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
    kind: z.literal('policy'),
    move: z.enum(['share', 'lower']).default('share'),
    cap: z.string().trim().default(''),
    ...classFields,
  }),
  z.object({
    ...shared,
    kind: z.literal('pool'),
    move: z.enum(['open', 'resize', 'close']).default('open'),
    pool: z.string().trim().default(''),
    poolName: z.string().trim().default(''),
    hours: z.string().trim().default(''),
  }),
  z.object({
    ...shared,
    kind: z.literal('budget'),
    move: z.enum(['schedule', 'end', 'pay', 'stop']).default('schedule'),
    pool: z.string().trim().default(''),
    hours: z.string().trim().default(''),
    price: z.string().trim().default(''),
    money: z.string().trim().default(''),
    account: z.string().trim().default(''),
    from: z.string().trim().default(''),
    cliff: z.string().trim().default(''),
    until: z.string().trim().default(''),
    grant: z.string().trim().default(''),
  }),
  z.object({
    ...shared,
    kind: z.literal('market'),
    move: z
      .enum([
        ...(['terms', 'appointAuditor', 'dismissAuditor', 'removeAudit', 'attribute'] as const),
        ...(['appointArbiter', 'dismissArbiter', 'overturn', 'rewards', 'multiplier'] as const),
      ])
      .default('terms'),
    ...termFields,
    account: z.string().trim().default(''),
    auditor: z.string().trim().default(''),
    provider: z.string().trim().default(''),
    attribute: z.string().trim().default(''),
    case: z.string().trim().default(''),
    verdict: z.enum(['tenant', 'provider']).default('tenant'),
    reward: z.string().trim().default(''),
    freeNodes: z.string().trim().default(''),
    pool: z.string().trim().default(''),
    multiplier: z.string().trim().default(''),
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

// The compiler does not come to an end with the union's own type, so the list is of plain objects.
const [first, ...rest] = draftSchema.options.map((option: z.ZodObject) => option.strict())

/** The same as a typed intent of the API, in which no field may be unknown; a field that is not given is empty. */
export const intentSchema = z
  .union([first as z.ZodObject, ...rest])
  .transform((intent) => draftSchema.parse(intent))
  .meta({ id: 'DraftIntent', description: 'A kind of proposal and the fields of its form.' })

const callStep = z.strictObject({ kind: z.literal('call'), ...bodyCallSchema.shape })
const [firstStep, ...steps] = draftSchema.options.map((option: z.ZodObject) =>
  option.omit({ title: true, text: true }).strict(),
)

/** What a kept draft does, step by step: an intent without its words, complete or not, or a raw call. */
export const draftActionSchema = z
  .discriminatedUnion('kind', [firstStep as z.ZodObject, ...steps, callStep])
  // A field that is empty says the same as one that is not there, also in the eyes of a later version with more fields.
  .transform((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => value !== '')))
  .pipe(z.record(z.string(), proseSchema(MOST_DRAFT_BYTES)))
  .meta({ id: 'DraftActionBody', description: 'A kind of proposal with its fields, or a call; may be incomplete.' })

/** The intent of a step that is no raw call, without words. */
export const readIntent = (action: DraftAction): Draft => draftSchema.parse(action)

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
