import { type Address, getAddress } from 'viem'
import {
  type DraftRevisionRow,
  type DraftRow,
  type DraftSummaryRow,
  type DraftViewer,
  findDraftRevisionRow,
  listDraftRevisionRows,
  listDraftRows,
} from '#db/queries/drafts.server'
import type { Reader } from '#db/queries/reader.server'
import type { DraftContent } from '~/domain/draft'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { toTime } from '~/http/present'
import type { Page } from '~/http/shapes'
import { getServices } from '~/services.server'
import { diffDrafts } from './diff-drafts'
import type { DraftDiff, DraftRevision, DraftRevisionSummary, DraftSummary, KeptDraft } from './draft-schema'
import { getDraftRow, readContent, readDraft } from './find-draft.server'

/** RFC 3339 of a time of the database. */
export const toDateTime = (date: Date): string => toTime(Math.floor(date.getTime() / 1000))

const toSummary = (row: DraftSummaryRow): DraftSummary => ({
  id: String(row.draft_id),
  author: getAddress(row.author),
  visibility: row.visibility,
  revision: row.revision,
  digest: row.digest,
  title: row.title,
  created: toDateTime(row.created_at),
  changed: toDateTime(row.changed_at),
})

// Of the database that is written to: an author has to see what it just wrote.
const getSql = async () => (await getServices()).writer

/** Public drafts and the viewer's own, newest first. */
export const listDrafts = async (
  { author, ...paging }: Paging & { author?: Address | undefined },
  account: Address | null,
): Promise<{ data: DraftSummary[]; page: Page }> => {
  const sql = await getSql()
  const { rows, page } = await readNumbered(paging, {
    height: 0,
    list: (asked) => listDraftRows(sql, { ...asked, account, author: author ?? null }),
    idOf: ({ draft_id }) => draft_id,
  })
  return { data: rows.map(toSummary), page }
}

/** One draft with its newest revision. Throws `draft_unknown`. */
export const getDraft = async (id: string, viewer: DraftViewer): Promise<{ data: KeptDraft }> => {
  const sql = await getSql()
  const row = await getDraftRow(sql, id, viewer)
  const { content, proposal, etag } = await readDraft(sql, row)
  return { data: { ...toSummary(row), ...showContent(content), proposal, etag } }
}

const showContent = ({ actions, calls, ...content }: DraftContent) => ({
  ...content,
  actions: [...actions],
  calls: calls && [...calls],
})

const showRevision = (author: Address, { revision, digest, title, made_at }: DraftRevisionRow) => ({
  ...{ revision, digest, author: getAddress(author), title, at: toDateTime(made_at) },
})

/** The revisions of a draft, newest first. Throws `draft_unknown`. */
export const listDraftRevisions = async (
  id: string,
  viewer: DraftViewer,
  paging: Paging,
): Promise<{ data: DraftRevisionSummary[]; page: Page }> => {
  const sql = await getSql()
  const { draft_id: draft, author } = await getDraftRow(sql, id, viewer)
  const { rows, page } = await readNumbered(paging, {
    height: 0,
    list: (asked) => listDraftRevisionRows(sql, { ...asked, draft }),
    idOf: ({ revision }) => revision,
  })
  return { data: rows.map((row) => showRevision(author, row)), page }
}

const readRevision = async (sql: Reader, { draft_id: draft, author, revision: newest }: DraftRow, revision: number) => {
  const row = await findDraftRevisionRow(sql, { draft, revision })
  if (row !== null) return { ...showRevision(author, row), ...showContent(readContent(row.content)) }
  throw new AppError('draft_unknown', `Draft ${draft} has the revisions 1 to ${newest}, and not ${revision}.`)
}

/** One revision, whole. Throws `draft_unknown`. */
export const getDraftRevision = async (
  { id, revision }: { id: string; revision: number },
  viewer: DraftViewer,
): Promise<{ data: DraftRevision }> => {
  const sql = await getSql()
  return { data: await readRevision(sql, await getDraftRow(sql, id, viewer), revision) }
}

/** What changed from one revision to another, the newest where `to` is not given. Throws `draft_unknown`. */
export const getDraftDiff = async (
  { id, from, to }: { id: string; from: number; to?: number | undefined },
  viewer: DraftViewer,
): Promise<{ data: DraftDiff }> => {
  const sql = await getSql()
  const row = await getDraftRow(sql, id, viewer)
  const before = await readRevision(sql, row, from)
  const after = await readRevision(sql, row, to ?? row.revision)
  const nameOf = ({ revision, digest }: DraftRevision) => ({ revision, digest })
  return { data: { from: nameOf(before), to: nameOf(after), ...diffDrafts(before, after) } }
}
