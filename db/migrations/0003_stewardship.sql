-- Stewardship of releases: who evaluates them, what stands against them, who holds the shares of their keys, and which
-- enclaves serve them. Event tables as in 0001: one row per log, never updated, deleted above a block by a reorg.
-- Whether something counts now (a Pass, a hold, a grant, an enclave) depends on time and is computed when read.

-- The newest row of an account says whether it is an evaluator.
create table evaluator_events (
  account bytea not null,
  kind text not null check (kind in ('appointed', 'dismissed')),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index evaluator_events_account on evaluator_events (account, block_number, log_index);

-- kind: 0 bio-chem, 1 cyber, 2 autonomy, 3 safeguards, 4 weight security, 5 licence. verdict: 1 Pass, 2 Fail.
-- expiration_time 0: never. party is the attester's when it attested.
create table attestations (
  uid bigint primary key,
  release_id bigint not null,
  attester bytea not null,
  party bigint not null,
  kind smallint not null,
  verdict smallint not null,
  report bytea not null,
  expiration_time bigint not null,
  uri text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index attestations_release on attestations (release_id, kind, uid);
create index attestations_attester on attestations (attester, uid);

-- What ended an attestation. Where the log after a `revoked` one is an attestation, that one replaced it.
create table attestation_events (
  uid bigint not null,
  release_id bigint not null,
  kind text not null check (kind in ('revoked', 'overruled')),
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index attestation_events_uid on attestation_events (uid);

-- The newest row of a class (0: below 1e23 cumulative FLOP, 1: below 1e25, 2: from 1e25) and stage is the rule. passes
-- has the least number of parties per kind.
create table gate_rules (
  flop_class smallint not null,
  to_stage smallint not null,
  passes smallint[] not null,
  dwell bigint not null,
  max_report_age bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index gate_rules_rule on gate_rules (flop_class, to_stage, block_number, log_index);

-- What the council did. held: stage in which; recalled: approval number under which.
create table release_stops (
  release_id bigint not null,
  kind text not null check (kind in ('held', 'recalled')),
  council bytea not null,
  stage smallint,
  approval bigint,
  until bigint not null,
  reason text not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index release_stops_release on release_stops (release_id, kind, block_number, log_index);

-- The age recipient of an account; the newest row counts.
create table custody_recipients (
  account bytea not null,
  recipient bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index custody_recipients_account on custody_recipients (account, block_number, log_index);

-- Share i, from 0, belongs to seats[i + 1] (SQL counts from 1).
create table seals (
  seal_id bigint primary key,
  release_id bigint not null,
  maintainer bytea not null,
  ciphertext_root bytea not null,
  ciphertext_manifest bytea not null,
  recipient bytea not null,
  threshold smallint not null,
  commitments bytea[] not null,
  seats bigint[] not null,
  boxes_digest bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index seals_release on seals (release_id, seal_id);

create table share_acks (
  seal_id bigint not null,
  share smallint not null,
  steward bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index share_acks_seal on share_acks (seal_id, share);

create table grants (
  grant_id bigint primary key,
  seal_id bigint not null,
  grantee bytea not null,
  recipient bytea not null,
  expiration_time bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index grants_seal on grants (seal_id, grant_id);

-- actor: the timelock after a vote, or the council.
create table grant_revocations (
  grant_id bigint not null,
  actor bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index grant_revocations_grant on grant_revocations (grant_id);

-- Every share that was given out, encrypted to the grantee.
create table share_releases (
  grant_id bigint not null,
  share smallint not null,
  steward bytea not null,
  box bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index share_releases_grant on share_releases (grant_id, share);

-- Shares of open releases, in the clear.
create table share_publications (
  seal_id bigint not null,
  share smallint not null,
  steward bytea not null,
  value bytea not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index share_publications_seal on share_publications (seal_id, share);

-- The newest row of a measurement says whether it is on the voted list. description: of allowed ones.
create table measurement_events (
  measurement bytea not null,
  kind text not null check (kind in ('allowed', 'removed')),
  description text,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index measurement_events_measurement on measurement_events (measurement, block_number, log_index);

create table enclaves (
  enclave_id bigint primary key,
  release_id bigint not null,
  operator bytea not null,
  party bigint not null,
  root bytea not null,
  quote bytea not null,
  collateral bytea not null,
  measurement bytea not null,
  service_key bytea not null,
  nonce bytea not null,
  expiration_time bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  unique (block_number, log_index, block_hash)
);
create index enclaves_release on enclaves (release_id, enclave_id);

create table enclave_revocations (
  enclave_id bigint not null,
  block_number bigint not null,
  block_hash bytea not null,
  log_index integer not null,
  tx_hash bytea not null,
  block_time bigint not null,
  primary key (block_number, log_index, block_hash)
);
create index enclave_revocations_enclave on enclave_revocations (enclave_id);

-- Not from the chain: lists of files, each named by the digest that a release has on chain. The key is the digest of the
-- text, so whoever brings a list can bring no other one, and a reorg takes nothing from it.
create table manifests (
  manifest bytea primary key check (manifest = sha256(convert_to(json, 'UTF8'))),
  json text not null,
  added_at timestamptz not null default now()
);
