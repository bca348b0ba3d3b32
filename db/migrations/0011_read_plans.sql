-- What the API's reads were found to lack over 10,000 proposals and 1,000,000 ballots (test/integration/read-plans.test.ts).

-- Whether a proposal was executed, canceled or queued goes together: without knowing how often, the planner takes proposals
-- that were none of it to be rare and reads all of them for one page.
create statistics proposal_heads_ends (mcv) on executed_block, canceled_block, eta from proposal_heads;

-- Ballots of seats are few among those of a crowd.
create index votes_seats on votes (proposal_id, block_number, log_index) where house = 1;

-- With the house in it, an account's ballots are counted without reading them.
drop index votes_voter;
create index votes_voter on votes (voter, proposal_id) include (house);

create index releases_parents on releases using gin (parents);

-- Calldata can be longer than what an index takes, and anyone's proposal may hold it, so digests are indexed.
create function digests_of(calls bytea[]) returns bytea[] language sql immutable parallel safe as $$
  select coalesce(array_agg(sha256(call)), '{}') from unnest(calls) call
$$;
create index proposals_calls on proposals using gin (digests_of(calldatas));
