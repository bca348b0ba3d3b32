import type { Hex } from 'viem'

type BaseKind = 'bytes' | 'integer' | 'text' | 'boolean' | 'bytes[]' | 'integer[]' | 'text[]'
/** How a column travels: hex as bytea, any whole number, text, boolean, lists of those; with `?` it may be null. */
export type ColumnKind = BaseKind | `${BaseKind}?`
export type Scalar = string | bigint | number | boolean
export type Value = Scalar | readonly Scalar[] | null

type ValueOf<kind> = kind extends `${infer base}?`
  ? ValueOf<base> | null
  : kind extends `${infer item}[]`
    ? readonly ValueOf<item>[]
    : { bytes: Hex; integer: bigint; text: string; boolean: boolean }[kind & ('bytes' | 'integer' | 'text' | 'boolean')]

/** What every row of an event table ends with: where the log stands. */
const placeColumns = {
  block_number: 'integer',
  block_hash: 'bytes',
  log_index: 'integer',
  tx_hash: 'bytes',
  block_time: 'integer',
} as const satisfies Record<string, ColumnKind>

/** The event tables of db/migrations and their columns before those of `placeColumns`. */
export const tables = {
  proposals: {
    proposal_id: 'integer',
    proposer: 'bytes',
    targets: 'bytes[]',
    values: 'integer[]',
    signatures: 'text[]',
    calldatas: 'bytes[]',
    snapshot: 'integer',
    deadline: 'integer',
    title: 'text',
    description: 'text',
    kinds: 'text[]',
    tier: 'integer',
    seat_capacity: 'integer',
    present_seats: 'integer',
    recovery: 'boolean',
  },
  proposal_events: { proposal_id: 'integer', kind: 'text', at: 'integer?' },
  votes: {
    chain_id: 'integer',
    proposal_id: 'integer',
    house: 'integer',
    voter: 'bytes',
    support: 'integer',
    weight: 'integer',
    reason: 'text',
  },
  token_transfers: { sender: 'bytes', recipient: 'bytes', value: 'integer' },
  delegations: { house: 'integer', delegator: 'bytes', from_delegate: 'bytes', to_delegate: 'bytes' },
  vote_power_changes: { house: 'integer', account: 'bytes', previous_votes: 'integer', votes: 'integer' },
  seat_events: {
    seat_id: 'integer',
    kind: 'text',
    steward: 'bytes',
    previous_steward: 'bytes?',
    party: 'integer?',
    constituency: 'integer?',
    term_end: 'integer?',
    replaced: 'integer?',
    cause: 'integer?',
    present_at: 'integer?',
  },
  seat_capacities: { capacities: 'integer[]', total: 'integer' },
  setting_changes: { name: 'text', old_value: 'integer', new_value: 'integer' },
  council_appointments: { account: 'bytes', until: 'integer', approval: 'integer' },
  ballot_invalidations: { voter: 'bytes', nonce: 'integer' },
  party_events: {
    party: 'integer',
    kind: 'text',
    controller: 'bytes?',
    previous_controller: 'bytes?',
    account: 'bytes?',
    party_kind: 'integer?',
    open: 'boolean?',
    from_epoch: 'integer?',
  },
  party_memberships: { account: 'bytes', party: 'integer', from_epoch: 'integer' },
  models: { model_id: 'integer', party: 'integer', maintainer: 'bytes', name: 'text' },
  releases: {
    release_id: 'integer',
    model_id: 'integer',
    maintainer: 'bytes',
    version: 'text',
    parents: 'integer[]',
    root: 'bytes',
    manifest: 'bytes',
    card: 'bytes',
    licence: 'text',
    files: 'integer',
    size: 'integer',
    gpu_seconds: 'integer',
    flop: 'integer',
    cumulative_flop: 'integer',
    uri: 'text',
  },
  stage_changes: { release_id: 'integer', from_stage: 'integer', to_stage: 'integer', actor: 'bytes' },
  charter_events: {
    kind: 'text',
    role: 'integer?',
    other_role: 'integer?',
    account: 'bytes?',
    target: 'bytes?',
    selector: 'bytes?',
    label: 'text?',
    delay: 'integer?',
    since: 'integer?',
    new_member: 'boolean?',
    closed: 'boolean?',
  },
  timelock_role_events: { kind: 'text', role: 'bytes', account: 'bytes', sender: 'bytes' },
  evaluator_events: { account: 'bytes', kind: 'text' },
  attestations: {
    uid: 'integer',
    release_id: 'integer',
    attester: 'bytes',
    party: 'integer',
    kind: 'integer',
    verdict: 'integer',
    report: 'bytes',
    expiration_time: 'integer',
    uri: 'text',
  },
  attestation_events: { uid: 'integer', release_id: 'integer', kind: 'text' },
  gate_rules: {
    flop_class: 'integer',
    to_stage: 'integer',
    passes: 'integer[]',
    dwell: 'integer',
    max_report_age: 'integer',
  },
  release_stops: {
    release_id: 'integer',
    kind: 'text',
    council: 'bytes',
    stage: 'integer?',
    approval: 'integer?',
    until: 'integer',
    reason: 'text',
  },
  custody_recipients: { account: 'bytes', recipient: 'bytes' },
  seals: {
    seal_id: 'integer',
    release_id: 'integer',
    maintainer: 'bytes',
    ciphertext_root: 'bytes',
    ciphertext_manifest: 'bytes',
    recipient: 'bytes',
    threshold: 'integer',
    commitments: 'bytes[]',
    seats: 'integer[]',
    boxes_digest: 'bytes',
  },
  share_acks: { seal_id: 'integer', share: 'integer', steward: 'bytes' },
  grants: {
    grant_id: 'integer',
    seal_id: 'integer',
    grantee: 'bytes',
    recipient: 'bytes',
    expiration_time: 'integer',
  },
  grant_revocations: { grant_id: 'integer', actor: 'bytes' },
  share_releases: { grant_id: 'integer', share: 'integer', steward: 'bytes', box: 'bytes' },
  share_publications: { seal_id: 'integer', share: 'integer', steward: 'bytes', value: 'bytes' },
  measurement_events: { measurement: 'bytes', kind: 'text', description: 'text?' },
  enclaves: {
    enclave_id: 'integer',
    release_id: 'integer',
    operator: 'bytes',
    party: 'integer',
    root: 'bytes',
    quote: 'bytes',
    collateral: 'bytes',
    measurement: 'bytes',
    service_key: 'bytes',
    nonce: 'bytes',
    expiration_time: 'integer',
  },
  enclave_revocations: { enclave_id: 'integer' },
  agents: {
    party: 'integer',
    agent: 'bytes',
    agent_id: 'integer',
    until: 'integer',
    gpu_seconds: 'integer',
    money: 'integer',
  },
  pools: { pool: 'integer', name: 'text' },
  pool_capacities: { pool: 'integer', from_epoch: 'integer', capacity: 'integer' },
  policies: {
    version: 'integer',
    from_epoch: 'integer',
    cap_bps: 'integer',
    reserves: 'integer[]',
    class_weights: 'integer[]',
    kind_classes: 'integer[]',
    kind_weights: 'integer[]',
  },
  rounds: { pool: 'integer', epoch: 'integer', capacity: 'integer', cap: 'integer', version: 'integer' },
  requests: {
    party: 'integer',
    pool: 'integer',
    epoch: 'integer',
    want: 'integer',
    seq: 'integer',
    agent: 'bytes?',
  },
  settlements: { pool: 'integer', epoch: 'integer', levels: 'integer[]', keeper: 'bytes' },
  consumptions: { party: 'integer', pool: 'integer', epoch: 'integer', kind: 'text', amount: 'integer' },
  treasury_flows: { kind: 'text', account: 'bytes', token: 'bytes?', amount: 'integer' },
  schedules: {
    pool: 'integer',
    from_epoch: 'integer',
    gpu_seconds: 'integer',
    money: 'integer',
    max_rate: 'integer',
  },
  budget_lines: {
    pool: 'integer',
    epoch: 'integer',
    gpu_seconds: 'integer',
    money: 'integer',
    max_rate: 'integer',
  },
  line_movements: { pool: 'integer', epoch: 'integer', kind: 'text', gpu_seconds: 'integer', money: 'integer' },
  money_grants: {
    grant_id: 'integer',
    recipient: 'bytes',
    amount: 'integer',
    start_time: 'integer',
    cliff_time: 'integer',
    end_time: 'integer',
  },
  money_grant_events: { grant_id: 'integer', kind: 'text', amount: 'integer' },
} as const satisfies Record<string, Record<string, ColumnKind>>

export type TableName = keyof typeof tables

/** A row as Postgres returns it, and as it is made from a log. */
export type RowOf<table extends TableName> = {
  [column in keyof ((typeof tables)[table] & typeof placeColumns)]: ValueOf<
    ((typeof tables)[table] & typeof placeColumns)[column]
  >
}
/** A row of whichever table. */
export type Row = Readonly<Record<string, Value>>

export const tableNames = Object.keys(tables) as TableName[]

const columns = new Map<TableName, [string, ColumnKind][]>(
  tableNames.map((table) => [table, Object.entries({ ...tables[table], ...placeColumns })]),
)

/** The columns of a table in the order in which rows are copied and hashed. */
export const columnsOf = (table: TableName): readonly [string, ColumnKind][] => columns.get(table) ?? []
