import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

/** What a provider offers and has at stake. GPUs, base units, UNIX seconds. */
export type ProviderRow = {
  provider_id: bigint
  operator: Address
  version: number
  pool: bigint
  units: number
  attributes: bigint
  hardware: Hex
  endpoint: string
  registered_block: number
  registered_time: number
  registered_tx: Hex
  declared_block: number
  declared_time: number
  declared_tx: Hex
  retired_block: number | null
  retired_time: number | null
  retired_tx: Hex | null
  amount: bigint
  locked: bigint
  units_in_use: number
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

// The newest row about a provider; leases say it themselves, wherever they are shown.
const lastChange = (sql: Reader) => sql`
  left join lateral (select block_number, block_hash, block_time from (
    (select block_number, block_hash, block_time from provider_declarations where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from provider_events where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from provider_audits where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from stake_events where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from bid_events where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from challenge_reports where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from reward_claims where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select block_number, block_hash, block_time from usage_receipts where provider_id = p.provider_id
      order by block_number desc limit 1)
    union all (select h.changed_block, h.changed_hash, h.changed_time from job_heads h
      where h.provider_id = p.provider_id order by h.changed_block desc limit 1)
    union all (select h.changed_block, h.changed_hash, h.changed_time from lease_heads h
      where h.provider_id = p.provider_id order by h.changed_block desc limit 1)) changes
    order by block_number desc limit 1) x on true`

const providers = (sql: Reader) => sql`
  select p.provider_id, p.operator, p.version::float8, p.pool, p.units::float8, p.attributes, p.hardware, p.endpoint,
    p.registered_block::float8, p.registered_time::float8, p.registered_tx, p.declared_block::float8,
    p.declared_time::float8, p.declared_tx, p.retired_block::float8, p.retired_time::float8, p.retired_tx, s.amount,
    s.locked, s.units_in_use::float8, x.block_number::float8 as changed_block, x.block_hash as changed_hash,
    x.block_time::float8 as changed_time
  from providers p join stakes s using (provider_id) ${lastChange(sql)}`

type ProviderPage = {
  from: string | null
  backwards: boolean
  limit: number
  pool: string | null
  operator: Address | null
}

/** Providers, newest first, or oldest first when read backwards; `from` is left out. */
export const listProviderRows = async (sql: Reader, page: ProviderPage): Promise<ProviderRow[]> => {
  const beyond = page.backwards ? sql`p.provider_id > ${page.from}` : sql`p.provider_id < ${page.from}`
  return [
    ...(await sql<ProviderRow[]>`
      ${providers(sql)}
      where ${page.from === null ? sql`true` : beyond}
        and ${page.pool === null ? sql`true` : sql`p.pool = ${page.pool}`}
        and ${page.operator === null ? sql`true` : sql`p.operator = ${page.operator}`}
      order by p.provider_id ${page.backwards ? sql`asc` : sql`desc`} limit ${page.limit}`),
  ]
}

/** Some providers, in the order of ids. */
export const listProviderRowsById = async (sql: Reader, ids: readonly bigint[]): Promise<ProviderRow[]> =>
  ids.length === 0
    ? []
    : [
        ...(await sql<ProviderRow[]>`
          ${providers(sql)} where p.provider_id = any(${ids.map(String)}::bigint[]) order by p.provider_id`),
      ]

/** Who operates a provider, whether it retired or not. */
export type OperatorRow = { provider_id: bigint; operator: Address }

export const listOperatorRows = async (sql: Reader, ids: readonly bigint[]): Promise<OperatorRow[]> =>
  ids.length === 0
    ? []
    : [
        ...(await sql<OperatorRow[]>`
          select provider_id, operator from provider_declarations
          where version = 1 and provider_id = any(${ids.map(String)}::bigint[])`),
      ]

/** An auditor's last word on a provider; `version` and `until` of one that confirms it. */
export type AuditRow = {
  provider_id: bigint
  auditor_id: number
  kind: 'audited' | 'revoked' | 'lapsed'
  version: number | null
  until: number | null
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/** The last word of each auditor on each of these providers, in the order of auditors. */
export const listAuditRows = async (sql: Reader, ids: readonly bigint[]): Promise<AuditRow[]> =>
  ids.length === 0
    ? []
    : [
        ...(await sql<AuditRow[]>`
          select distinct on (provider_id, auditor_id) provider_id, auditor_id::float8, kind, version::float8,
            until::float8, block_number::float8, block_hash, block_time::float8, tx_hash
          from provider_audits where provider_id = any(${ids.map(String)}::bigint[])
          order by provider_id, auditor_id, block_number desc, log_index desc`),
      ]

export type AuditorRow = SetByRow & { auditor_id: number; account: Address; appointed: boolean }

/** Every auditor ever appointed, in the order of numbers, and what last changed it. */
export const listAuditorRows = async (sql: Reader): Promise<AuditorRow[]> => [
  ...(await sql<AuditorRow[]>`
    select c.auditor_id::float8, c.kind = 'appointed' as appointed,
      (select account from auditor_events a where a.auditor_id = c.auditor_id and a.account is not null
        order by a.block_number desc, a.log_index desc limit 1) as account,
      ${place(sql)}, ${executedIn(sql)}
    from (select distinct on (auditor_id) * from auditor_events
      order by auditor_id, block_number desc, log_index desc) c
    order by c.auditor_id`),
]

export type AttributeRow = SetByRow & { attribute: number; name: string }

/** What the bits of declarations mean. There are at most 64. */
export const listAttributeRows = async (sql: Reader): Promise<AttributeRow[]> => [
  ...(await sql<AttributeRow[]>`
    select c.attribute::float8, c.name, ${place(sql)}, ${executedIn(sql)} from attributes c order by c.attribute`),
]

/** What providers of a party (0: of none) lease out in a pool, and the GPU-seconds that they leased since a second. */
export type UseRow = { pool: bigint; party: bigint; units: number; gpu_seconds: number }

/**
 * The use of these pools by party; `since` is where the epoch began, whose leases are the load: until where they were last
 * moved to, whatever a verdict found. Source: MarketStakes.
 */
export const listUseRows = async (
  sql: Reader,
  { pools, since }: { pools: readonly bigint[]; since: number },
): Promise<UseRow[]> => [
  ...(await sql<UseRow[]>`
    select o.pool, l.party, coalesce(sum(o.units) filter (where not l.closed), 0)::float8 as units,
      coalesce(sum(o.units * (coalesce(e.end_time, l.end_time) - l.start_time)) filter (where l.start_time >= ${since}), 0)
        ::float8 as gpu_seconds
    from (select *, exists (select 1 from lease_events where lease_id = leases.lease_id and kind = 'closed') as closed
      from leases) l
    join orders o on o.order_id = l.lease_id
    left join lateral (select end_time from lease_events where lease_id = l.lease_id
      and kind in ('extended', 'shortened') order by block_number desc, log_index desc limit 1) e on true
    where o.pool = any(${pools.map(String)}::bigint[]) and (not l.closed or l.start_time >= ${since})
    group by o.pool, l.party order by o.pool, l.party`),
]

/** Units of each of these pools whose provider has an audit that is counted. */
export const listAuditedUnits = async (
  sql: Reader,
  pools: readonly bigint[],
): Promise<{ pool: bigint; units: number }[]> => [
  ...(await sql<{ pool: bigint; units: number }[]>`
    select pool, units::float8 from audited_units where pool = any(${pools.map(String)}::bigint[]) order by pool`),
]

/** A provider's reputation as app/domain/market/reputation.ts has it, and what is told beside it. */
export type ReputationRow = {
  provider_id: bigint
  fees: bigint
  leases: number
  completed: number
  noticed: number
  disputes_lost: number
  completed_bps: bigint | null
  availability_bps: bigint | null
  disputes_open: number
  /** Of leases that are over, and of these what tenants confirmed. */
  gpu_seconds: number
  confirmed_gpu_seconds: number
}

/** The reputation of these providers at the UNIX second `now`. Source: docs/specification.md 21. */
export const listReputationRows = async (
  sql: Reader,
  { ids, now }: { ids: readonly bigint[]; now: number },
): Promise<ReputationRow[]> => [
  ...(await sql<ReputationRow[]>`
    select p.provider_id, s.fees, s.leases, s.completed, s.noticed, s.disputes_lost, s.completed_bps,
      div(10000 * c.passed, nullif(c.made, 0)) as availability_bps, l.disputes_open, l.gpu_seconds,
      l.confirmed_gpu_seconds
    from unnest(${ids.map(String)}::bigint[]) as p(provider_id)
    join lateral (select coalesce(sum(fee), 0) as fees, count(*) filter (where weighs = 'whole')::float8 as leases,
        count(*) filter (where weighs = 'whole' and kept)::float8 as completed,
        count(*) filter (where weighs = 'whole' and noticed)::float8 as noticed,
        count(*) filter (where lost)::float8 as disputes_lost,
        div(10000 * coalesce(sum(fee + forgone) filter (where kept), 0),
          nullif(sum(fee + forgone) filter (where done or noticed or lost), 0)) as completed_bps
      from (select *, done and not noticed and not lost as kept from (
        select fee, forgone, noticed, lost, weighs, coalesce(done_time <= ${now}, false) as done
        from served where provider_id = p.provider_id and weighs is not null) own) own) s on true
    join lateral (select sum(made) as made, sum(passed) as passed
      from challenge_reports where provider_id = p.provider_id) c on true
    join lateral (select count(*) filter (where case_id is not null and upheld is null)::float8 as disputes_open,
        coalesce(sum(units * (end_time - start_time)) filter (where end_time <= ${now}), 0)::float8 as gpu_seconds,
        coalesce(sum(u.gpu_seconds) filter (where end_time <= ${now}), 0)::float8 as confirmed_gpu_seconds
      from lease_heads h
      left join lateral (select max(gpu_seconds) as gpu_seconds from usage_receipts where lease_id = h.lease_id) u on true
      where h.provider_id = p.provider_id) l on true`),
]

/** One of the events behind a provider's reputation: of a lease, of a job, or of neither. */
export type ReputationEventRow = {
  kind:
    | 'started'
    | 'noticed'
    | 'closed'
    | 'disputed'
    | 'upheld'
    | 'rejected'
    | 'confirmed'
    | 'accepted'
    | 'paid'
    | 'returned'
    | 'missed'
    | 'challenged'
  lease_id: bigint | null
  job_id: bigint | null
  block_number: number
  block_time: number
  tx_hash: Hex
}

/** The events behind a provider's reputation, newest first. */
export const listReputationEvents = async (
  sql: Reader,
  { id, limit }: { id: bigint; limit: number },
): Promise<ReputationEventRow[]> => [
  ...(await sql<ReputationEventRow[]>`
    with own as (select lease_id from leases where provider_id = ${String(id)}),
      taken as (select job_id from jobs join job_events using (job_id)
        where provider_id = ${String(id)} and kind = 'accepted')
    select kind, lease_id, job_id, block_number::float8, block_time::float8, tx_hash from (
      select 'started' as kind, lease_id, null::bigint as job_id, block_number, log_index, block_time, tx_hash
        from leases where provider_id = ${String(id)}
      union all select case kind when 'closed' then 'closed' else 'noticed' end, lease_id, null, block_number, log_index,
        block_time, tx_hash
        from lease_events join own using (lease_id)
        where kind = 'closed' or (kind = 'shortened' and end_time > block_time)
      union all select 'disputed', lease_id, null, block_number, log_index, block_time, tx_hash
        from lease_disputes join own using (lease_id)
      union all select case when upheld then 'upheld' else 'rejected' end, lease_id, null, block_number, log_index,
        block_time, tx_hash
        from dispute_settlements join own using (lease_id)
      union all select 'confirmed', lease_id, null, block_number, log_index, block_time, tx_hash
        from usage_receipts where provider_id = ${String(id)}
      union all select case kind when 'accepted' then 'accepted' else 'missed' end, null, job_id, block_number, log_index,
        block_time, tx_hash
        from job_events join taken using (job_id)
      union all select case kind when 'paid' then 'paid' else 'returned' end, null, job_id, block_number, log_index,
        block_time, tx_hash
        from milestone_events join taken using (job_id) where kind = 'paid' or outcome = 2
      union all select 'challenged', null, null, block_number, log_index, block_time, tx_hash
        from challenge_reports where provider_id = ${String(id)}) events
    order by block_number desc, log_index desc limit ${limit}`),
]

/** An enclave, and whether anything but its age speaks against it. */
export type ServingRow = { enclave_id: bigint; release_id: bigint; operator: Address; is_live: boolean }

/** Which of these enclaves live at the UNIX second `now`, as Enclaves.isLive would say. */
export const listServingRows = async (
  sql: Reader,
  { ids, now }: { ids: readonly bigint[]; now: number },
): Promise<ServingRow[]> =>
  ids.length === 0
    ? []
    : [
        ...(await sql<ServingRow[]>`
          select e.enclave_id, e.release_id, e.operator,
            e.expiration_time > ${now} and coalesce(m.kind = 'allowed', false) and s.stage between 3 and 4
              and not exists (select 1 from enclave_revocations where enclave_id = e.enclave_id) as is_live
          from enclaves e join release_stages s using (release_id)
          left join lateral (select kind from measurement_events where measurement = e.measurement
            order by block_number desc, log_index desc limit 1) m on true
          where e.enclave_id = any(${ids.map(String)}::bigint[])`),
      ]
