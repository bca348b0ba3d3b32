-- Who asked to be told, and what became of it. Not the chain's: no re-index touches these, and what a reorg withdrew is
-- taken back by a message of its own. All servers work on these tables; times are the database's.

-- events: empty for all. secret: kept as it is, since messages are signed with it (docs/decisions/025-webhooks.md).
-- failing_since: of the first try that failed after the last one that did not. slow: whether the last try failed or took
-- long; a new one counts as slow until it has shown that it is not.
create table webhooks (
  id uuid primary key default gen_random_uuid(),
  account bytea not null check (octet_length(account) = 20),
  url text not null check (length(url) <= 2000),
  description text not null,
  events text[] not null,
  secret bytea not null,
  old_secret bytea,
  old_secret_until timestamptz,
  failing_since timestamptz,
  slow boolean not null default true,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check ((old_secret is null) = (old_secret_until is null)),
  check ((disabled_at is null) = (disabled_reason is null))
);
create index webhooks_account on webhooks (account, created_at);

-- id: that of the outbox; a test's is of the same sequence. body: the bytes that are sent, each time the same.
create table webhook_messages (
  id bigint primary key,
  type text not null,
  body text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index webhook_messages_age on webhook_messages (created_at);

-- next_at: when it is tried next. Whoever takes it moves that beyond the longest try, so that a crash only delays it.
create table webhook_deliveries (
  webhook uuid not null references webhooks on delete cascade,
  message bigint not null references webhook_messages on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  failures smallint not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  primary key (webhook, message)
);
create index webhook_deliveries_due on webhook_deliveries (webhook, next_at) where state = 'waiting';
create index webhook_deliveries_message on webhook_deliveries (message);

-- duration in milliseconds. status: of the answer, null where there was none. error: a sentence, null where it was taken.
create table webhook_attempts (
  webhook uuid not null,
  message bigint not null,
  at timestamptz not null,
  duration integer not null,
  status smallint,
  error text,
  foreign key (webhook, message) references webhook_deliveries on delete cascade
);
create index webhook_attempts_delivery on webhook_attempts (webhook, message, at);

-- Up to which id of the outbox messages were made.
create table webhook_position (
  only_one boolean primary key default true check (only_one),
  position bigint not null
);
insert into webhook_position (position) select coalesce(max(id), 0) from outbox;
