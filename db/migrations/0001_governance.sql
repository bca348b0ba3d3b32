-- What the chain said, and nothing else. One database serves one deployment.
--
-- Two kinds of tables:
--   * event tables: append-only, one row per log, keyed by block and log index. A reorg deletes above a block number.
--   * *_heads: the newest state per subject, written in the commit that wrote the events and rebuilt from the event
--     tables for the touched subjects when a reorg deletes some of those.
-- Times are UNIX seconds of the chain, amounts are base units, addresses and hashes are bytea (db/client.server.ts
-- shows them as 0x hex on both sides), houses are 0 token house and 1 seat house.

create table schema_migrations (
  version integer primary key,
  name text not null,
  applied_at timestamptz not null default now()
);

-- One row: which chain and contracts this database is about. Another deployment is refused.
create table deployment (
  singleton boolean primary key default true check (singleton),
  chain_id bigint not null,
  governor bytea not null,
  first_block bigint not null,
  first_block_hash bytea not null,
  contracts jsonb not null
);

-- Every header of the newest 2 x finality blocks, and those of older blocks that hold one of our events.
create table blocks (
  chain_id bigint not null,
  number bigint not null,
  hash bytea not null,
  parent_hash bytea not null,
  timestamp bigint not null,
  events integer not null,
  primary key (chain_id, number),
  unique (hash)
);
create index blocks_without_events on blocks (number) where events = 0;

-- The newest indexed block. `finalized` is the newest block that this chain calls final; `head` is the chain's newest
-- block when the row was written, so head - number is the lag of a backfill.
create table cursor (
  chain_id bigint primary key,
  number bigint not null,
  hash bytea not null,
  timestamp bigint not null,
  finalized bigint not null,
  head bigint not null,
  updated_at timestamptz not null default clock_timestamp(),
  last_reorg_at timestamptz,
  last_reorg_depth integer
);

-- What changed, in commit order: the source of SSE (replay by id) and webhooks. Never deleted by a reorg: that adds a
-- row of kind reorg which names what was withdrawn. NOTIFY ostrakon carries the newest id of each commit.
--   kind      payload
--   block     {from, to, timestamp, head}                                one per commit, `to` is the new cursor
--   proposal  {id, changes: [created|votes|extended|queued|executed|canceled]}   one per proposal and commit
--   release   {id, modelId?, stage?}   model {id}   delegate {house, accounts: [..]}   seat {id}   party {id}
--   setting   {name}   council {account}   charter {}
--   reorg     {ancestor: {number, hash}, head: {number, hash}, depth, blocks: [hash], proposals: [id], votes: n}
create table outbox (
  id bigserial primary key,
  kind text not null,
  block_number bigint not null,
  block_hash bytea not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);

