/** What `/api/v1/events` and webhooks tell of: the kinds of the outbox (db/migrations/0001_governance.sql). */
export const eventKinds = [
  'block',
  'proposal',
  'release',
  'model',
  'evaluator',
  'seal',
  'grant',
  'delegate',
  'seat',
  'party',
  'setting',
  'council',
  'charter',
  'round',
  'pool',
  'policy',
  'budget',
  'provider',
  'order',
  'lease',
  'job',
  'dispute',
  'rewards',
  'credit',
  'terms',
  'reorg',
] as const

export type EventKind = (typeof eventKinds)[number]

/** What can happen to a proposal, as `changes` of its events name it. */
export const proposalChanges = ['created', 'votes', 'extended', 'queued', 'executed', 'canceled'] as const
