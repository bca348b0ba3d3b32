import type { CreateWriter } from './writer'

export const createRegistryWriter: CreateWriter<'ModelRegistry'> = () => ({
  ModelRegistered: ({ modelId: model_id, party, maintainer, name }, write) => {
    write('models', { model_id, party, maintainer, name })
  },
  ReleaseRegistered: ({ releaseId, modelId, root, maintainer, cumulativeFlop, input }, write) => {
    write('releases', {
      release_id: releaseId,
      model_id: modelId,
      maintainer,
      version: input.version,
      parents: input.parents,
      root,
      manifest: input.manifest,
      card: input.card,
      licence: input.licence,
      files: input.files,
      size: input.size,
      gpu_seconds: input.gpuSeconds,
      flop: input.flop,
      cumulative_flop: cumulativeFlop,
      uri: input.uri,
    })
  },
  StageChanged: ({ releaseId: release_id, from: from_stage, to: to_stage, actor }, write) => {
    write('stage_changes', { release_id, from_stage, to_stage, actor })
  },
})
