import type { Sql, Transaction } from '#db/client.server'
import { AppError } from '~/domain/errors'
import type { Cursor } from '~/indexer/batch'
import { columnsOf, type Row, tableNames } from '~/indexer/tables'
import { type AuditLogState, readAuditLog } from './read-audit-log'
import { readJobs } from './read-jobs'
import { readMarket } from './read-market'
import { readRounds } from './read-rounds'
import { releaseNames, type Sums, tallyNames } from './sums'
import { createDigester, type TableDigests } from './table-digests'

/** What the database holds, all of it as of one moment; `base` is the block before the first contract's. */
export type DatabaseState = {
  base: Cursor
  cursor: Cursor
  digests: TableDigests
  sums: Sums
  auditLog: AuditLogState
}

const pageSize = 2_000

const houses = ['token', 'seat']

const readSums = async (transaction: Transaction, now: number): Promise<Sums> => {
  const sums = new Map<string, string>()
  for await (const page of transaction<Record<string, bigint>[]>`select * from proposal_heads`.cursor(pageSize)) {
    for (const row of page) {
      for (const name of tallyNames) sums.set(`proposal ${row['proposal_id']} ${name}`, String(row[name]))
    }
  }
  const voters = transaction<{ house: number; voter: string; ballots: bigint }[]>`
    select house, voter, ballots from voter_heads`
  for await (const page of voters.cursor(pageSize)) {
    for (const { house, voter, ballots } of page) sums.set(`ballots ${houses[house]} ${voter}`, ballots.toString())
  }
  const powers = transaction<{ house: number; account: string; votes: bigint }[]>`
    select house, account, votes from delegate_heads`
  for await (const page of powers.cursor(pageSize)) {
    for (const { house, account, votes } of page) sums.set(`power ${houses[house]} ${account}`, votes.toString())
  }
  const balances = transaction<{ account: string; balance: bigint; transfers: boolean }[]>`
    select account, balance from holder_heads
    where balance <> 0 or exists (select 1 from token_transfers where sender = account or recipient = account)`
  for await (const page of balances.cursor(pageSize)) {
    for (const { account, balance } of page) sums.set(`balance ${account}`, balance.toString())
  }
  const releases = transaction<Record<string, bigint>[]>`
    select r.release_id, s.stage::bigint,
      coalesce((select until from release_stops where release_id = r.release_id and kind = 'held'
        order by block_number desc, log_index desc limit 1), 0) as held_until,
      coalesce((select until from release_stops where release_id = r.release_id and kind = 'recalled'
        order by block_number desc, log_index desc limit 1), 0) as recalled_until,
      (select count(*) from attestations a where a.release_id = r.release_id and a.verdict = 2
        and not exists (select 1 from attestation_events where uid = a.uid)) as standing_fails
    from releases r join release_stages s using (release_id)`
  for await (const page of releases.cursor(pageSize)) {
    for (const row of page) {
      for (const name of releaseNames) sums.set(`release ${row['release_id']} ${name}`, String(row[name]))
    }
  }
  for (const [subject, amount] of await readRounds(transaction)) sums.set(subject, amount)
  for (const [subject, amount] of await readMarket(transaction)) sums.set(subject, amount)
  for (const [subject, amount] of await readJobs(transaction, now)) sums.set(subject, amount)
  return sums
}

const readPlaces = async (transaction: Transaction) => {
  const [cursor] = await transaction<Cursor[]>`select number, hash, timestamp from cursor`
  const [base] = await transaction<Cursor[]>`
    select first_block as number, first_block_hash as hash, 0::bigint as timestamp from deployment`
  if (cursor && base) return { cursor, base }
  throw new AppError('not_indexed', 'The database holds no index yet: run `ostrakon index` first.')
}

/** Reads everything in one snapshot, so that an indexer may go on meanwhile. */
export const readDatabase = (sql: Sql): Promise<DatabaseState> =>
  sql.begin('isolation level repeatable read read only', async (transaction) => {
    const places = await readPlaces(transaction)
    const digester = createDigester()
    for (const table of tableNames) {
      const columns = transaction(columnsOf(table).map(([column]) => column))
      const rows = transaction<Row[]>`
        select ${columns} from ${transaction(table)} order by block_number, log_index`
      for await (const page of rows.cursor(pageSize)) for (const row of page) digester.add(table, row)
    }
    const now = Number(places.cursor.timestamp)
    const sums = await readSums(transaction, now)
    return { ...places, digests: digester.finish(), sums, auditLog: await readAuditLog(transaction) }
  }) as Promise<DatabaseState>
