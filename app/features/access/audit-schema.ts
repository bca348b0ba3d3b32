import { z } from 'zod'
import { hashSchema, pageSchema, timeSchema } from '~/http/shapes'

const entrySchema = z
  .strictObject({
    entry: z.int(),
    at: timeSchema,
    actor: z.string().meta({ description: 'The account whose session or key it was, or anonymous.' }),
    act: z.string(),
    subject: z.string(),
    facts: z.record(z.string(), z.unknown()),
    previous: hashSchema.meta({ description: 'The hash of the entry before it; zeros for the first.' }),
    hash: hashSchema.meta({
      description:
        'SHA-256 of the canonical JSON (RFC 8785) of entry, at (UNIX seconds), actor, act, subject, facts and previous.',
    }),
  })
  .meta({ id: 'AuditEntry' })

export const auditListSchema = z
  .strictObject({ data: z.array(entrySchema), page: pageSchema })
  .meta({ id: 'AuditListAnswer' })

export type AuditEntry = z.infer<typeof entrySchema>
