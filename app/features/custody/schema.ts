import { z } from 'zod'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  hexSchema,
  momentSchema,
  oneOf,
  orNull,
  proposalRefSchema,
  releaseRefSchema,
} from '~/http/shapes'

const doneSchema = z
  .strictObject({ steward: accountSchema, at: momentSchema, transaction: hashSchema })
  .meta({ id: 'ShareDone' })

const shareSchema = z
  .strictObject({
    index: z.int(),
    seat: decimalSchema,
    steward: orNull(accountSchema).meta({ description: 'Who holds the seat now; null: it is vacant.' }),
    recipient: orNull(hashSchema).meta({ description: 'X25519 public key that the steward registered.' }),
    acknowledged: orNull(doneSchema),
    published: orNull(doneSchema.extend({ share: hashSchema }).meta({ id: 'SharePublished' })),
  })
  .meta({ id: 'Share' })

const sealSchema = z
  .strictObject({
    id: decimalSchema,
    newest: z.boolean().meta({ description: 'Only the newest seal counts for the gate.' }),
    maintainer: accountSchema,
    sealed: momentSchema,
    transaction: hashSchema,
    ciphertextRoot: hashSchema,
    ciphertextManifest: hashSchema,
    recipient: hashSchema.meta({ description: 'X25519 public key to which the files are encrypted.' }),
    threshold: z.int().meta({ description: 'Shares that rebuild the key.' }),
    commitments: z.array(hashSchema),
    boxesDigest: hashSchema,
    shares: z.array(shareSchema),
    missingAcks: z.int(),
  })
  .meta({ id: 'Seal' })

const grantSchema = z
  .strictObject({
    id: decimalSchema,
    seal: decimalSchema,
    grantee: accountSchema,
    recipient: hashSchema,
    granted: momentSchema,
    transaction: hashSchema,
    proposal: orNull(proposalRefSchema),
    expires: momentSchema,
    status: z
      .enum(['live', 'suspended', 'expired', 'revoked', 'over'])
      .meta({ description: 'suspended: while the release is recalled. over: the release is Gated no more.' }),
    revoked: orNull(
      z
        .strictObject({
          at: momentSchema,
          transaction: hashSchema,
          actor: accountSchema,
          by: z.enum(['vote', 'council']),
          proposal: orNull(proposalRefSchema),
        })
        .meta({ id: 'GrantRevocation' }),
    ),
    releases: z
      .array(doneSchema.extend({ index: z.int(), box: hexSchema }).meta({ id: 'ShareRelease' }))
      .meta({ description: 'Every share that was given out, encrypted to the grantee.' }),
  })
  .meta({ id: 'Grant' })

const custodySchema = z
  .strictObject({
    release: releaseRefSchema,
    seals: z.array(sealSchema).meta({ description: 'Newest first; empty: the release is not sealed.' }),
    grants: z.array(grantSchema).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'Custody' })

export const custodyOneSchema = oneOf(custodySchema).meta({ id: 'CustodyAnswer' })

export type Custody = z.infer<typeof custodySchema>
export type Seal = z.infer<typeof sealSchema>
export type Share = z.infer<typeof shareSchema>
export type Grant = z.infer<typeof grantSchema>
