-- Browsers that asked to be told (Web Push), and what they are still to be told. Not the chain's: no re-index touches these.
-- All servers work on these tables; times are the database's.

-- id: SHA-256 of the endpoint, so that who has the endpoint, and nobody else, can name it. account: whose ballot makes a
-- reminder needless. failures: tries since the last one that was taken. next_at: when it is sent to next; whoever takes it
-- moves that beyond the longest try, so that a crash only delays it. taken_at: when its service last took a message; null:
-- never, and then it is sent a greeting and nothing else.
create table push_subscriptions (
  id bytea primary key check (octet_length(id) = 32),
  endpoint text not null check (length(endpoint) <= 2000),
  p256dh bytea not null check (octet_length(p256dh) = 65),
  auth bytea not null check (octet_length(auth) = 16),
  topics text[] not null,
  locale text not null,
  account bytea check (octet_length(account) = 20),
  expires_at timestamptz,
  failures smallint not null default 0,
  slow boolean not null default true,
  next_at timestamptz not null default clock_timestamp(),
  taken_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

-- What happened to proposals, each once: a transaction that a reorg moved to another block is the same message. tx_hash null:
-- of what the clock brought. until: seconds at which the vote ends. passed: of a vote that ended.
create table push_messages (
  id bigint generated always as identity primary key,
  proposal_id bigint not null,
  transition text not null,
  tx_hash bytea,
  topic text not null,
  title text not null,
  until bigint,
  passed boolean,
  created_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (proposal_id, transition, tx_hash)
);
create index push_messages_age on push_messages (created_at);

create table push_deliveries (
  subscription bytea not null references push_subscriptions on delete cascade,
  message bigint not null references push_messages on delete cascade,
  primary key (subscription, message)
);
create index push_deliveries_message on push_deliveries (message);
