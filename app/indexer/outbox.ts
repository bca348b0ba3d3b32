import type { Transaction } from '#db/client.server'
import type { EventKind } from '~/domain/event-kinds'
import { type Rows, rowsOf } from './rows'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Message = { kind: EventKind; payload: { [key: string]: Json } }

const group = <Item>(items: readonly Item[], keyOf: (item: Item) => bigint, textOf: (item: Item) => string) => {
  const groups = new Map<bigint, Set<string>>()
  for (const item of items) {
    const values = groups.get(keyOf(item)) ?? new Set()
    groups.set(keyOf(item), values.add(textOf(item)))
  }
  return groups
}

const listDistinct = (ids: readonly (bigint | string)[]) => [...new Set(ids.map(String))]

const listProposalChanges = (rows: Rows) => [
  ...rowsOf(rows, 'proposals').map(({ proposal_id }) => ({ id: proposal_id, change: 'created' })),
  ...rowsOf(rows, 'proposal_events').map(({ proposal_id, kind }) => ({ id: proposal_id, change: kind })),
  ...rowsOf(rows, 'votes').map(({ proposal_id }) => ({ id: proposal_id, change: 'votes' })),
]

const listReleaseChanges = (rows: Rows) => [
  ...rowsOf(rows, 'attestations').map(({ release_id: id }) => ({ id, change: 'attested' })),
  ...rowsOf(rows, 'attestation_events').map(({ release_id: id, kind }) => ({ id, change: kind })),
  ...rowsOf(rows, 'release_stops').map(({ release_id: id, kind }) => ({ id, change: kind })),
  ...rowsOf(rows, 'seals').map(({ release_id: id }) => ({ id, change: 'sealed' })),
  ...rowsOf(rows, 'enclaves').map(({ release_id: id }) => ({ id, change: 'enclave' })),
]

const listRoundChanges = (rows: Rows) => [
  ...rowsOf(rows, 'rounds').map((row) => ({ ...row, change: 'opened' })),
  ...rowsOf(rows, 'requests').map((row) => ({ ...row, change: 'requested' })),
  ...rowsOf(rows, 'settlements').map((row) => ({ ...row, change: 'settled' })),
  ...rowsOf(rows, 'consumptions').map((row) => ({ ...row, change: row.kind })),
]

const budgetTables = [
  'treasury_flows',
  'schedules',
  'budget_lines',
  'line_movements',
  'money_grants',
  'money_grant_events',
] as const

type Add = (kind: EventKind, payload: Message['payload']) => void

const addCompute = (rows: Rows, add: Add) => {
  const rounds = new Map<string, Set<string>>()
  for (const { pool, epoch, change } of listRoundChanges(rows)) {
    const key = `${pool} ${epoch}`
    rounds.set(key, (rounds.get(key) ?? new Set()).add(change))
  }
  for (const [key, changes] of rounds) {
    const [pool = '', epoch = ''] = key.split(' ')
    add('round', { pool, epoch, changes: [...changes] })
  }
  const pools = [...rowsOf(rows, 'pools'), ...rowsOf(rows, 'pool_capacities')]
  for (const id of listDistinct(pools.map(({ pool }) => pool))) add('pool', { id })
  for (const { version } of rowsOf(rows, 'policies')) add('policy', { version: version.toString() })
  if (budgetTables.some((table) => rows.has(table))) add('budget', {})
}

const listOrderChanges = (rows: Rows) => [
  ...rowsOf(rows, 'orders').map(({ order_id: id }) => ({ id, change: 'placed' })),
  ...rowsOf(rows, 'order_cancellations').map(({ order_id: id }) => ({ id, change: 'canceled' })),
  ...rowsOf(rows, 'bid_events').map(({ order_id: id, kind }) => ({ id, change: `bid-${kind}` })),
  ...rowsOf(rows, 'leases').map(({ lease_id: id }) => ({ id, change: 'leased' })),
]

const listLeaseChanges = (rows: Rows) => [
  ...rowsOf(rows, 'leases').map(({ lease_id: id }) => ({ id, change: 'started' })),
  ...rowsOf(rows, 'lease_events').map(({ lease_id: id, kind }) => ({ id, change: kind })),
  ...rowsOf(rows, 'lease_disputes').map(({ lease_id: id }) => ({ id, change: 'disputed' })),
  ...rowsOf(rows, 'dispute_settlements').map(({ lease_id: id }) => ({ id, change: 'settled' })),
  ...rowsOf(rows, 'usage_receipts').map(({ lease_id: id }) => ({ id, change: 'confirmed' })),
]

const listJobChanges = (rows: Rows) => [
  ...rowsOf(rows, 'jobs').map(({ job_id: id }) => ({ id, change: 'offered' })),
  ...rowsOf(rows, 'job_events').map(({ job_id: id, kind }) => ({ id, change: kind })),
  ...rowsOf(rows, 'milestone_events').map(({ job_id: id, kind }) => ({ id, change: kind })),
]

