-- Ballots and delegations that were signed elsewhere and are sent from here. Not the chain's: no re-index touches them.
-- Each is kept before it is sent, and each transaction before it is broadcast, so that a crash loses and repeats nothing.

-- slot: what it decides, which can be decided once. due: the chain's time after which it is of no use. state follows the
-- transactions until their outcome is final. included_by: whether our transaction did it, or somebody else's.
create table relay_jobs (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('vote', 'delegation')),
  slot text not null,
  signer bytea not null check (octet_length(signer) = 20),
  proposal_id bigint,
  house smallint,
  nonce numeric(78, 0) not null,
  contract bytea not null check (octet_length(contract) = 20),
  calldata bytea not null,
  due bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'included', 'refused')),
  included_by text check (included_by in ('relay', 'another')),
  reason text,
  tx_hash bytea,
  block_number bigint,
  final boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check ((kind = 'vote') = (proposal_id is not null and house is not null)),
  check ((state = 'included') = (included_by is not null)),
  check ((state = 'refused') = (reason is not null))
);
create unique index relay_jobs_slot on relay_jobs (slot) where state <> 'refused' or not final;
create index relay_jobs_open on relay_jobs (due, created_at) where not final;
create index relay_jobs_created on relay_jobs (created_at, signer);

-- Signed transactions, written before any node sees them. Those of one nonce replace each other. cancels: it does nothing
-- but use up the nonce. at_block: the chain's height when it was signed.
create table relay_transactions (
  hash bytea primary key,
  job uuid not null references relay_jobs,
  sender bytea not null,
  nonce bigint not null,
  raw bytea not null,
  max_fee numeric(78, 0) not null,
  priority_fee numeric(78, 0) not null,
  cancels boolean not null,
  at_block bigint not null,
  created_at timestamptz not null default clock_timestamp()
);
create index relay_transactions_job on relay_transactions (job, created_at);
create index relay_transactions_nonce on relay_transactions (sender, nonce);
