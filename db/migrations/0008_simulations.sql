-- Not from the chain: what executing calls would have done on a block, the newest report for each list of calls. The hash
-- is that of the text, so whoever quotes one can be held to it. A re-index and a reorg take nothing from it: a report names
-- its block.
create table simulations (
  calls bytea primary key,
  -- Whether a proposal makes these calls; what only drafts make is kept for a while.
  proposed boolean not null,
  block_number bigint not null,
  block_hash bytea not null,
  report_hash bytea not null check (report_hash = sha256(convert_to(report, 'UTF8'))),
  report text not null check (octet_length(report) <= 2097152),
  made_at timestamptz not null default clock_timestamp()
);
create index simulations_of_drafts on simulations (made_at) where not proposed;
