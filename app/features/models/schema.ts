import type { Hex } from 'viem'
import { z } from 'zod'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  partySchema,
  proposalRefSchema,
  releaseRefSchema,
  stageSchema,
} from '~/http/shapes'
import { attestationSchema, gateSchema, stopSchema } from '~/http/stewardship'

const releaseSummarySchema = z
  .strictObject({
    ...releaseRefSchema.shape,
    stageSince: momentSchema,
    party: partySchema,
    licence: z.string(),
    files: z.int(),
    size: decimalSchema.meta({ description: 'Bytes, all files together.' }),
    root: hashSchema,
    registered: momentSchema,
  })
  .meta({ id: 'ReleaseSummary' })

const ladderStepSchema = z
  .strictObject({
    stage: stageSchema,
    reached: orNull(momentSchema),
    transaction: orNull(hashSchema),
    actor: orNull(accountSchema),
    proposal: orNull(proposalRefSchema).meta({ description: 'The proposal that moved it there.' }),
  })
  .meta({ id: 'LadderStep' })

const releaseSchema = z
  .strictObject({
    ...releaseSummarySchema.shape,
    maintainer: accountSchema,
    transaction: hashSchema,
    manifest: hashSchema,
    card: hashSchema,
    gpuSeconds: decimalSchema,
    flop: decimalSchema.meta({ description: 'Declared training FLOP of this step.' }),
    cumulativeFlop: decimalSchema.meta({ description: 'Own FLOP plus the greatest of the parents.' }),
    uri: z.string().meta({ description: 'Untrusted; the digests decide.' }),
    parents: z.array(releaseRefSchema),
    children: z.array(releaseRefSchema),
    revokedAncestor: orNull(releaseRefSchema).meta({ description: 'While there is one, the release cannot advance.' }),
    ladder: z.array(ladderStepSchema),
    proposals: z
      .array(proposalRefSchema)
      .meta({ description: 'Proposals whose actions name this release, newest first.' }),
    rootHolder: orNull(releaseRefSchema).meta({ description: 'The release that claimed this root, if any.' }),
    gate: orNull(gateSchema).meta({ description: 'What its next stage needs; null at open and revoked.' }),
    attestations: z.array(attestationSchema).meta({ description: 'All ever made about it, newest first.' }),
    stops: z.array(stopSchema).meta({ description: 'Holds and recalls ever made, newest first.' }),
    seal: orNull(
      z
        .strictObject({ id: decimalSchema, shares: z.int(), threshold: z.int(), missingAcks: z.int() })
        .meta({ id: 'SealBrief' }),
    ).meta({ description: 'Its newest seal, whose acknowledgements gated needs; null: not sealed.' }),
    hasManifest: z.boolean().meta({ description: 'Whether the list of its files is stored here.' }),
  })
  .meta({ id: 'Release' })

const modelSummarySchema = z
  .strictObject({
    id: decimalSchema,
    name: z.string(),
    party: partySchema,
    maintainer: accountSchema,
    registered: momentSchema,
    releases: z.int(),
    latest: orNull(releaseSummarySchema),
  })
  .meta({ id: 'ModelSummary' })

const modelSchema = z
  .strictObject({
    ...modelSummarySchema.shape,
    transaction: hashSchema,
    releaseList: z.array(releaseSummarySchema).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'Model' })

const resourceSchema = z
  .strictObject({
    name: z.string().meta({ description: 'Below the folder of the release; a shard has `:start:end` behind it.' }),
    digest: hashSchema.meta({ description: 'SHA-256.' }),
    size: orNull(decimalSchema).meta({ description: 'Bytes, where digests prove them; else null.' }),
  })
  .meta({ id: 'Resource' })

const manifestSchema = z
  .strictObject({
    release: releaseRefSchema,
    root: hashSchema,
    manifest: hashSchema,
    method: z.enum(['files', 'shards']),
    files: z.int(),
    size: decimalSchema,
    resources: z.array(resourceSchema),
    canonical: z.string().meta({ description: 'The text whose SHA-256 is `manifest` (RFC 8785).' }),
  })
  .meta({ id: 'Manifest', description: 'The list of files; its digest is on chain.' })

const hexDigest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hex with 0x')
  .transform((text) => text as Hex)

