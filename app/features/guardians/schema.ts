import { z } from 'zod'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  momentSchema,
  oneOf,
  orNull,
  proposalRefSchema,
  releaseRefSchema,
} from '~/http/shapes'

const powerNames = ['cancel', 'hold', 'recall', 'stop-grant'] as const

const termSchema = z
  .strictObject({
    approval: decimalSchema,
    account: orNull(accountSchema).meta({ description: 'Null where the vote ended the council.' }),
    from: momentSchema,
    until: orNull(momentSchema),
    active: z.boolean(),
    transaction: hashSchema,
    proposal: orNull(proposalRefSchema),
  })
  .meta({ id: 'CouncilTerm' })

const powerSchema = z
  .strictObject({
    name: z.enum(powerNames),
    limit: z.enum(['per-proposal', 'per-release-and-stage', 'per-release-and-approval', 'per-grant']),
    seconds: z.int().nullable().meta({ description: 'How long its effect lasts; null: it is not undone.' }),
    used: z.int().meta({ description: 'How often it was used, ever.' }),
  })
  .meta({ id: 'Power' })

const useSchema = z
  .strictObject({
    power: z.enum(powerNames),
    at: momentSchema,
    transaction: hashSchema,
    account: accountSchema,
    proposal: orNull(proposalRefSchema),
    release: orNull(releaseRefSchema),
    grant: orNull(decimalSchema),
    until: orNull(momentSchema),
    active: z.boolean().meta({ description: 'Whether it has effect now.' }),
    reason: z.string().nullable().meta({ description: 'Untrusted text.' }),
  })
  .meta({ id: 'PowerUse' })

const guardiansSchema = z
  .strictObject({
    council: orNull(termSchema).meta({
      description: 'Null before the first one, and where a vote ended it; see `active` for its term.',
    }),
    maxTermSeconds: z.int(),
    powers: z.array(powerSchema),
    terms: z.array(termSchema).meta({ description: 'Every approval, newest first.' }),
    uses: z.array(useSchema).meta({ description: 'Every use ever made, newest first.' }),
  })
  .meta({ id: 'Guardians' })

export const guardiansOneSchema = oneOf(guardiansSchema).meta({ id: 'GuardiansAnswer' })

export type Guardians = z.infer<typeof guardiansSchema>
export type CouncilTerm = z.infer<typeof termSchema>
export type Power = z.infer<typeof powerSchema>
export type PowerUse = z.infer<typeof useSchema>
