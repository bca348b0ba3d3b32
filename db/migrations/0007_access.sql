-- Who may write what is not the chain's, and what was written. None of it comes from the chain, so no re-index touches it.
-- Times here are the database's.

-- A nonce is given out once and taken once (ERC-4361).
create table auth_nonces (
  nonce text primary key,
  expires_at timestamptz not null
);

-- Ids and keys are kept as SHA-256: who reads the table cannot act with it.
create table sessions (
  id_hash bytea primary key,
  account bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table api_keys (
  key_id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  account bytea not null,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index api_keys_account on api_keys (account, key_id);

-- What was answered to a request that creates, under the key that its sender chose; kept for a day.
create table idempotent_answers (
  sender text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (sender, key)
);
create index idempotent_answers_age on idempotent_answers (created_at);

-- Writes per sender and minute, as rate-limiter-flexible keeps them. Lost with a crash of the database: nobody minds.
create unlogged table write_counts (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

-- Every write, in the transaction that did it; each entry holds the hash of the one before it (app/domain/audit-entry.ts).
create table audit_log (
  entry bigint primary key,
  at bigint not null,
  actor text not null,
  act text not null,
  subject text not null,
  facts jsonb not null,
  previous bytea not null,
  hash bytea not null unique
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows: no row of it is changed or deleted', tg_table_name;
end $$;
create trigger audit_log_grows before update or delete or truncate on audit_log
  for each statement execute function refuse_change();
