-- The compute market: who offers what and who audited it, orders and bids, leases paid by the second, disputes, and the
-- terms. Event tables as in 0001: one row per log, never updated, deleted above a block by a reorg. What depends on time
-- (whether an order is open, a lease runs, a verdict is final) is computed when read. Rates are millionths of a base unit
-- per unit and second, money base units, times UNIX seconds.

-- account: whose number it is; null once dismissed. The newest row of a number counts.
create table auditor_events (
  auditor_id bigint not null,
  kind text not null check (kind in ('appointed', 'dismissed')),
  account bytea,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index auditor_events_auditor on auditor_events (auditor_id, block_number, log_index);

-- What bit `attribute` of a declaration means.
create table attributes (
  attribute bigint primary key,
  name text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

-- What a provider declared; the newest version counts. attributes: bit i is attribute i.
create table provider_declarations (
  provider_id bigint not null,
  operator bytea not null,
  version bigint not null,
  pool bigint not null,
  units bigint not null,
  attributes numeric(20, 0) not null,
  hardware bytea not null,
  endpoint text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index provider_declarations_version on provider_declarations (provider_id, version);
create index provider_declarations_pool on provider_declarations (pool, provider_id, version);
create index provider_declarations_operator on provider_declarations (operator, provider_id);

-- endpoint: it serves there since. retired: it can do nothing any more.
create table provider_events (
  provider_id bigint not null,
  kind text not null check (kind in ('endpoint', 'retired')),
  endpoint text,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index provider_events_provider on provider_events (provider_id, block_number, log_index);

-- The newest row of a provider and an auditor counts: an audited one while it names the newest version.
create table provider_audits (
  provider_id bigint not null,
  auditor_id bigint not null,
  kind text not null check (kind in ('audited', 'revoked', 'lapsed')),
  version bigint,
  until bigint,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index provider_audits_provider on provider_audits (provider_id, auditor_id, block_number, log_index);

-- The numbers of the market; an order keeps the version under which it was placed.
create table market_terms (
  version bigint primary key,
  max_bids integer not null,
  fee_bps integer not null,
  burn_bps integer not null,
  cap_bps integer not null,
  penalty_bps integer not null,
  floor_units bigint not null,
  bid_seconds bigint not null,
  order_seconds bigint not null,
  min_notice bigint not null,
  dispute_window bigint not null,
  max_duration bigint not null,
  min_stake numeric(39, 0) not null,
  bid_deposit numeric(39, 0) not null,
  dispute_bond numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

-- The council stopped new orders, bids and leases until then.
create table market_pauses (
  council bytea not null,
  approval bigint not null,
  until bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- party, agent and epoch: 0 for none; epoch 0: the tenant pays. auditor_ids: up to four of 16 bits, from the lowest.
create table orders (
  order_id bigint primary key,
  tenant bytea not null,
  party bigint not null,
  agent bigint not null,
  epoch bigint not null,
  bid_until bigint not null,
  open_until bigint not null,
  version bigint not null,
  pool bigint not null,
  units bigint not null,
  duration bigint not null,
  notice bigint not null,
  max_rate numeric(25, 0) not null,
  attributes numeric(20, 0) not null,
  auditor_ids numeric(20, 0) not null,
  release_id bigint not null,
  spec_digest bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index orders_tenant on orders (tenant, order_id);
create index orders_pool on orders (pool, order_id);
create index orders_open on orders (open_until);

create table order_cancellations (
  order_id bigint primary key,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

-- placed: made, or made anew; the others end it. The newest row of an order and a provider counts.
create table bid_events (
  order_id bigint not null,
  provider_id bigint not null,
  kind text not null check (kind in ('placed', 'withdrawn', 'displaced', 'declined', 'released')),
  party bigint,
  auditor_id bigint,
  enclave_id bigint,
  rate numeric(25, 0),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index bid_events_order on bid_events (order_id, provider_id, block_number, log_index);
create index bid_events_provider on bid_events (provider_id, order_id, block_number, log_index);

-- account: who added; null of a withdrawal, which the operator takes.
create table stake_events (
  provider_id bigint not null,
  kind text not null check (kind in ('added', 'withdrawn')),
  account bytea,
  amount numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index stake_events_provider on stake_events (provider_id, block_number, log_index);

-- credited: owed to the account. claimed: it took that.
create table market_credits (
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
create index market_credits_account on market_credits (account, block_number, log_index);

-- Fees and penalties that went where they belong.
create table fee_payments (
  to_treasury numeric(39, 0) not null,
  burnt numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- As they began; lease_id is the id of the order. party: of the provider when it bid, 0 for none.
create table leases (
  lease_id bigint primary key,
  provider_id bigint not null,
  party bigint not null,
  rate numeric(25, 0) not null,
  start_time bigint not null,
  end_time bigint not null,
  deposit numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index leases_provider on leases (provider_id, lease_id);
create index leases_party on leases (party, lease_id);
create index leases_start on leases (start_time);

-- extended and shortened: end and deposit since. withdrawn: sums over the lease, fee included.
create table lease_events (
  lease_id bigint not null,
  kind text not null check (kind in ('extended', 'shortened', 'closed', 'withdrawn', 'released')),
  account bytea,
  end_time bigint,
  deposit numeric(39, 0),
  withdrawn numeric(39, 0),
  fee numeric(39, 0),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index lease_events_lease on lease_events (lease_id, kind, block_number, log_index);

-- A dispute contests a lease from from_time to its end.
create table lease_disputes (
  lease_id bigint primary key,
  case_id bigint not null,
  from_time bigint not null,
  end_time bigint not null,
  evidence bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create unique index lease_disputes_case on lease_disputes (case_id);

-- A verdict that was carried out. slashed: of the damages what the stake paid.
create table dispute_settlements (
  lease_id bigint primary key,
  upheld boolean not null,
  damages numeric(39, 0) not null,
  slashed numeric(39, 0) not null,
  penalty numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

create table arbiter_events (
  account bytea not null,
  kind text not null check (kind in ('appointed', 'dismissed')),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index arbiter_events_account on arbiter_events (account, block_number, log_index);

-- arbiters: those that decide it. court: the contract that opened it.
create table arbitration_cases (
  case_id bigint primary key,
  court bytea not null,
  claimant bytea not null,
  respondent bytea not null,
  claimant_party bigint not null,
  respondent_party bigint not null,
  arbiters bytea[] not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

-- SHA-256 of what a side brought forward.
create table case_evidence (
  case_id bigint not null,
  account bytea not null,
  evidence bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index case_evidence_case on case_evidence (case_id, block_number, log_index);

-- reason: SHA-256 of the reasons.
create table arbiter_votes (
  case_id bigint not null,
  arbiter bytea not null,
  for_claimant boolean not null,
  reason bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index arbiter_votes_case on arbiter_votes (case_id, block_number, log_index);

-- verdict: 2 for the claimant, 3 for the respondent. by_vote: the DAO overturned, which is final at once.
create table verdicts (
  case_id bigint not null,
  verdict integer not null,
  by_vote boolean not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index verdicts_case on verdicts (case_id, block_number, log_index);

-- What providers offer now. registered_*: their first declaration; retired_time null: it still offers.
create view providers as
select f.provider_id, f.operator, d.version, d.pool, d.units, d.attributes, d.hardware,
  coalesce(e.endpoint, d.endpoint) as endpoint, f.block_number as registered_block, f.block_hash as registered_hash,
  f.block_time as registered_time, f.tx_hash as registered_tx, d.block_time as declared_time, d.tx_hash as declared_tx,
  d.block_number as declared_block, r.block_number as retired_block, r.block_time as retired_time, r.tx_hash as retired_tx
from provider_declarations f
join lateral (select * from provider_declarations where provider_id = f.provider_id order by version desc limit 1) d on true
left join lateral (select endpoint from provider_events where provider_id = f.provider_id and kind = 'endpoint'
  and (block_number, log_index) > (d.block_number, d.log_index) order by block_number desc, log_index desc limit 1) e on true
left join lateral (select block_number, block_time, tx_hash from provider_events
  where provider_id = f.provider_id and kind = 'retired' order by block_number desc, log_index desc limit 1) r on true
where f.version = 1;

-- Audits that the registry counts: of the declaration that counts, neither revoked nor lapsed. Whether one has expired, or
-- its author was dismissed, is for the reader.
create view counted_audits as
select a.provider_id, a.auditor_id, a.version, a.until, a.block_number, a.block_hash, a.block_time, a.tx_hash
from (select distinct on (provider_id, auditor_id) * from provider_audits
  order by provider_id, auditor_id, block_number desc, log_index desc) a
where a.kind = 'audited'
  and a.version = (select max(version) from provider_declarations where provider_id = a.provider_id)
  and not exists (select 1 from provider_events where provider_id = a.provider_id and kind = 'retired');

-- Units of each pool whose provider has an audit that counts.
create view audited_units as
select p.pool, sum(p.units)::bigint as units from providers p
where p.provider_id in (select provider_id from counted_audits) group by p.pool;

-- Bids that orders hold, the accepted one of a lease among them.
create view held_bids as
select b.order_id, b.provider_id, b.party, b.auditor_id, b.enclave_id, b.rate, b.block_number, b.block_hash, b.log_index,
  b.tx_hash, b.block_time
from bid_events b
where b.kind = 'placed' and not exists (select 1 from bid_events n
  where n.order_id = b.order_id and n.provider_id = b.provider_id
    and (n.block_number, n.log_index) > (b.block_number, b.log_index));

-- Leases as they stand, with what they keep of their order. A verdict for the tenant ends a lease where the dispute began.
-- lock: what it locks of the stake until it is released. noticed_*: the provider gave notice, the one shortening that ends later.
create view lease_heads as
select l.lease_id, l.provider_id, l.party, l.rate, l.start_time, l.end_time as first_end_time,
  case when s.upheld then d.from_time else coalesce(e.end_time, l.end_time) end as end_time,
  coalesce(e.deposit, l.deposit) - case when s.upheld then s.damages else 0 end as deposit,
  case when s.upheld and s.slashed > 0 then coalesce(e.deposit, l.deposit) - s.damages else coalesce(w.withdrawn, 0) end as withdrawn,
  coalesce(w.fee, 0) as fee,
  o.tenant, o.party as tenant_party, o.agent, o.epoch, o.pool, o.units, o.duration, o.notice, o.version, o.spec_digest,
  o.release_id, div(l.rate * o.units * least(t.dispute_window, o.duration) + 999999, 1000000) + t.dispute_bond as lock,
  l.block_number, l.block_hash, l.block_time, l.tx_hash,
  n.block_time as noticed_time, n.block_number as noticed_block, c.block_time as closed_time, c.block_number as closed_block,
  coalesce(s.block_time, r.block_time) as released_time, coalesce(s.block_number, r.block_number) as released_block,
  d.case_id, d.from_time, d.block_time as disputed_time, d.block_number as disputed_block, d.tx_hash as disputed_tx,
  d.evidence, s.upheld, s.damages, s.slashed, s.penalty, s.block_time as settled_time, s.block_number as settled_block,
  s.tx_hash as settled_tx, x.block_number as changed_block, x.block_hash as changed_hash, x.block_time as changed_time
from leases l
join orders o on o.order_id = l.lease_id
join market_terms t on t.version = o.version
left join lateral (select end_time, deposit from lease_events where lease_id = l.lease_id
  and kind in ('extended', 'shortened') order by block_number desc, log_index desc limit 1) e on true
left join lateral (select withdrawn, fee from lease_events where lease_id = l.lease_id and kind = 'withdrawn'
  order by block_number desc, log_index desc limit 1) w on true
left join lateral (select block_time, block_number from lease_events where lease_id = l.lease_id and kind = 'shortened'
  and end_time > block_time order by block_number, log_index limit 1) n on true
left join lateral (select block_time, block_number from lease_events where lease_id = l.lease_id and kind = 'closed'
  limit 1) c on true
left join lateral (select block_time, block_number from lease_events where lease_id = l.lease_id and kind = 'released'
  limit 1) r on true
left join lease_disputes d on d.lease_id = l.lease_id
left join dispute_settlements s on s.lease_id = l.lease_id
left join lateral (select block_number, block_hash, block_time from (
  select block_number, block_hash, block_time from leases where lease_id = l.lease_id
  union all select block_number, block_hash, block_time from lease_events where lease_id = l.lease_id
  union all select block_number, block_hash, block_time from lease_disputes where lease_id = l.lease_id
  union all select block_number, block_hash, block_time from dispute_settlements where lease_id = l.lease_id) changes
  order by block_number desc limit 1) x on true;

-- What each provider has at stake, how much of it bids and leases lock, and what it leases out.
create view stakes as
select p.provider_id,
  coalesce(a.amount, 0) - coalesce(s.amount, 0) as amount,
  coalesce(b.amount, 0) + coalesce(l.amount, 0) as locked,
  coalesce(l.units, 0) as units_in_use
from provider_declarations p
left join lateral (select sum(case when kind = 'added' then amount else -amount end) as amount from stake_events
  where provider_id = p.provider_id) a on true
left join lateral (select sum(s.slashed + s.penalty + t.dispute_bond) as amount from leases l
  join dispute_settlements s on s.lease_id = l.lease_id and s.upheld
  join orders o on o.order_id = l.lease_id join market_terms t on t.version = o.version
  where l.provider_id = p.provider_id) s on true
left join lateral (select sum(t.bid_deposit) as amount from held_bids h join orders o on o.order_id = h.order_id
  join market_terms t on t.version = o.version
  left join lateral (select provider_id from leases where lease_id = h.order_id limit 1) l on true
  where h.provider_id = p.provider_id and l.provider_id is distinct from h.provider_id) b on true
left join lateral (select
    sum(div(l.rate * o.units * least(t.dispute_window, o.duration) + 999999, 1000000) + t.dispute_bond)
      filter (where r.lease_id is null and s.lease_id is null) as amount,
    sum(o.units) filter (where c.lease_id is null)::bigint as units
  from leases l join orders o on o.order_id = l.lease_id join market_terms t on t.version = o.version
  left join lateral (select lease_id from lease_events where lease_id = l.lease_id and kind = 'released' limit 1) r on true
  left join lateral (select lease_id from lease_events where lease_id = l.lease_id and kind = 'closed' limit 1) c on true
  left join dispute_settlements s on s.lease_id = l.lease_id
  where l.provider_id = p.provider_id) l on true
where p.version = 1;
