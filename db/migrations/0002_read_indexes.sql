-- What the lists of pages and API filter and sort by. Text is found by trigrams, so that any part of a word and any
-- script is found; the extension is trusted, so the database's owner may create it.
create extension if not exists pg_trgm;
create index proposals_text on proposals using gin ((title || ' ' || description) gin_trgm_ops);
create index proposals_targets on proposals using gin (targets);
create index proposals_snapshot on proposals (snapshot);
create index proposals_deadline on proposals (deadline, proposal_id);
create index proposals_created on proposals (block_time);
create index proposal_heads_canceled on proposal_heads (proposal_id) where canceled_block is not null;
create index proposal_heads_executed on proposal_heads (proposal_id) where executed_block is not null;
create index proposal_heads_queued on proposal_heads (proposal_id)
  where eta is not null and executed_block is null and canceled_block is null;
create index votes_reasons on votes (proposal_id, weight desc, block_number, log_index) where reason <> '';
create index models_party on models (party);
