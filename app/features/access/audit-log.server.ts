import { listAuditRows } from '#db/queries/audit-log.server'
import { type Paging, readNumbered } from '~/http/cursor'
import { toTime } from '~/http/present'
import type { Page } from '~/http/shapes'
import { getServices } from '~/services.server'
import type { AuditEntry } from './audit-schema'

/** What was written through the API, newest first; each entry is bound to the one before it. */
export const listAuditLog = async (paging: Paging): Promise<{ data: AuditEntry[]; page: Page }> => {
  const { writer } = await getServices()
  const { rows, page } = await readNumbered(paging, {
    height: 0,
    list: (asked) => listAuditRows(writer, asked),
    idOf: ({ entry }) => entry,
  })
  return { data: rows.map(({ at, ...row }) => ({ ...row, at: toTime(at) })), page }
}
