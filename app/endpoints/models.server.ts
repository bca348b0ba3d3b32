import { z } from 'zod'
import { custodyOneSchema } from '~/features/custody/schema'
import { enclavesOneSchema, measurementsOneSchema } from '~/features/enclaves/schema'
import { evaluatorListSchema, evaluatorOneSchema } from '~/features/evaluations/schema'
import {
  attestationsOneSchema,
  diffOneSchema,
  gateOneSchema,
  manifestBodySchema,
  manifestOneSchema,
  modelListSchema,
  modelOneSchema,
  releaseListSchema,
  releaseOneSchema,
  verificationOneSchema,
  verifyBodySchema,
} from '~/features/models/schema'
import { idParameter, pageParameters } from '~/http/query'
import { stageSchema } from '~/http/shapes'
import { byAddress, byId, type Endpoint, nothing, page } from './endpoint.server'

const releaseQuery = z.strictObject({
  model: idParameter.optional(),
  stage: stageSchema.optional(),
  licence: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ param: { description: 'As it stands on chain, exactly.' } }),
  recalled: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  ...pageParameters,
})

export const modelsEndpoints = {
  models: { path: '/models', summary: 'Models, newest first', params: nothing, query: page, answer: modelListSchema },
  model: {
    path: '/models/{id}',
    summary: 'One model with its releases',
    params: byId,
    query: nothing,
    answer: modelOneSchema,
  },
  releases: {
    path: '/releases',
    summary: 'Releases, newest first',
    params: nothing,
    query: releaseQuery,
    answer: releaseListSchema,
  },
  release: {
    path: '/releases/{id}',
    summary: 'One release, whole',
    params: byId,
    query: nothing,
    answer: releaseOneSchema,
  },
  modelFeed: {
    path: '/models/{id}/feed.atom',
    summary: 'An Atom feed of what happens to the releases of a model, recalls above all',
    params: byId,
    query: nothing,
    answer: z.string(),
    media: 'application/atom+xml',
  },
  manifest: {
    path: '/releases/{id}/manifest',
    summary: 'The list of its files, where somebody brought it',
    params: byId,
    query: nothing,
    answer: manifestOneSchema,
  },
  storeManifest: {
    path: '/releases/{id}/manifest',
    method: 'put',
    summary: 'Brings the list of its files; only the one whose digest is on chain is taken, from anybody',
    params: byId,
    query: nothing,
    body: manifestBodySchema,
    answer: manifestOneSchema,
  },
  diff: {
    path: '/releases/{id}/diff',
    summary: 'What differs from its first parent, or from the release named by against',
    params: byId,
    query: z.strictObject({ against: idParameter.optional() }),
    answer: diffOneSchema,
  },
  gate: {
    path: '/releases/{id}/gate',
    summary: 'What its next stage needs and what of it is there; null at open and revoked',
    params: byId,
    query: nothing,
    answer: gateOneSchema,
  },
  attestations: {
    path: '/releases/{id}/attestations',
    summary: 'What evaluators stated about it, newest first',
    params: byId,
    query: nothing,
    answer: attestationsOneSchema,
  },
  custody: {
    path: '/releases/{id}/custody',
    summary: 'Who holds shares of its key, grants, and every share that was given out',
    params: byId,
    query: nothing,
    answer: custodyOneSchema,
  },
  enclaves: {
    path: '/releases/{id}/enclaves',
    summary: 'What operators claim of enclaves that serve it, newest first',
    params: byId,
    query: nothing,
    answer: enclavesOneSchema,
  },
  bom: {
    path: '/releases/{id}/bom.json',
    summary: 'Its bill of materials (CycloneDX 1.6, machine-learning model)',
    params: byId,
    query: nothing,
    answer: z.looseObject({ bomFormat: z.literal('CycloneDX'), specVersion: z.literal('1.6') }).meta({ id: 'Bom' }),
    media: 'application/vnd.cyclonedx+json',
  },
  verifyReleases: {
    path: '/releases:verify',
    method: 'post',
    summary: 'Which releases have these digests, and whether they may be used',
    params: nothing,
    query: nothing,
    body: verifyBodySchema,
    answer: verificationOneSchema,
  },
  evaluators: {
    path: '/evaluators',
    summary: 'Who is or was an evaluator; those who are first',
    params: nothing,
    query: nothing,
    answer: evaluatorListSchema,
  },
  evaluator: {
    path: '/evaluators/{address}',
    summary: 'What an evaluator stated, and what waits for it',
    params: byAddress,
    query: nothing,
    answer: evaluatorOneSchema,
  },
  measurements: {
    path: '/measurements',
    summary: 'Measurements of enclaves that a vote allowed, newest first',
    params: nothing,
    query: nothing,
    answer: measurementsOneSchema,
  },
} as const satisfies Record<string, Endpoint>
