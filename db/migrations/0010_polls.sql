-- Not from the chain: what people signed for one another. A re-index touches none of these, and no reorg does, since
-- weights are of blocks that were final when they were looked up. Every message is kept, also those that a later one of
-- the same account replaced.

-- Temperature checks, each named by the EIP-712 digest that its author signed. Times are UNIX seconds of the chain.
create table polls (
  poll bytea primary key check (length(poll) = 32),
  seq bigint generated always as identity unique,
  author bytea not null,
  question text not null,
  body text not null,
  choices text[] not null check (cardinality(choices) between 2 and 10),
  houses text not null check (houses in ('token', 'seat', 'both')),
  snapshot_block bigint not null,
  snapshot bigint not null,
  start_time bigint not null check (start_time > snapshot),
  end_time bigint not null check (end_time > start_time),
  reveal_end bigint not null check (reveal_end >= end_time),
  quorum_bps integer not null check (quorum_bps between 0 and 10000),
  mode text not null check (mode in ('public', 'private')),
  draft text not null,
  -- What each house had in all at the snapshot.
  token_supply numeric(78, 0) not null,
  seat_supply numeric(78, 0) not null,
  signature bytea not null,
  -- Whether a key signed or a contract agreed (ERC-1271), and the block at which that was checked.
  signed_by text not null check (signed_by in ('key', 'contract')),
  received_block bigint not null,
  received_time bigint not null
);
create index polls_author on polls (author, end_time);

create table poll_ballots (
  seq bigint generated always as identity primary key,
  poll bytea not null references polls,
  voter bytea not null,
  choice smallint,
  commitment bytea check (length(commitment) = 32),
  reason text not null,
  issued_at bigint not null,
  token_weight numeric(78, 0) not null,
  seat_weight numeric(78, 0) not null,
  signature bytea not null,
  signed_by text not null check (signed_by in ('key', 'contract')),
  received_block bigint not null,
  received_time bigint not null,
  replaced boolean not null default false,
  -- What the voter made known after the end of a private poll.
  salt bytea check (length(salt) = 32),
  revealed_block bigint,
  revealed_time bigint,
  unique (poll, voter, issued_at),
  check (commitment is not null or choice is not null),
  -- Nothing secret is stored before it is revealed.
  check (commitment is null or (choice is null) = (salt is null)),
  check ((salt is null) = (revealed_time is null))
);
-- Of each voter one ballot counts, however many arrive at once.
create unique index poll_ballots_counting on poll_ballots (poll, voter) where not replaced;
create index poll_ballots_page on poll_ballots (poll, seq);

-- What delegates say of themselves; the newest of each is what they say now, an empty text that they say nothing.
create table delegate_statements (
  delegate bytea not null,
  issued_at bigint not null,
  text text not null,
  interests text not null,
  signature bytea not null,
  signed_by text not null check (signed_by in ('key', 'contract')),
  received_block bigint not null,
  received_time bigint not null,
  primary key (delegate, issued_at)
);
