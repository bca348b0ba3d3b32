import { z } from 'zod'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  momentSchema,
  oneOf,
  orNull,
  partySchema,
  proposalRefSchema,
  releaseRefSchema,
} from '~/http/shapes'

const measurementSchema = z
  .strictObject({
    measurement: hashSchema.meta({ description: "Digest of an enclave's code." }),
    description: z.string().meta({ description: 'Untrusted text.' }),
    allowed: momentSchema,
    allowedBy: orNull(proposalRefSchema),
    removed: orNull(momentSchema),
    removedBy: orNull(proposalRefSchema),
  })
  .meta({ id: 'Measurement' })

const enclaveSchema = z
  .strictObject({
    id: decimalSchema,
    release: releaseRefSchema,
    operator: accountSchema,
    party: partySchema,
    quote: hashSchema.meta({ description: 'SHA-256 of the quote, which the chain does not verify.' }),
    collateral: hashSchema,
    measurement: hashSchema,
    description: z.string().nullable().meta({ description: 'What the vote called the measurement.' }),
    serviceKey: hashSchema,
    nonce: hashSchema,
    attested: momentSchema,
    transaction: hashSchema,
    expires: momentSchema,
    status: z.enum(['live', 'expired', 'revoked', 'measurement-removed', 'wrong-stage']),
    revoked: orNull(momentSchema),
  })
  .meta({ id: 'Enclave', description: 'What an operator claims of an enclave that serves a release.' })

export const enclavesOneSchema = oneOf(z.array(enclaveSchema)).meta({ id: 'EnclavesAnswer' })
export const measurementsOneSchema = oneOf(z.array(measurementSchema)).meta({ id: 'MeasurementsAnswer' })

export type Enclave = z.infer<typeof enclaveSchema>
export type Measurement = z.infer<typeof measurementSchema>
