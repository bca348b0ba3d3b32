import { getAddress } from 'viem'
import { type DraftRow, type DraftViewer, findDraftRow, listProposalsLike } from '#db/queries/drafts.server'
import type { Reader } from '#db/queries/reader.server'
import { buildCanonicalJson } from '~/domain/canonical-json'
import type { DraftContent } from '~/domain/draft'
import { AppError } from '~/domain/errors'
import { type Caller, digestSecret } from '~/http/caller'
import { buildEtag } from '~/http/etag'
import { buildDescription } from './build-description'

/** The header in which the token of a draft's link travels: not in an address, which logs and histories keep. */
const SHARE_HEADER = 'Draft-Share'

/** Who asks for a draft: an account, and whoever has the token of its link. */
export const readViewer = (caller: Caller | null, request: Request): DraftViewer => {
  const token = request.headers.get(SHARE_HEADER)
  return { account: caller?.account ?? null, share: token === null ? null : digestSecret(token) }
}

/** A draft that the viewer may read. Throws `draft_unknown`, also for somebody else's that is there. */
export const getDraftRow = async (sql: Reader, id: string, viewer: DraftViewer): Promise<DraftRow> => {
  const row = await findDraftRow(sql, id, viewer)
  if (row !== null) return row
  throw new AppError('draft_unknown', `There is no draft ${id} that you may read: /api/v1/drafts lists those.`)
}

/** What a revision says; it was written by us, so its shape is trusted. */
export const readContent = (content: string): DraftContent => JSON.parse(content) as DraftContent

/** The words as a proposal has them on chain. */
export const wordsOf = ({ title, text }: Pick<DraftContent, 'title' | 'text'>) => ({
  title: title.trim(),
  text: text.trim(),
})

/** The newest proposal of exactly these words and calls, whoever proposed it; null where there is none. */
const findProposal = async (sql: Reader, { calls, ...content }: DraftContent): Promise<string | null> => {
  if (calls === null) return null
  const words = wordsOf(content)
  const like = await listProposalsLike(sql, { calls, text: buildDescription(words, null) })
  const same = like.find(({ proposer, description }) =>
    [null, getAddress(proposer)].some((one) => buildDescription(words, one) === description),
  )
  return same?.id ?? null
}

/** What a draft shows beside its row: its content, its proposal, and the ETag that changes with all of it. */
export const readDraft = async (sql: Reader, row: DraftRow) => {
  const content = readContent(row.content)
  const proposal = await findProposal(sql, content)
  const { draft_id, version, digest } = row
  const etag = buildEtag(buildCanonicalJson({ id: String(draft_id), version, digest, proposal }))
  return { content, proposal, etag }
}
