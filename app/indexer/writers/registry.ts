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
  EvaluatorAppointed: ({ evaluator: account }, write) => {
    write('evaluator_events', { kind: 'appointed', account })
  },
  EvaluatorDismissed: ({ evaluator: account }, write) => {
    write('evaluator_events', { kind: 'dismissed', account })
  },
  Attested: (args, write) => {
    const { uid, releaseId: release_id, attester, party, kind, verdict, report, expirationTime, uri } = args
    const expiration_time = expirationTime
    write('attestations', { uid, release_id, attester, party, kind, verdict, report, expiration_time, uri })
  },
  AttestationRevoked: ({ uid, releaseId: release_id }, write) => {
    write('attestation_events', { kind: 'revoked', uid, release_id })
  },
  AttestationOverruled: ({ uid, releaseId: release_id }, write) => {
    write('attestation_events', { kind: 'overruled', uid, release_id })
  },
  GateRuleSet: ({ flopClass: flop_class, to: to_stage, rule }, write) => {
    const { passes, dwell, maxReportAge: max_report_age } = rule
    write('gate_rules', { flop_class, to_stage, passes, dwell, max_report_age })
  },
  ReleaseHeld: ({ releaseId: release_id, council, stage, until, reason }, write) => {
    write('release_stops', { kind: 'held', release_id, council, stage, until, reason })
  },
  ReleaseRecalled: ({ releaseId: release_id, council, approval, until, reason }, write) => {
    write('release_stops', { kind: 'recalled', release_id, council, approval, until, reason })
  },
})
