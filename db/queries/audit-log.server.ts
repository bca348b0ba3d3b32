import type { Hex } from 'viem'
import type { Transaction } from '#db/client.server'
import { locks } from '#db/locks'
import { type AuditFacts, type AuditLink, hashAuditEntry, NO_ENTRY } from '~/domain/audit-entry'
import type { Reader } from './reader.server'

export type AuditRow = AuditLink & { hash: Hex }

/** Adds an entry to the end of the log, in the transaction of what it tells; the log waits until that is over. */
export const appendAuditEntry = async (sql: Transaction, facts: AuditFacts): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${locks.auditLog})`
  const [last] = await sql<{ entry: number; hash: Hex; now: number }[]>`
    select coalesce(max(entry), 0)::float8 as entry, floor(extract(epoch from clock_timestamp()))::float8 as now,
      coalesce((select hash from audit_log order by entry desc limit 1), ${NO_ENTRY}) as hash from audit_log`
  if (last === undefined) throw new Error('an aggregate without a row')
  const link = { ...facts, entry: last.entry + 1, at: last.now, previous: last.hash }
  await sql`
    insert into audit_log (entry, at, actor, act, subject, facts, previous, hash)
    values (${link.entry}, ${link.at}, ${link.actor}, ${link.act}, ${link.subject}, ${sql.json(link.facts)},
      ${link.previous}, ${hashAuditEntry(link)})`
}

/** Entries beyond `from`, which is left out: newest first, or oldest first when read backwards. */
export const listAuditRows = async (
  sql: Reader,
  { from, backwards, limit }: { from: string | null; backwards: boolean; limit: number },
): Promise<AuditRow[]> => [
  ...(await sql<AuditRow[]>`
    select entry::float8, at::float8, actor, act, subject, facts, previous, hash from audit_log
    where ${from === null ? sql`true` : backwards ? sql`entry > ${from}` : sql`entry < ${from}`}
    order by audit_log.entry ${backwards ? sql`asc` : sql`desc`} limit ${limit}`),
]
