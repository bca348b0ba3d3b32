import type { Transaction } from '#db/client.server'
import { buildDelegateChanges, buildHolderChanges, buildProposalChanges, buildVoterChanges } from './head-changes'
import type { Rows } from './rows'

const writeProposalHeads = async (transaction: Transaction, rows: Rows) => {
  const changes = buildProposalChanges(rows)
  if (changes.length === 0) return
  // The insert is for proposals made in this batch; its row is then completed by the update like any other.
  await transaction`
    with change as materialized (
      select * from jsonb_to_recordset(${transaction.json(changes)}) as change(
        proposal_id bigint, token_against numeric, token_for numeric, token_abstain numeric, seat_against numeric,
        seat_for numeric, seat_abstain numeric, token_voters bigint, seat_voters bigint, extended_deadline bigint,
        eta bigint, queued_block bigint, queued_time bigint, queued_tx bytea, executed_block bigint,
        executed_time bigint, executed_tx bytea, canceled_block bigint, canceled_time bigint, canceled_tx bytea,
        changed_block bigint, changed_hash bytea, changed_time bigint)
    )
    insert into proposal_heads as head (
      proposal_id, token_against, token_for, token_abstain, seat_against, seat_for, seat_abstain, token_voters,
      seat_voters, extended_deadline, eta, queued_block, queued_time, queued_tx, executed_block, executed_time,
      executed_tx, canceled_block, canceled_time, canceled_tx, changed_block, changed_hash, changed_time)
    select proposal_id, coalesce(token_against, 0), coalesce(token_for, 0), coalesce(token_abstain, 0),
      coalesce(seat_against, 0), coalesce(seat_for, 0), coalesce(seat_abstain, 0), coalesce(token_voters, 0),
      coalesce(seat_voters, 0), extended_deadline, eta, queued_block, queued_time, queued_tx, executed_block,
      executed_time, executed_tx, canceled_block, canceled_time, canceled_tx, changed_block, changed_hash, changed_time
    from change
    on conflict (proposal_id) do update set
      token_against = head.token_against + excluded.token_against,
      token_for = head.token_for + excluded.token_for,
      token_abstain = head.token_abstain + excluded.token_abstain,
      seat_against = head.seat_against + excluded.seat_against,
      seat_for = head.seat_for + excluded.seat_for,
      seat_abstain = head.seat_abstain + excluded.seat_abstain,
      token_voters = head.token_voters + excluded.token_voters,
      seat_voters = head.seat_voters + excluded.seat_voters,
      extended_deadline = coalesce(excluded.extended_deadline, head.extended_deadline),
      eta = coalesce(excluded.eta, head.eta),
      queued_block = coalesce(excluded.queued_block, head.queued_block),
      queued_time = coalesce(excluded.queued_time, head.queued_time),
      queued_tx = coalesce(excluded.queued_tx, head.queued_tx),
      executed_block = coalesce(excluded.executed_block, head.executed_block),
      executed_time = coalesce(excluded.executed_time, head.executed_time),
      executed_tx = coalesce(excluded.executed_tx, head.executed_tx),
      canceled_block = coalesce(excluded.canceled_block, head.canceled_block),
      canceled_time = coalesce(excluded.canceled_time, head.canceled_time),
      canceled_tx = coalesce(excluded.canceled_tx, head.canceled_tx),
      changed_block = excluded.changed_block,
      changed_hash = excluded.changed_hash,
      changed_time = excluded.changed_time`
}

const writeVoterHeads = async (transaction: Transaction, rows: Rows) => {
  const changes = buildVoterChanges(rows)
  if (changes.length === 0) return
  await transaction`
    insert into voter_heads as head (house, voter, ballots, last_block, last_time)
    select house, voter, ballots, last_block, last_time
    from jsonb_to_recordset(${transaction.json(changes)}) as change(
      house smallint, voter bytea, ballots bigint, last_block bigint, last_time bigint)
    on conflict (voter, house) do update set
      ballots = head.ballots + excluded.ballots,
      last_block = excluded.last_block,
      last_time = excluded.last_time`
}

const writeDelegateHeads = async (transaction: Transaction, rows: Rows) => {
  const changes = buildDelegateChanges(rows)
  if (changes.length === 0) return
  await transaction`
    insert into delegate_heads (house, account, votes, changed_block, changed_hash, changed_time)
    select house, account, votes, changed_block, changed_hash, changed_time
    from jsonb_to_recordset(${transaction.json(changes)}) as change(
      house smallint, account bytea, votes numeric, changed_block bigint, changed_hash bytea, changed_time bigint)
    on conflict (house, account) do update set
      votes = excluded.votes,
      changed_block = excluded.changed_block,
      changed_hash = excluded.changed_hash,
      changed_time = excluded.changed_time`
}

const writeHolderHeads = async (transaction: Transaction, rows: Rows) => {
  const changes = buildHolderChanges(rows)
  if (changes.length === 0) return
  await transaction`
    with change as materialized (
      select * from jsonb_to_recordset(${transaction.json(changes)}) as change(
        account bytea, delta numeric, delegated boolean, delegate bytea,
        changed_block bigint, changed_hash bytea, changed_time bigint)
    ), moved as (
      update holder_heads head set
        balance = head.balance + change.delta,
        delegate = case when change.delegated then change.delegate else head.delegate end,
        changed_block = change.changed_block,
        changed_hash = change.changed_hash,
        changed_time = change.changed_time
      from change where head.account = change.account
      returning head.account
    )
    insert into holder_heads (account, balance, delegate, changed_block, changed_hash, changed_time)
    select account, delta, delegate, changed_block, changed_hash, changed_time
    from change where account not in (select account from moved)`
}

/** Brings the tallies, counts of ballots, voting powers and balances up to the batch whose rows were just copied. */
export const writeHeads = async (transaction: Transaction, rows: Rows) => {
  await writeProposalHeads(transaction, rows)
  await writeVoterHeads(transaction, rows)
  await writeDelegateHeads(transaction, rows)
  await writeHolderHeads(transaction, rows)
}
