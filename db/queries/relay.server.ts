import type { Address, Hex } from 'viem'
import type { Transaction } from '#db/client.server'
import { locks } from '#db/locks'
import type { Reader } from './reader.server'

/** What was signed elsewhere and is sent from here; `house` 0 token, 1 seat; `due` UNIX seconds of the chain. */
export type RelayJobRow = {
  id: string
  kind: 'vote' | 'delegation'
  signer: Address
  proposal_id: bigint | null
  house: number | null
  nonce: bigint
  contract: Address
  calldata: Hex
  state: 'waiting' | 'sent' | 'included' | 'refused'
  included_by: 'relay' | 'another' | null
  reason: string | null
  tx_hash: Hex | null
  block_number: number | null
  final: boolean
  created_at: Date
  changed_at: Date
}

/** A signed transaction; fees in wei per gas. */
export type RelayTransactionRow = {
  hash: Hex
  sender: Address
  nonce: number
  raw: Hex
  max_fee: bigint
  priority_fee: bigint
  cancels: boolean
  at_block: number
}

export type NewRelayJob = Pick<
  RelayJobRow,
  'kind' | 'signer' | 'proposal_id' | 'house' | 'nonce' | 'contract' | 'calldata'
> & { slot: string; due: number }

/** How much is taken in any 24 hours. */
export type RelayQuota = { perSigner: number; all: number }

const columns = (sql: Reader) => sql`
  id, kind, signer, proposal_id, house, nonce, contract, calldata, state, included_by, reason, tx_hash,
  block_number::float8, final, created_at, changed_at`

/** How many were kept in the last 24 hours, of one signer and of all. */
export const countRelayJobs = async (sql: Reader, signer: Address | null): Promise<{ signer: number; all: number }> => {
  const [row] = await sql<[{ signer: number; all: number }]>`
    select count(*) filter (where signer = ${signer?.toLowerCase() ?? '0x'}::bytea)::float8 as signer, count(*)::float8 as all
    from relay_jobs where created_at > clock_timestamp() - interval '24 hours'`
  return row
}

/** The one that was kept for a slot and not refused for good; null where there is none. */
export const findRelayJobOfSlot = async (sql: Reader, slot: string): Promise<RelayJobRow | null> => {
  const [row] = await sql<
    RelayJobRow[]
  >`select ${columns(sql)} from relay_jobs where slot = ${slot} and (state <> 'refused' or not final)`
  return row ?? null
}

/**
 * Keeps a job, one at a time until the transaction ends, so that neither a slot is taken twice nor a quota exceeded by many at once. Answers the one
 * that has the slot already, or which quota is used up.
 */
export const keepRelayJob = async (
  sql: Reader,
  job: NewRelayJob,
  quota: RelayQuota,
): Promise<{ job: RelayJobRow; isNew: boolean } | { exceeded: keyof RelayQuota }> => {
  await sql`select pg_advisory_xact_lock(${locks.relayJobs})`
  const found = await findRelayJobOfSlot(sql, job.slot)
  if (found !== null) return { job: found, isNew: false }
  const counts = await countRelayJobs(sql, job.signer)
  if (counts.signer >= quota.perSigner) return { exceeded: 'perSigner' as const }
  if (counts.all >= quota.all) return { exceeded: 'all' as const }
  const [row] = await sql<[RelayJobRow]>`
    insert into relay_jobs (kind, slot, signer, proposal_id, house, nonce, contract, calldata, due) values (
      ${job.kind}, ${job.slot}, ${job.signer.toLowerCase()}, ${job.proposal_id}, ${job.house}, ${String(job.nonce)},
      ${job.contract.toLowerCase()}, ${job.calldata}, ${job.due})
    returning ${columns(sql)}`
  return { job: row, isNew: true }
}

/** One job; null where there is none. */
export const findRelayJob = async (sql: Reader, id: string): Promise<RelayJobRow | null> => {
  const [row] = await sql<RelayJobRow[]>`select ${columns(sql)} from relay_jobs where id = ${id}`
  return row ?? null
}

/** Those whose outcome is not final, the most urgent first. */
export const listOpenRelayJobs = async (
  sql: Reader,
  limit: number,
): Promise<{ id: string; state: RelayJobRow['state'] }[]> => [
  ...(await sql<{ id: string; state: RelayJobRow['state'] }[]>`
    select id, state from relay_jobs where not final order by state = 'waiting' desc, due, created_at limit ${limit}`),
]

/** How many wait, and how many are on their way. */
export const countOpenRelayJobs = async (sql: Reader): Promise<{ waiting: number; sent: number }> => {
  const [row] = await sql<[{ waiting: number; sent: number }]>`
    select count(*) filter (where state = 'waiting')::float8 as waiting, count(*) filter (where state = 'sent')::float8 as sent
    from relay_jobs where not final`
  return row
}

/** Whether this transaction is the one that may sign; false while another decides. The lock ends with the transaction. */
export const lockRelaySender = async (transaction: Transaction): Promise<boolean> => {
  const [row] = await transaction<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${locks.relaySender}) as mine`
  return row?.mine ?? false
}

/** What was ever signed for a job, the newest first. */
export const listRelayTransactions = async (sql: Reader, job: string): Promise<RelayTransactionRow[]> => [
  ...(await sql<RelayTransactionRow[]>`
    select hash, sender, nonce::float8, raw, max_fee, priority_fee, cancels, at_block::float8
    from relay_transactions where job = ${job} order by created_at desc`),
]

/** The nonce after the last one that was ever signed with; 0 where none was. */
export const getNextRelayNonce = async (sql: Reader, sender: Address): Promise<number> => {
  const [row] = await sql<[{ next: number }]>`
    select coalesce(max(nonce) + 1, 0)::float8 as next from relay_transactions where sender = ${sender.toLowerCase()}`
  return row.next
}

/** Keeps a signed transaction; its job counts as sent from then on. */
export const keepRelayTransaction = async (
  transaction: Transaction,
  job: string,
  row: RelayTransactionRow,
): Promise<void> => {
  await transaction`
    insert into relay_transactions (hash, job, sender, nonce, raw, max_fee, priority_fee, cancels, at_block) values (
      ${row.hash}, ${job}, ${row.sender.toLowerCase()}, ${row.nonce}, ${row.raw}, ${String(row.max_fee)},
      ${String(row.priority_fee)}, ${row.cancels}, ${row.at_block})`
  await setRelayState(transaction, job, { state: 'sent' })
}

export type RelayOutcome = Partial<
  Pick<RelayJobRow, 'included_by' | 'reason' | 'tx_hash' | 'block_number' | 'final'>
> & { state: RelayJobRow['state'] }

/** Says how a job stands; what is not given becomes null. */
export const setRelayState = async (transaction: Transaction, id: string, outcome: RelayOutcome): Promise<void> => {
  const { state, included_by = null, reason = null, tx_hash = null, block_number = null, final = false } = outcome
  await transaction`
    update relay_jobs set state = ${state}, included_by = ${included_by}, reason = ${reason}, tx_hash = ${tx_hash},
      block_number = ${block_number}, final = ${final}, changed_at = clock_timestamp()
    where id = ${id} and (state, included_by, reason, tx_hash, block_number, final) is distinct from
      (${state}, ${included_by}::text, ${reason}::text, ${tx_hash}::bytea, ${block_number}::bigint, ${final}::boolean)`
}
