-- How often an account voted in a house and when it last did: a page of delegates would otherwise count all their ballots.
create table voter_heads (
  house smallint not null,
  voter bytea not null,
  ballots bigint not null,
  last_block bigint not null,
  last_time bigint not null,
  primary key (voter, house)
) with (fillfactor = 80);

-- Brings the heads of the named voters in line with votes; for reorgs.
create function rebuild_voter_heads(voters bytea[]) returns void language sql as $$
  delete from voter_heads where voter = any(voters);
  insert into voter_heads
  select house, voter, count(*), max(block_number), max(block_time) from votes where voter = any(voters)
  group by voter, house;
$$;

insert into voter_heads
select house, voter, count(*), max(block_number), max(block_time) from votes group by voter, house;

-- Few of the proposals that were neither executed nor canceled can have passed.
create index proposal_heads_unexecuted on proposal_heads (proposal_id)
  where executed_block is null and canceled_block is null and token_for > token_against;
