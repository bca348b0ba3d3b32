import { z } from 'zod'
import {
  accountSchema,
  hashSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  proposalRefSchema,
  releaseRefSchema,
} from '~/http/shapes'
import { attestationSchema, evaluationKindSchema } from '~/http/stewardship'

const evaluatorSummarySchema = z
  .strictObject({
    account: accountSchema,
    active: z.boolean().meta({ description: 'Whether it is an evaluator now.' }),
    appointed: momentSchema,
    appointedBy: orNull(proposalRefSchema),
    dismissed: orNull(momentSchema),
    dismissedBy: orNull(proposalRefSchema),
    attestations: z.int().meta({ description: 'All it ever made.' }),
    counting: z.int().meta({ description: 'Passes that count now.' }),
    standing: z.int().meta({ description: 'Fails that stand now.' }),
  })
  .meta({ id: 'EvaluatorSummary' })

const waitingSchema = z
  .strictObject({
    release: releaseRefSchema,
    kind: evaluationKindSchema,
    needed: z.int(),
    have: z.int(),
    root: hashSchema.meta({ description: 'What the statement has to name.' }),
    mine: orNull(attestationSchema).meta({ description: 'Its own attestation, which counts no more.' }),
  })
  .meta({
    id: 'Waiting',
    description: 'A kind that the next stage of a release asks for and that this account may attest.',
  })

const evaluatorSchema = z
  .strictObject({
    ...evaluatorSummarySchema.shape,
    waiting: z.array(waitingSchema),
    list: z.array(attestationSchema).meta({ description: 'Its attestations, newest first.' }),
  })
  .meta({ id: 'Evaluator' })

export const evaluatorListSchema = listOf(evaluatorSummarySchema).meta({ id: 'EvaluatorList' })
export const evaluatorOneSchema = oneOf(evaluatorSchema).meta({ id: 'EvaluatorAnswer' })

export type EvaluatorSummary = z.infer<typeof evaluatorSummarySchema>
export type Evaluator = z.infer<typeof evaluatorSchema>
export type Waiting = z.infer<typeof waitingSchema>
