import { randomBytes } from 'node:crypto'
import { type Address, toHex } from 'viem'
import {
  type DraftRow,
  deleteDraft,
  insertDraft,
  lockDraft,
  lockDraftUse,
  updateDraft,
  updateDraftShare,
} from '#db/queries/drafts.server'
import type { Reader } from '#db/queries/reader.server'
import { type DraftContent, digestDraft, writeDraft } from '~/domain/draft'
import { AppError } from '~/domain/errors'
import type { CallText } from '~/domain/wallet'
import { digestSecret } from '~/http/caller'
import { InvalidInputError } from '~/http/problem'
import { buildSteps } from './build-calls.server'
import type { DraftBody, SavedDraft } from './draft-schema'
import { getDraftRow, readDraft } from './find-draft.server'

const MOST_DRAFTS = 50
/** Of one revision, and of all that an account keeps. */
const MOST_BYTES = { one: 2_000_000, all: 8_000_000 }

/** What the actions stand for now; null while they are not complete. */
export const findCalls = async ({ actions }: DraftBody): Promise<CallText[] | null> => {
  if (actions.length === 0) return null
  const built = await buildSteps(actions)
  return 'calls' in built ? built.calls : null
}

const writeRevision = (content: DraftContent) => {
  const written = { digest: digestDraft(content), title: content.title, content: writeDraft(content) }
  const bytes = Buffer.byteLength(written.content)
  if (bytes <= MOST_BYTES.one) return { ...written, bytes }
  throw new AppError('too_large', `With its calls the draft has ${bytes} bytes; at most ${MOST_BYTES.one} are kept.`)
}

const requireRoom = (author: Address, bytes: number): void => {
  if (bytes <= MOST_BYTES.all) return
  const message = `${author} would keep ${bytes} bytes of drafts with all their revisions, at most ${MOST_BYTES.all} are kept: delete a draft.`
  throw new AppError('limit_reached', message)
}

const toSaved = ({ draft_id, visibility, revision, digest }: DraftRow, etag: string): SavedDraft => ({
  ...{ id: String(draft_id), visibility, revision, digest, etag },
})

const asAuthor = (account: Address) => ({ account, share: null })

/** What was saved, and what the audit log tells of it: digests, never words. */
const showSaved = async (sql: Reader, id: string, author: Address) => {
  const row = await getDraftRow(sql, id, asAuthor(author))
  const { etag } = await readDraft(sql, row)
  const { revision, digest, visibility } = row
  return { data: toSaved(row, etag), facts: { revision, digest, visibility } }
}

/** Makes a draft. Throws `limit_reached` and `too_large`. */
export const makeDraft = async (
  sql: Reader,
  author: Address,
  { title, text, actions, visibility, calls }: DraftBody & { calls: CallText[] | null },
) => {
  const { drafts, bytes } = await lockDraftUse(sql, author)
  if (drafts >= MOST_DRAFTS) {
    throw new AppError('limit_reached', `${author} has ${MOST_DRAFTS} drafts, which is all that are kept: delete one.`)
  }
  const written = writeRevision({ salt: toHex(randomBytes(32)), title, text, actions, calls })
  requireRoom(author, bytes + written.bytes)
  return showSaved(sql, await insertDraft(sql, { author, visibility, ...written }), author)
}

// Only its author has a draft in this sense: to others who may read it, it is not theirs.
const lockOwn = async (sql: Reader, id: string, author: Address): Promise<DraftRow> => {
  await lockDraft(sql, id)
  const row = await getDraftRow(sql, id, asAuthor(author))
  if (row.author === author.toLowerCase()) return row
  throw new AppError('draft_unknown', `${author} has no draft ${id}: only its author writes a draft.`)
}

type Change = DraftBody & { id: string; calls: CallText[] | null; isCurrent: (etag: string) => boolean }

/**
 * Writes a draft anew, as a revision where its content differs. Throws `draft_unknown`, `precondition_failed` where it
 * is no more what was read, `limit_reached` and `too_large`.
 */
export const changeDraft = async (
  sql: Reader,
  author: Address,
  { id, isCurrent, title, text, actions, visibility, calls }: Change,
) => {
  const use = await lockDraftUse(sql, author)
  const row = await lockOwn(sql, id, author)
  const { content, etag } = await readDraft(sql, row)
  if (!isCurrent(etag)) {
    const message = `Revision ${row.revision} (${row.digest}) of draft ${id} is current, with the ETag ${etag}: read it, merge, and send that.`
    throw new InvalidInputError([{ pointer: '#/headers/If-Match', code: 'changed', message }], 'precondition_failed')
  }
  const written = writeRevision({ salt: content.salt, title, text, actions, calls })
  const isNew = written.digest !== row.digest
  if (isNew) requireRoom(author, use.bytes + written.bytes)
  if (!isNew && visibility === row.visibility) return { data: toSaved(row, etag), facts: null }
  await updateDraft(sql, id, { visibility, revision: isNew ? written : null })
  return showSaved(sql, id, author)
}

/** Ends a draft; answers what the audit log keeps of it. Throws `draft_unknown`. */
export const endDraft = async (sql: Reader, author: Address, id: string) => {
  const { revision, digest } = await lockOwn(sql, id, author)
  await deleteDraft(sql, id)
  return { revision, digest }
}

/** Makes the token that opens a draft by link, in place of the one before; only its digest is kept. Throws `draft_unknown`. */
export const shareDraft = async (sql: Reader, author: Address, id: string): Promise<string> => {
  await lockOwn(sql, id, author)
  const token = randomBytes(32).toString('base64url')
  await updateDraftShare(sql, id, digestSecret(token))
  return token
}

/** Ends the token of a draft; answers whether there was one. Throws `draft_unknown`. */
export const endShare = async (sql: Reader, author: Address, id: string): Promise<boolean> => {
  await lockOwn(sql, id, author)
  return updateDraftShare(sql, id, null)
}
