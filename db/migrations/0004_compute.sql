-- Pooled compute: who may ask for how much, what is shared and how, and the budget that covers it. Event tables as in 0001:
-- one row per log, never updated, deleted above a block by a reorg. What a party gets follows from its request and the
-- level of its class, and is computed when read. Amounts of compute are GPU-seconds, of money base units.

-- What a key may do for a party; the newest row of both counts. It ended when until has passed.
create table agents (
  party bigint not null,
  agent bytea not null,
  agent_id bigint not null,
  until bigint not null,
  gpu_seconds bigint not null,
  money numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index agents_agent on agents (agent, party, block_number, log_index);

create table pools (
  pool bigint primary key,
  name text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

-- Of the rows of a pool with from_epoch at or before an epoch, the newest of those with the greatest from_epoch counts.
create table pool_capacities (
  pool bigint not null,
  from_epoch bigint not null,
  capacity bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index pool_capacities_pool on pool_capacities (pool, from_epoch, block_number, log_index);

-- Which counts for an epoch: as for pool_capacities. reserves (basis points) and class_weights are by class, kind_classes
-- and kind_weights by kind of party (0 to 6).
create table policies (
  version bigint primary key,
  from_epoch bigint not null,
  cap_bps integer not null,
  reserves integer[] not null,
  class_weights integer[] not null,
  kind_classes integer[] not null,
  kind_weights integer[] not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index policies_epoch on policies (from_epoch, version);

-- A pool in an epoch, as it was frozen.
create table rounds (
  pool bigint not null,
  epoch bigint not null,
  capacity bigint not null,
  cap bigint not null,
  version bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index rounds_round on rounds (pool, epoch);
create index rounds_epoch on rounds (epoch, pool);

-- The newest row of a party, pool and epoch counts. agent: the key that made it, where it was no member's.
create table requests (
  party bigint not null,
  pool bigint not null,
  epoch bigint not null,
  want numeric(20, 0) not null,
  seq bigint not null,
  agent bytea,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index requests_round on requests (pool, epoch, party, block_number, log_index);
create index requests_party on requests (party, epoch, pool, block_number, log_index);

-- The levels at which a round became final: of the classes, then of the parties of each class; 2^128 - 1: everything fits.
create table settlements (
  pool bigint not null,
  epoch bigint not null,
  levels numeric(39, 0)[] not null,
  keeper bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index settlements_round on settlements (pool, epoch);

-- What the market used of an allocation, and gave back.
create table consumptions (
  party bigint not null,
  pool bigint not null,
  epoch bigint not null,
  kind text not null check (kind in ('consumed', 'restored')),
  amount bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index consumptions_round on consumptions (pool, epoch, party, block_number, log_index);

-- Money that came in (account: from) or went out (account: to) by vote; token: of swept ones.
create table treasury_flows (
  kind text not null check (kind in ('funded', 'withdrawn', 'swept')),
  account bytea not null,
  token bytea,
  amount numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- What a pool gets in each epoch; which row counts: as for pool_capacities. max_rate: 1e-6 base units per GPU-second.
create table schedules (
  pool bigint not null,
  from_epoch bigint not null,
  gpu_seconds bigint not null,
  money numeric(39, 0) not null,
  max_rate numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index schedules_pool on schedules (pool, from_epoch, block_number, log_index);

-- What was set aside for a pool in an epoch.
create table budget_lines (
  pool bigint not null,
  epoch bigint not null,
  gpu_seconds bigint not null,
  money numeric(39, 0) not null,
  max_rate numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create unique index budget_lines_line on budget_lines (pool, epoch);
create index budget_lines_epoch on budget_lines (epoch, pool);

-- What leases took of a line, and gave back.
create table line_movements (
  pool bigint not null,
  epoch bigint not null,
  kind text not null check (kind in ('drawn', 'refunded')),
  gpu_seconds bigint not null,
  money numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index line_movements_line on line_movements (pool, epoch, block_number, log_index);

-- Money that a vote granted, linear between start_time and end_time, nothing before cliff_time.
create table money_grants (
  grant_id bigint primary key,
  recipient bytea not null,
  amount numeric(39, 0) not null,
  start_time bigint not null,
  cliff_time bigint not null,
  end_time bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index money_grants_recipient on money_grants (recipient, grant_id);

-- claimed: amount was paid. canceled: amount is all that it pays in the end.
create table money_grant_events (
  grant_id bigint not null,
  kind text not null check (kind in ('claimed', 'canceled')),
  amount numeric(39, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index money_grant_events_grant on money_grant_events (grant_id, block_number, log_index);
