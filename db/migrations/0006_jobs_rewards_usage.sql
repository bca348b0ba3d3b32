-- Jobs paid by the milestone, rewards of nodes, and what tenants confirm to have used. Event tables as in 0001. Money is in
-- base units, times are UNIX seconds.

-- The contracts are older than this index of them, so what was indexed before is indexed again.
do $$ begin
  execute (select 'truncate ' || string_agg(format('%I', tablename), ', ') from pg_tables
    where schemaname = current_schema() and tablename not in ('schema_migrations', 'outbox', 'manifests'));
end $$;

-- amounts and deadlines: of the milestones, in their order. Parties: 0 is none.
create table jobs (
  job_id bigint primary key,
  tenant bytea not null,
  provider_id bigint not null,
  tenant_party bigint not null,
  provider_party bigint not null,
  version bigint not null,
  spec_digest bytea not null,
  amounts numeric(29, 0)[] not null,
  deadlines bigint[] not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index jobs_tenant on jobs (tenant, job_id);
create index jobs_provider on jobs (provider_id, job_id);

-- returned: what the tenant took back of what was not delivered.
create table job_events (
  job_id bigint not null,
  kind text not null check (kind in ('accepted', 'ended')),
  returned numeric(39, 0),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index job_events_job on job_events (job_id, kind);

-- milestone: its index, from 0. digest: of what was made, or of the tenant's evidence. outcome: of a case that was carried
-- out: 1 undecided, 2 for the tenant, 3 for the provider. amount: paid, fee included.
create table milestone_events (
  job_id bigint not null,
  milestone integer not null,
  kind text not null check (kind in ('delivered', 'rejected', 'paid', 'settled')),
  digest bytea,
  case_id bigint,
  outcome integer,
  amount numeric(29, 0),
  fee numeric(29, 0),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index milestone_events_job on milestone_events (job_id, milestone, kind);
create index milestone_events_case on milestone_events (case_id) where case_id is not null;

-- As market_credits and fee_payments, of jobs.
create table job_credits (
  account bytea not null,
  kind text not null check (kind in ('credited', 'claimed')),
  amount numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index job_credits_account on job_credits (account, block_number, log_index);

create table job_fee_payments (
  to_treasury numeric(39, 0) not null,
  burnt numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- From from_epoch on, until the next row: base units per node and epoch, and how many nodes of a party earn all of it.
create table reward_rules (
  from_epoch bigint not null,
  base numeric(29, 0) not null,
  free_nodes integer not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- Basis points of the base.
create table reward_multipliers (
  pool bigint not null,
  from_epoch bigint not null,
  bps bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index reward_multipliers_pool on reward_multipliers (pool, block_number, log_index);

-- Money that rewards are paid from. grant_id: of what was pulled; account: who paid in.
create table reward_funds (
  kind text not null check (kind in ('funded', 'pulled')),
  account bytea,
  grant_id bigint,
  amount numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- party: the operator's at the first report of the epoch.
create table challenge_reports (
  provider_id bigint not null,
  epoch bigint not null,
  auditor_id bigint not null,
  party bigint not null,
  made bigint not null,
  passed bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index challenge_reports_provider on challenge_reports (provider_id, epoch, auditor_id);

-- ordinal: as which node of its party it claimed.
create table reward_claims (
  provider_id bigint not null,
  epoch bigint not null,
  party bigint not null,
  operator bytea not null,
  ordinal bigint not null,
  amount numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index reward_claims_provider on reward_claims (provider_id, epoch);

-- gpu_seconds: of the lease in all; the newest row counts.
create table usage_receipts (
  lease_id bigint not null,
  provider_id bigint not null,
  party bigint not null,
  gpu_seconds numeric(20, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index usage_receipts_lease on usage_receipts (lease_id, gpu_seconds);
create index usage_receipts_provider on usage_receipts (provider_id, block_number);

-- Milestones as they stand. returned: the tenant was right.
create view milestone_heads as
select j.job_id, (m.at - 1)::integer as milestone, j.amounts[m.at] as amount, j.deadlines[m.at] as deadline,
  d.block_time as delivered_time, d.block_number as delivered_block, d.tx_hash as delivered_tx, d.digest,
  r.block_time as rejected_time, r.block_number as rejected_block, r.tx_hash as rejected_tx, r.case_id, r.digest as evidence,
  s.outcome, s.block_time as settled_time, s.block_number as settled_block, s.tx_hash as settled_tx,
  p.block_time as paid_time, p.block_number as paid_block, p.tx_hash as paid_tx, p.fee,
  case when s.outcome = 2 then 'returned' when p.amount is not null then 'paid' when r.case_id is not null then 'rejected'
    when d.digest is not null then 'delivered' else 'open' end as state
from jobs j cross join lateral generate_subscripts(j.amounts, 1) as m(at)
left join milestone_events d on d.job_id = j.job_id and d.milestone = m.at - 1 and d.kind = 'delivered'
left join milestone_events r on r.job_id = j.job_id and r.milestone = m.at - 1 and r.kind = 'rejected'
left join milestone_events s on s.job_id = j.job_id and s.milestone = m.at - 1 and s.kind = 'settled'
left join milestone_events p on p.job_id = j.job_id and p.milestone = m.at - 1 and p.kind = 'paid';

-- Jobs as they stand. ended: the provider let a deadline pass, and the tenant took the rest back; done: every milestone was
-- paid or returned. undelivered and unpaid: its money that lies in escrow, before and after delivery.
create view job_heads as
select j.job_id, j.tenant, j.provider_id, j.tenant_party, j.provider_party, j.version, j.spec_digest, j.block_number,
  j.block_hash, j.block_time, j.tx_hash, a.block_time as accepted_time, a.block_number as accepted_block,
  a.tx_hash as accepted_tx, e.block_time as ended_time, e.block_number as ended_block, e.tx_hash as ended_tx, e.returned,
  case when e.job_id is not null and a.job_id is null then 'withdrawn' when e.job_id is not null then 'ended'
    when a.job_id is null then 'offered' when m.over = cardinality(j.amounts) then 'done' else 'running' end as state,
  cardinality(j.amounts) as milestones, coalesce(m.delivered, 0) as delivered, m.amount,
  coalesce(m.undelivered, 0) - coalesce(e.returned, 0) as undelivered, coalesce(m.unpaid, 0) as unpaid, coalesce(m.fee, 0) as fee,
  coalesce(m.lost, 0) as lost, coalesce(m.forgone, 0) as forgone,
  x.block_number as changed_block, x.block_hash as changed_hash, x.block_time as changed_time
from jobs j
left join job_events a on a.job_id = j.job_id and a.kind = 'accepted'
left join job_events e on e.job_id = j.job_id and e.kind = 'ended'
join market_terms t on t.version = j.version
join lateral (select sum(h.amount) as amount, sum(h.fee) as fee, count(h.delivered_time) as delivered,
    sum(h.amount) filter (where h.state = 'open') as undelivered,
    sum(h.amount) filter (where h.state in ('delivered', 'rejected')) as unpaid,
    count(*) filter (where h.state in ('paid', 'returned')) as over,
    count(*) filter (where h.state = 'returned') as lost,
    sum(div(h.amount * t.fee_bps, 10000)) filter (where h.state = 'returned') as forgone
  from milestone_heads h where h.job_id = j.job_id) m on true
join lateral (select block_number, block_hash, block_time from (
  select j.block_number, j.block_hash, j.block_time
  union all select block_number, block_hash, block_time from job_events where job_id = j.job_id
  union all select block_number, block_hash, block_time from milestone_events where job_id = j.job_id) changes
  order by block_number desc limit 1) x on true;

-- What counts for the reputation of providers, a row for each lease and each job that was accepted. weighs: 'whole', 'fees'
-- where a side has no party, null for one of a party or an account with itself. done_time: when it is
-- over, null while it is contested or goes on. forgone: the fee that damages would have paid.
create view served as
select l.provider_id, l.fee, l.noticed_time is not null as noticed, coalesce(l.upheld, false) as lost,
  case when l.case_id is null or l.upheld is not null then l.end_time end as done_time,
  case when l.upheld then div(l.damages * t.fee_bps, 10000) else 0 end as forgone,
  case when l.tenant = d.operator or (l.tenant_party <> 0 and l.tenant_party = l.party) then null
    when l.epoch <> 0 or (l.tenant_party <> 0 and l.party <> 0) then 'whole' else 'fees' end as weighs
from lease_heads l join market_terms t on t.version = l.version
join provider_declarations d on d.provider_id = l.provider_id and d.version = 1
union all
select j.provider_id, j.fee, j.ended_time is not null, j.lost > 0,
  case when j.state = 'done' then j.changed_time end, j.forgone,
  case when j.tenant = d.operator or (j.tenant_party <> 0 and j.tenant_party = j.provider_party) then null
    when j.tenant_party <> 0 and j.provider_party <> 0 then 'whole' else 'fees' end
from job_heads j join provider_declarations d on d.provider_id = j.provider_id and d.version = 1
where j.accepted_time is not null;
