import type { Transaction } from '#db/client.server'
import type { AuditRow } from '#db/queries/audit-log.server'
import { type AuditEnd, findBrokenEntry, NO_ENTRY } from '~/domain/audit-entry'

/** What was written through the API: how many entries follow from one another, the last one's hash, and which one does not. */
export type AuditLogState = { entries: number; hash: string | null; broken: number | null }

const pageSize = 2_000

export const readAuditLog = async (transaction: Transaction): Promise<AuditLogState> => {
  let end: AuditEnd = { count: 0, previous: NO_ENTRY }
  const rows = transaction<AuditRow[]>`
    select entry::float8, at::float8, actor, act, subject, facts, previous, hash from audit_log order by audit_log.entry`
  for await (const page of rows.cursor(pageSize)) {
    const broken = findBrokenEntry(page, end)
    if (broken !== null) return { entries: broken - 1, hash: null, broken }
    end = { count: end.count + page.length, previous: page.at(-1)?.hash ?? end.previous }
  }
  return { entries: end.count, hash: end.previous, broken: null }
}