const namedDigestSchema = z.strictObject({ name: z.string(), digest: hashSchema })
const change = <Value extends z.ZodType>(value: Value) => z.strictObject({ before: value, after: value })

const diffSchema = z
  .strictObject({
    release: releaseRefSchema,
    against: releaseRefSchema,
    licence: change(z.string()),
    files: change(z.int()),
    size: change(decimalSchema),
    card: change(hashSchema),
    gpuSeconds: change(decimalSchema),
    flop: change(decimalSchema),
    cumulativeFlop: change(decimalSchema),
    lists: orNull(
      z
        .strictObject({
          added: z.array(namedDigestSchema),
          removed: z.array(namedDigestSchema),
          changed: z.array(z.strictObject({ name: z.string(), before: hashSchema, after: hashSchema })),
          renamed: z.array(z.strictObject({ before: z.string(), after: z.string(), digest: hashSchema })),
          unchanged: z.int(),
        })
        .meta({ id: 'FileDiff' }),
    ).meta({ description: 'File by file; null while a list is missing.' }),
    missing: z.array(releaseRefSchema).meta({ description: 'Releases whose list of files is not stored here.' }),
  })
  .meta({ id: 'Diff', description: 'What differs between two releases.' })

const matchSchema = z
  .strictObject({
    release: releaseSummarySchema,
    match: z.enum(['exact', 'bytes']).meta({ description: 'bytes: the same bytes under other names.' }),
    holdsRoot: z.boolean().meta({ description: 'Whether a vote gave these bytes to this release.' }),
    verdict: z.enum(['open', 'not-open', 'recalled', 'revoked']),
  })
  .meta({ id: 'Match' })

const verificationSchema = z
  .strictObject({
    root: hashSchema,
    manifest: hashSchema,
    verdict: z
      .enum(['open', 'not-open', 'recalled', 'revoked', 'unknown'])
      .meta({ description: 'Of the best match: open only where these bytes and names are an open release.' }),
    matches: z.array(matchSchema).meta({ description: 'The best first.' }),
  })
  .meta({ id: 'Verification' })

/** What a PUT of a list takes: `ostrakon manifest --json` prints it; other members are not looked at. */
export const manifestBodySchema = z
  .looseObject({
    resources: z
      .array(
        z.object({
          algorithm: z.literal('sha256'),
          digest: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hex'),
          name: z
            .string()
            .min(1)
            .max(4_096)
            .refine((name) => !/\p{Surrogate}/u.test(name), 'is not Unicode'),
        }),
      )
      .min(1)
      .max(100_000),
    serialization: z.looseObject({}).optional(),
  })
  .meta({ id: 'ManifestBody' })

export const verifyBodySchema = z.strictObject({ root: hexDigest, manifest: hexDigest }).meta({ id: 'Digests' })

export const manifestOneSchema = oneOf(manifestSchema).meta({ id: 'ManifestAnswer' })
export const diffOneSchema = oneOf(diffSchema).meta({ id: 'DiffAnswer' })
export const gateOneSchema = oneOf(orNull(gateSchema)).meta({ id: 'GateAnswer' })
export const attestationsOneSchema = oneOf(z.array(attestationSchema)).meta({ id: 'AttestationsAnswer' })
export const verificationOneSchema = oneOf(verificationSchema).meta({ id: 'VerificationAnswer' })
export const modelListSchema = listOf(modelSummarySchema).meta({ id: 'ModelList' })
export const modelOneSchema = oneOf(modelSchema).meta({ id: 'ModelAnswer' })
export const releaseListSchema = listOf(releaseSummarySchema).meta({ id: 'ReleaseList' })
export const releaseOneSchema = oneOf(releaseSchema).meta({ id: 'ReleaseAnswer' })

export type ModelSummary = z.infer<typeof modelSummarySchema>
export type Model = z.infer<typeof modelSchema>
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>
export type Release = z.infer<typeof releaseSchema>
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestBody = z.infer<typeof manifestBodySchema>
export type Diff = z.infer<typeof diffSchema>
export type Match = z.infer<typeof matchSchema>
export type Verification = z.infer<typeof verificationSchema>
export type LadderStep = z.infer<typeof ladderStepSchema>
