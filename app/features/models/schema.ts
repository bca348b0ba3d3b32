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

export const modelListSchema = listOf(modelSummarySchema).meta({ id: 'ModelList' })
export const modelOneSchema = oneOf(modelSchema).meta({ id: 'ModelAnswer' })
export const releaseListSchema = listOf(releaseSummarySchema).meta({ id: 'ReleaseList' })
export const releaseOneSchema = oneOf(releaseSchema).meta({ id: 'ReleaseAnswer' })

export type ModelSummary = z.infer<typeof modelSummarySchema>
export type Model = z.infer<typeof modelSchema>
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>
export type Release = z.infer<typeof releaseSchema>
export type LadderStep = z.infer<typeof ladderStepSchema>