-- ProposalCreated and the ProposalFrozen of the same transaction. Never updated.
create table proposals (
  proposal_id bigint primary key,
  proposer bytea not null,
  targets bytea[] not null,
  values numeric(78, 0)[] not null,
  signatures text[] not null,
  calldatas bytea[] not null,
  snapshot bigint not null,
  deadline bigint not null,
  title text not null,
  description text not null,
  -- What it is about, by target contract: release, membership, charter (budget, policy, market later).
  kinds text[] not null,
  tier smallint not null,
  seat_capacity smallint not null,
  present_seats smallint not null,
  recovery boolean not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index proposals_proposer on proposals (proposer, proposal_id);
create index proposals_kinds on proposals using gin (kinds);

-- The timeline after creation. kind: extended (at = extended deadline), queued (at = eta), executed, canceled (at null).
create table proposal_events (
  proposal_id bigint not null,
  kind text not null check (kind in ('extended', 'queued', 'executed', 'canceled')),
  at bigint,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index proposal_events_proposal on proposal_events (proposal_id, block_number, log_index);

-- Tallies and milestones per proposal; one row for each row of proposals. Rebuilt by rebuild_proposal_heads.
create table proposal_heads (
  proposal_id bigint primary key,
  token_against numeric(78, 0) not null default 0,
  token_for numeric(78, 0) not null default 0,
  token_abstain numeric(78, 0) not null default 0,
  seat_against numeric(78, 0) not null default 0,
  seat_for numeric(78, 0) not null default 0,
  seat_abstain numeric(78, 0) not null default 0,
  token_voters bigint not null default 0,
  seat_voters bigint not null default 0,
  extended_deadline bigint,
  eta bigint,
  queued_block bigint,
  queued_time bigint,
  queued_tx bytea,
  executed_block bigint,
  executed_time bigint,
  executed_tx bytea,
  canceled_block bigint,
  canceled_time bigint,
  canceled_tx bytea,
  -- The newest block that changed anything of the proposal, its votes included: the ETag.
  changed_block bigint not null,
  changed_hash bytea not null,
  changed_time bigint not null
) with (fillfactor = 50);

-- One row per ballot, partitioned by proposal, so that old proposals' votes can move to other storage.
create table votes (
  chain_id bigint not null,
  proposal_id bigint not null,
  house smallint not null check (house in (0, 1)),
  voter bytea not null,
  support smallint not null check (support in (0, 1, 2)),
  weight numeric(78, 0) not null,
  reason text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  -- The key is (chain, proposal, block hash, log index); the block number before the hash makes it the page order too.
  primary key (proposal_id, block_number, log_index, block_hash, chain_id),
  unique (proposal_id, house, voter)
) partition by range (proposal_id);
create index votes_voter on votes (voter, proposal_id);
create index votes_block on votes using brin (block_number) with (pages_per_range = 16, autosummarize = on);

-- Makes the partition of a proposal (1,000 proposals each) if it is missing.
create function ensure_votes_partition(proposal bigint) returns void language plpgsql as $$
declare
  first bigint := proposal / 1000 * 1000;
  part text := format('votes_%s', first);
begin
  if to_regclass(part) is null then
    execute format('create table %I partition of votes for values from (%s) to (%s)', part, first, first + 1000);
  end if;
end $$;
select ensure_votes_partition(0);

-- Transfers of the voting token; mints come from, burns go to, the zero address.
create table token_transfers (
  sender bytea not null,
  recipient bytea not null,
  value numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index token_transfers_sender on token_transfers (sender, block_number, log_index);
create index token_transfers_recipient on token_transfers (recipient, block_number, log_index);

-- DelegateChanged of both houses.
create table delegations (
  house smallint not null,
  delegator bytea not null,
  from_delegate bytea not null,
  to_delegate bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index delegations_delegator on delegations (house, delegator, block_number, log_index);
create index delegations_to on delegations (to_delegate, block_number, log_index);

-- DelegateVotesChanged of both houses: absolute values; the newest row of an account is its voting power.
create table vote_power_changes (
  house smallint not null,
  account bytea not null,
  previous_votes numeric(78, 0) not null,
  votes numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index vote_power_changes_account on vote_power_changes (house, account, block_number, log_index);

-- Voting power now: the newest row of vote_power_changes per house and account.
create table delegate_heads (
  house smallint not null,
  account bytea not null,
  votes numeric(78, 0) not null,
  changed_block bigint not null,
  changed_hash bytea not null,
  changed_time bigint not null,
  primary key (house, account)
) with (fillfactor = 80);
create index delegate_heads_votes on delegate_heads (house, votes desc, account);

-- Balance and delegate of every account that ever held or delegated the token; delegate null: never delegated or none.
create table holder_heads (
  account bytea primary key,
  balance numeric(78, 0) not null,
  delegate bytea,
  changed_block bigint not null,
  changed_hash bytea not null,
  changed_time bigint not null
) with (fillfactor = 80);
create index holder_heads_delegate on holder_heads (delegate, balance desc, account);

-- kind: admitted (steward, party, constituency, term_end, replaced), vacated (steward, party, cause),
-- rekeyed (steward = to, previous_steward = from), present (steward, present_at).
create table seat_events (
  seat_id bigint not null,
  kind text not null check (kind in ('admitted', 'vacated', 'rekeyed', 'present')),
  steward bytea not null,
  previous_steward bytea,
  party bigint,
  constituency smallint,
  term_end bigint,
  replaced bigint,
  cause smallint,
  present_at bigint,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index seat_events_seat on seat_events (seat_id, kind, block_number, log_index);

create table seat_capacities (
  capacities smallint[] not null,
  total smallint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- name: votingDelay, votingPeriod, proposalThreshold, quorumNumerator, charterQuorumNumerator, timelockMinDelay.
create table setting_changes (
  name text not null,
  old_value numeric(78, 0) not null,
  new_value numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index setting_changes_name on setting_changes (name, block_number, log_index);

create table council_appointments (
  account bytea not null,
  until bigint not null,
  approval bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- All outstanding signed ballots of voter are void.
create table ballot_invalidations (
  voter bytea not null,
  nonce numeric(78, 0) not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- kind: admitted (controller, party_kind, from_epoch), closed, controller_proposed (controller),
-- controller_replaced (controller = to, previous_controller = from), invited (account, open).
create table party_events (
  party bigint not null,
  kind text not null
    check (kind in ('admitted', 'closed', 'controller_proposed', 'controller_replaced', 'invited')),
  controller bytea,
  previous_controller bytea,
  account bytea,
  party_kind smallint,
  open boolean,
  from_epoch bigint,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index party_events_party on party_events (party, kind, block_number, log_index);

-- From from_epoch on, account belongs to party (0: to none).
create table party_memberships (
  account bytea not null,
  party bigint not null,
  from_epoch bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index party_memberships_account on party_memberships (account, block_number, log_index);
create index party_memberships_party on party_memberships (party, block_number, log_index);

create table models (
  model_id bigint primary key,
  party bigint not null,
  maintainer bytea not null,
  name text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);

create table releases (
  release_id bigint primary key,
  model_id bigint not null,
  maintainer bytea not null,
  version text not null,
  parents bigint[] not null,
  root bytea not null,
  manifest bytea not null,
  card bytea not null,
  licence text not null,
  files bigint not null,
  size numeric(78, 0) not null,
  gpu_seconds numeric(78, 0) not null,
  flop numeric(78, 0) not null,
  cumulative_flop numeric(78, 0) not null,
  uri text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index releases_model on releases (model_id, release_id);
create index releases_root on releases (root);

-- Stages: 1 Registered, 2 RedTeam, 3 Gated, 4 Open, 5 Revoked. The newest row is the stage; none: Registered.
create table stage_changes (
  release_id bigint not null,
  from_stage smallint not null,
  to_stage smallint not null,
  actor bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index stage_changes_release on stage_changes (release_id, block_number, log_index);

-- The AccessManager's events. kind: label (label), granted (account, delay, since, new_member), revoked (account),
-- admin_changed and guardian_changed (other_role), grant_delay_changed (delay, since), target_closed (target, closed),
-- function_role (target, selector, role), target_admin_delay (target, delay, since).
create table charter_events (
  kind text not null,
  role numeric(20, 0),
  other_role numeric(20, 0),
  account bytea,
  target bytea,
  selector bytea,
  label text,
  delay bigint,
  since bigint,
  new_member boolean,
  closed boolean,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- The TimelockController's AccessControl events: kind granted or revoked.
create table timelock_role_events (
  kind text not null check (kind in ('granted', 'revoked')),
  role bytea not null,
  account bytea not null,
  sender bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);

-- Total supply after each mint or burn; for the supply at a timepoint take the newest row with block_time <= it.
create view token_supply as
select
  sum(case when sender = '\x0000000000000000000000000000000000000000' then value else 0 end
    - case when recipient = '\x0000000000000000000000000000000000000000' then value else 0 end)
    over (order by block_number, log_index)::numeric(78, 0) as supply,
  block_number, block_hash, log_index, tx_hash, block_time
from token_transfers
where sender = '\x0000000000000000000000000000000000000000'
  or recipient = '\x0000000000000000000000000000000000000000';
create index token_transfers_mints on token_transfers (block_number, log_index)
  where sender = '\x0000000000000000000000000000000000000000'
    or recipient = '\x0000000000000000000000000000000000000000';

-- Every seat ever given; vacated_time null: it stands (a caretaker when term_end has passed).
create view seats as
select a.seat_id, coalesce(r.steward, a.steward) as steward, a.party, a.constituency, a.term_end, a.replaced,
  p.present_at as last_present, a.block_number as admitted_block, a.block_time as admitted_time, a.tx_hash as admitted_tx,
  v.cause as vacated_cause, v.block_time as vacated_time, v.tx_hash as vacated_tx
from seat_events a
left join lateral (select steward from seat_events where seat_id = a.seat_id and kind = 'rekeyed'
  order by block_number desc, log_index desc limit 1) r on true
left join lateral (select present_at from seat_events where seat_id = a.seat_id and kind = 'present'
  order by block_number desc, log_index desc limit 1) p on true
left join lateral (select cause, block_time, tx_hash from seat_events where seat_id = a.seat_id and kind = 'vacated'
  order by block_number desc, log_index desc limit 1) v on true
where a.kind = 'admitted';

-- Every party ever admitted, with its controller now; closed_time null: it is open.
create view parties as
select a.party, coalesce(r.controller, a.controller) as controller, a.party_kind, a.from_epoch,
  a.block_number as admitted_block, a.block_time as admitted_time, a.tx_hash as admitted_tx, c.block_time as closed_time
from party_events a
left join lateral (select controller from party_events where party = a.party and kind = 'controller_replaced'
  order by block_number desc, log_index desc limit 1) r on true
left join lateral (select block_time from party_events where party = a.party and kind = 'closed'
  order by block_number desc, log_index desc limit 1) c on true
where a.kind = 'admitted';

-- The stage of each release now and since when.
create view release_stages as
select r.release_id, coalesce(s.to_stage, 1)::smallint as stage, coalesce(s.block_time, r.block_time) as stage_since,
  coalesce(s.block_number, r.block_number) as changed_block, coalesce(s.block_hash, r.block_hash) as changed_hash
from releases r
left join lateral (select to_stage, block_time, block_number, block_hash from stage_changes
  where release_id = r.release_id order by block_number desc, log_index desc limit 1) s on true;

-- Brings the heads of the named proposals in line with votes and proposal_events; for reorgs.
create function rebuild_proposal_heads(ids bigint[]) returns void language sql as $$
  delete from proposal_heads where proposal_id = any(ids);
  insert into proposal_heads
  select p.proposal_id,
    coalesce(v.token_against, 0), coalesce(v.token_for, 0), coalesce(v.token_abstain, 0),
    coalesce(v.seat_against, 0), coalesce(v.seat_for, 0), coalesce(v.seat_abstain, 0),
    coalesce(v.token_voters, 0), coalesce(v.seat_voters, 0),
    x.at, q.at, q.block_number, q.block_time, q.tx_hash, e.block_number, e.block_time, e.tx_hash,
    c.block_number, c.block_time, c.tx_hash, l.block_number, l.block_hash, l.block_time
  from proposals p
  left join lateral (
    select
      sum(weight) filter (where house = 0 and support = 0) as token_against,
      sum(weight) filter (where house = 0 and support = 1) as token_for,
      sum(weight) filter (where house = 0 and support = 2) as token_abstain,
      sum(weight) filter (where house = 1 and support = 0) as seat_against,
      sum(weight) filter (where house = 1 and support = 1) as seat_for,
      sum(weight) filter (where house = 1 and support = 2) as seat_abstain,
      count(*) filter (where house = 0) as token_voters,
      count(*) filter (where house = 1) as seat_voters
    from votes where proposal_id = p.proposal_id) v on true
  left join lateral (select at from proposal_events where proposal_id = p.proposal_id and kind = 'extended'
    order by block_number desc, log_index desc limit 1) x on true
  left join lateral (select * from proposal_events where proposal_id = p.proposal_id and kind = 'queued'
    order by block_number desc, log_index desc limit 1) q on true
  left join lateral (select * from proposal_events where proposal_id = p.proposal_id and kind = 'executed'
    order by block_number desc, log_index desc limit 1) e on true
  left join lateral (select * from proposal_events where proposal_id = p.proposal_id and kind = 'canceled'
    order by block_number desc, log_index desc limit 1) c on true
  left join lateral (
    select block_number, block_hash, block_time from (
      select p.block_number, p.block_hash, p.block_time
      union all (select block_number, block_hash, block_time from proposal_events
        where proposal_id = p.proposal_id order by block_number desc limit 1)
      union all (select block_number, block_hash, block_time from votes
        where proposal_id = p.proposal_id order by block_number desc limit 1)
    ) changes order by block_number desc limit 1) l on true
  where p.proposal_id = any(ids);
$$;

-- The same for voting power.
create function rebuild_delegate_heads(only_house smallint, accounts bytea[]) returns void language sql as $$
  delete from delegate_heads where house = only_house and account = any(accounts);
  insert into delegate_heads
  select distinct on (account) house, account, votes, block_number, block_hash, block_time
  from vote_power_changes where house = only_house and account = any(accounts)
  order by account, block_number desc, log_index desc;
$$;

-- The same for balances and delegates of token holders.
create function rebuild_holder_heads(accounts bytea[]) returns void language sql as $$
  delete from holder_heads where account = any(accounts);
  insert into holder_heads
  select a.account, coalesce(m.balance, 0), nullif(d.to_delegate, '\x0000000000000000000000000000000000000000'),
    l.block_number, l.block_hash, l.block_time
  from (select distinct account from unnest(accounts) as account) a
  left join lateral (select sum(delta) as balance from (
      select value as delta from token_transfers where recipient = a.account
      union all select -value from token_transfers where sender = a.account) deltas) m on true
  left join lateral (select to_delegate from delegations where house = 0 and delegator = a.account
    order by block_number desc, log_index desc limit 1) d on true
  join lateral (
    select block_number, block_hash, block_time from (
      (select block_number, block_hash, block_time from token_transfers
        where recipient = a.account order by block_number desc limit 1)
      union all (select block_number, block_hash, block_time from token_transfers
        where sender = a.account order by block_number desc limit 1)
      union all (select block_number, block_hash, block_time from delegations
        where house = 0 and delegator = a.account order by block_number desc limit 1)
    ) changes order by block_number desc limit 1) l on true
  where a.account <> '\x0000000000000000000000000000000000000000';
$$;
