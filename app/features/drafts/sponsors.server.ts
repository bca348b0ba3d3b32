import type { Address, Hex } from 'viem'
import {
  type DraftRow,
  type DraftViewer,
  deleteDraftSponsor,
  findDraftSponsor,
  listDraftSponsorRows,
  lockDraft,
  putDraftSponsor,
  sumDraftSponsors,
} from '#db/queries/drafts.server'
import { listSettings } from '#db/queries/parameters.server'
import type { Reader } from '#db/queries/reader.server'
import { getPowerAt } from '#db/queries/votes.server'
import { isThresholdMet } from '~/domain/draft'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { toSeats, toTokens } from '~/http/present'
import { type View, withView } from '~/services.server'
import type { DraftSponsors, DraftSponsorship } from './draft-schema'
import { toDateTime } from './drafts.server'
import { getDraftRow } from './find-draft.server'

/** How many votes a proposer without a seat needs, in base units. */
export const getThreshold = async (sql: Reader): Promise<bigint> =>
  (await listSettings(sql)).find(({ name }) => name === 'proposalThreshold')?.value ?? 0n

/** Who sponsors a draft, and whether those who sponsor its newest revision could propose it together, at the index's head. */
export const showSponsors = async (
  view: View,
  { draft_id: draft, revision, digest }: DraftRow,
  paging: Paging,
): Promise<Omit<DraftSponsors, 'tier'>> => {
  const { sql } = view
  const { rows, page } = await readNumbered(paging, {
    height: view.cursor.number,
    list: (asked) => listDraftSponsorRows(sql, { ...asked, draft }),
    idOf: ({ seq }) => seq,
  })
  const { sponsors, votes, seats } = await sumDraftSponsors(sql, { draft, digest })
  const threshold = await getThreshold(sql)
  const accountOf = await view.loadAccounts(rows.map(({ sponsor }) => sponsor))
  return {
    ...{ revision, digest, sponsors },
    threshold: toTokens(threshold),
    votes: toTokens(votes),
    seats: toSeats(seats),
    met: isThresholdMet({ votes, seats }, threshold),
    list: rows.map((row) => ({
      account: accountOf(row.sponsor),
      ...{ revision: row.revision, digest: row.digest, current: row.digest === digest },
      at: toDateTime(row.made_at),
      votes: toTokens(row.votes),
      seats: toSeats(row.seats),
    })),
    page,
  }
}

/** Throws `no_power` where an account has neither votes nor a seat at the index's head. */
export const requirePower = (account: Address): Promise<void> =>
  withView(async ({ sql, now, cursor }) => {
    const { token, seat } = await getPowerAt(sql, account, now)
    if (token > 0n || seat > 0n) return
    const message = `${account} has neither votes nor a seat at block ${cursor.number}: whoever sponsors needs one of them.`
    throw new AppError('no_power', message)
  })

type Sponsoring = { id: string; sponsor: Address; viewer: DraftViewer; digest: Hex }

/**
 * Sponsors the newest revision of a draft, named by its digest. Throws `draft_unknown`, and `draft_changed` where the
 * digest is of no or another revision.
 */
export const sponsorDraft = async (sql: Reader, { id, sponsor, viewer, digest }: Sponsoring) => {
  // So that the revision that is sponsored stays the newest one until this is done.
  await lockDraft(sql, id)
  const { revision, digest: newest } = await getDraftRow(sql, id, viewer)
  if (newest !== digest) {
    const message = `Revision ${revision} of draft ${id} is the newest, its digest is ${newest}, and not ${digest}: read it, and sponsor that.`
    throw new AppError('draft_changed', message)
  }
  const before = await findDraftSponsor(sql, { draft: id, sponsor })
  if (before?.revision !== revision) await putDraftSponsor(sql, { draft: id, sponsor, revision })
  const after = await findDraftSponsor(sql, { draft: id, sponsor })
  if (after === null) throw new Error('a sponsorship that is not there')
  const data: DraftSponsorship = { revision, digest, current: true, at: toDateTime(after.made_at) }
  return { data, isNew: before === null, facts: before?.revision === revision ? null : { revision, digest } }
}

/** Takes a sponsorship back, also of a draft that its sponsor may read no more; answers whether there was one. Throws `draft_unknown`. */
export const endSponsorship = async (sql: Reader, { id, sponsor, viewer }: Omit<Sponsoring, 'digest'>) => {
  if (await deleteDraftSponsor(sql, { draft: id, sponsor })) return true
  await getDraftRow(sql, id, viewer)
  return false
}
