import { z } from 'zod'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  momentSchema,
  orNull,
  partySchema,
  proposalRefSchema,
  releaseRefSchema,
  stageSchema,
} from './shapes'

// The JSON shapes of evaluations and gates, which pages of releases, proposals and evaluators share.

export const evaluationKindSchema = z
  .enum(['bio-chem', 'cyber', 'autonomy', 'safeguards', 'weight-security', 'licence'])
  .meta({ id: 'EvaluationKind', description: 'What was evaluated.' })

export const attestationSchema = z
  .strictObject({
    uid: decimalSchema,
    release: releaseRefSchema,
    kind: evaluationKindSchema,
    verdict: z.enum(['pass', 'fail']),
    attester: accountSchema,
    party: partySchema.meta({ description: 'The party of the attester when it attested: parties are counted.' }),
    report: hashSchema.meta({ description: 'SHA-256 of the report.' }),
    uri: z.string().meta({ description: 'Where the report may be found. Untrusted; the digest decides.' }),
    at: momentSchema,
    transaction: hashSchema,
    expires: orNull(momentSchema),
    status: z
      .enum([
        'counts',
        'stands',
        'revoked',
        'replaced',
        'overruled',
        'expired',
        'too-old',
        'dismissed',
        'party-changed',
        'own-release',
      ])
      .meta({ description: 'counts: a Pass that counts now. stands: a Fail that blocks. Else why it does neither.' }),
    ended: orNull(
      z
        .strictObject({
          at: momentSchema,
          transaction: hashSchema,
          replacedBy: orNull(decimalSchema).meta({ description: 'The attestation that took its place.' }),
          proposal: orNull(proposalRefSchema).meta({ description: 'The vote that overruled it.' }),
        })
        .meta({ id: 'AttestationEnd' }),
    ),
  })
  .meta({ id: 'Attestation', description: 'What an evaluator states about one exact artifact.' })

export const stopSchema = z
  .strictObject({
    kind: z.enum(['hold', 'recall']),
    council: accountSchema,
    stage: orNull(stageSchema).meta({ description: 'Of a hold: the stage in which the release is kept.' }),
    approval: orNull(decimalSchema).meta({ description: 'Of a recall: the approval of the council.' }),
    from: momentSchema,
    until: momentSchema,
    active: z.boolean(),
    reason: z.string().meta({ description: 'Untrusted text.' }),
    transaction: hashSchema,
  })
  .meta({ id: 'Stop', description: 'A hold or a recall by the council.' })

const passSchema = z.strictObject({ uid: decimalSchema, attester: accountSchema, party: partySchema }).meta({
  id: 'GatePass',
})

const gateKindSchema = z
  .strictObject({
    kind: evaluationKindSchema,
    needed: z.int().meta({ description: 'Parties that must have a Pass; 0: this kind is not asked for.' }),
    have: z.int().meta({ description: 'Parties with a Pass that counts now.' }),
    met: z.boolean(),
    by: z.array(passSchema).meta({ description: 'One Pass per party.' }),
  })
  .meta({ id: 'GateKind' })

const gateReasonSchema = z
  .enum(['passes', 'fail', 'dwell', 'held', 'recalled', 'ancestor', 'acks', 'root'])
  .meta({ id: 'GateReason', description: 'What stands in the way.' })

export const gateSchema = z
  .strictObject({
    release: releaseRefSchema,
    to: stageSchema.meta({ description: 'The next stage.' }),
    flopClass: z.int().meta({ description: '0: below 1e23 cumulative FLOP, 1: below 1e25, 2: from 1e25.' }),
    met: z.boolean().meta({ description: 'Whether a vote could move it there now.' }),
    unmet: z.array(gateReasonSchema),
    maxReportAgeSeconds: z.int(),
    kinds: z.array(gateKindSchema),
    fails: z.array(passSchema.extend({ kind: evaluationKindSchema }).meta({ id: 'GateFail' })),
    dwell: z.strictObject({ seconds: z.int(), until: momentSchema, over: z.boolean() }).meta({ id: 'GateDwell' }),
    held: orNull(stopSchema).meta({ description: 'The hold that is in effect.' }),
    recalled: orNull(stopSchema).meta({ description: 'The recall that is in effect.' }),
    revokedAncestor: orNull(releaseRefSchema),
    rootHolder: orNull(releaseRefSchema).meta({ description: 'Of a step to red-team: who holds these bytes already.' }),
    missingAcks: z.int().meta({ description: 'Shares of its seal that no steward acknowledged; matters for gated.' }),
  })
  .meta({ id: 'Gate', description: 'How a release stands before its next stage, as the registry would judge now.' })

export type EvaluationKind = z.infer<typeof evaluationKindSchema>
export type Attestation = z.infer<typeof attestationSchema>
export type Stop = z.infer<typeof stopSchema>
export type Gate = z.infer<typeof gateSchema>
export type GateReason = z.infer<typeof gateReasonSchema>
