import { z } from 'zod'
import { bodyCallsSchema } from '~/http/calls'
import { addressParameter } from '~/http/query'
import { addressSchema, decimalSchema, hexSchema, orNull, tierSchema } from '~/http/shapes'
import { intentSchema } from './schema'

const textSchema = z.string().max(100_000).default('')

/** What /drafts:lint takes: a whole draft, wrong or not. */
export const lintBodySchema = z.strictObject({
  title: textSchema,
  text: textSchema,
  proposer: addressParameter.optional(),
  calls: bodyCallsSchema,
})

const findingSchema = z
  .strictObject({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    pointer: z.string().meta({ description: 'The part of the draft.' }),
    message: z.string(),
  })
  .meta({ id: 'Finding', description: 'error: it would be refused. warning: voters should not trust it.' })

export const lintAnswerSchema = z
  .strictObject({ data: z.strictObject({ findings: z.array(findingSchema) }) })
  .meta({ id: 'LintAnswer' })

/** What /proposals:prepare takes. */
export const prepareBodySchema = z.strictObject({ proposer: addressParameter.optional(), intent: intentSchema })

const reasonSchema = z.enum([
  ...(['value', 'no-function', 'always-charter', 'routine-role'] as const),
  ...(['policy-role', 'other-role', 'unlisted'] as const),
])

const preparedActionSchema = z
  .strictObject({
    target: addressSchema,
    value: decimalSchema,
    calldata: hexSchema,
    tier: tierSchema,
    reason: reasonSchema.meta({ description: 'What its tier comes from.' }),
    sentence: z.strictObject({ en: z.string(), zh: z.string() }),
  })
  .meta({ id: 'PreparedAction' })

/** What the answer of /proposals:prepare holds beside its simulation. */
export const preparedSchema = z.strictObject({
  propose: z.strictObject({
    chainId: z.int(),
    to: addressSchema,
    value: decimalSchema,
    data: hexSchema,
    description: z.string(),
  }),
  tier: orNull(tierSchema).meta({ description: 'Null where the governor refuses the calls.' }),
  actions: z.array(preparedActionSchema),
  proposer: orNull(
    z
      .strictObject({
        account: addressSchema,
        votes: decimalSchema,
        threshold: decimalSchema,
        hasSeat: z.boolean(),
        mayPropose: z.boolean(),
      })
      .meta({ id: 'Proposer' }),
  ),
  findings: z.array(findingSchema),
})