const listProvidersOf = (rows: Rows) => [
  ...rowsOf(rows, 'provider_declarations'),
  ...rowsOf(rows, 'provider_events'),
  ...rowsOf(rows, 'provider_audits'),
  ...rowsOf(rows, 'stake_events'),
  ...rowsOf(rows, 'leases'),
  ...rowsOf(rows, 'jobs'),
  ...rowsOf(rows, 'challenge_reports'),
  ...rowsOf(rows, 'reward_claims'),
]

const ruleTables = [
  'market_terms',
  'market_pauses',
  'auditor_events',
  'attributes',
  'arbiter_events',
  'reward_rules',
  'reward_multipliers',
] as const

const addMarket = (rows: Rows, add: Add) => {
  const byId = [
    ['order', listOrderChanges(rows)],
    ['lease', listLeaseChanges(rows)],
    ['job', listJobChanges(rows)],
  ] as const
  for (const [kind, changes] of byId) {
    const groups = group(
      changes,
      ({ id }) => id,
      ({ change }) => change,
    )
    for (const [id, names] of groups) add(kind, { id: id.toString(), changes: [...names] })
  }
  for (const id of listDistinct(listProvidersOf(rows).map(({ provider_id }) => provider_id))) add('provider', { id })
  const cases = [
    ...rowsOf(rows, 'arbitration_cases'),
    ...rowsOf(rows, 'case_evidence'),
    ...rowsOf(rows, 'arbiter_votes'),
    ...rowsOf(rows, 'verdicts'),
  ]
  if (rows.has('reward_funds')) add('rewards', {})
  for (const id of listDistinct(cases.map(({ case_id }) => case_id))) add('dispute', { id })
  const credits = [...rowsOf(rows, 'market_credits'), ...rowsOf(rows, 'job_credits')]
  const accounts = listDistinct(credits.map(({ account }) => account))
  if (accounts.length > 0) add('credit', { accounts })
  const changes = ruleTables.filter((table) => rows.has(table))
  if (changes.length > 0) add('terms', { changes: [...changes] })
}

/** What a batch changed, one message per subject. Ids are decimal strings. */
export const buildMessages = (rows: Rows): Message[] => {
  const messages: Message[] = []
  const add: Add = (kind, payload) => messages.push({ kind, payload })
  const proposals = group(
    listProposalChanges(rows),
    ({ id }) => id,
    ({ change }) => change,
  )
  for (const [id, changes] of proposals) add('proposal', { id: id.toString(), changes: [...changes] })
  for (const { release_id, model_id } of rowsOf(rows, 'releases')) {
    add('release', { id: release_id.toString(), modelId: model_id.toString(), stage: 1 })
  }
  for (const { release_id, to_stage } of rowsOf(rows, 'stage_changes')) {
    add('release', { id: release_id.toString(), stage: Number(to_stage) })
  }
  const touched = group(
    listReleaseChanges(rows),
    ({ id }) => id,
    ({ change }) => change,
  )
  for (const [id, changes] of touched) add('release', { id: id.toString(), changes: [...changes] })
  for (const { model_id } of rowsOf(rows, 'models')) add('model', { id: model_id.toString() })
  for (const account of listDistinct(rowsOf(rows, 'evaluator_events').map((row) => row.account))) {
    add('evaluator', { account })
  }
  const seals = [...rowsOf(rows, 'seals'), ...rowsOf(rows, 'share_acks'), ...rowsOf(rows, 'share_publications')]
  for (const id of listDistinct(seals.map(({ seal_id }) => seal_id))) add('seal', { id })
  const grants = [...rowsOf(rows, 'grants'), ...rowsOf(rows, 'grant_revocations'), ...rowsOf(rows, 'share_releases')]
  for (const id of listDistinct(grants.map(({ grant_id }) => grant_id))) add('grant', { id })
  const powers = group(
    rowsOf(rows, 'vote_power_changes'),
    ({ house }) => house,
    ({ account }) => account,
  )
  for (const [house, accounts] of powers) add('delegate', { house: Number(house), accounts: [...accounts] })
  for (const id of listDistinct(rowsOf(rows, 'seat_events').map(({ seat_id }) => seat_id))) add('seat', { id })
  addCompute(rows, add)
  addMarket(rows, add)
  const parties = [...rowsOf(rows, 'party_events'), ...rowsOf(rows, 'party_memberships'), ...rowsOf(rows, 'agents')]
  for (const id of listDistinct(parties.map(({ party }) => party))) if (id !== '0') add('party', { id })
  for (const name of listDistinct(rowsOf(rows, 'setting_changes').map((row) => row.name))) add('setting', { name })
  for (const { account } of rowsOf(rows, 'council_appointments')) add('council', { account })
  if (rowsOf(rows, 'charter_events').length > 0) add('charter', {})
  return messages
}

type Place = { number: bigint; hash: string }

/** Appends messages and tells listeners the newest id, when and if the transaction commits. */
export const writeMessages = async (transaction: Transaction, messages: readonly Message[], at: Place) => {
  await transaction`
    with added as (
      insert into outbox (kind, block_number, block_hash, payload)
      select message->>'kind', ${at.number}, ${at.hash}, message->'payload'
      from jsonb_array_elements(${transaction.json(messages)}) with ordinality as list(message, position)
      order by position
      returning id
    )
    select pg_notify('ostrakon', max(id)::text) from added`
}
