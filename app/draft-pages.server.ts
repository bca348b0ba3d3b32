import type { Address } from 'viem'
import { type DraftViewer, findDraftSponsor, listDraftFactRows } from '#db/queries/drafts.server'
import { isThresholdMet } from './domain/draft'
import { type Tier, tierNumber } from './domain/tier'
import type { CallText } from './domain/wallet'
import { getDraftSponsors } from './draft-sponsors.server'
import type { ListedDraft, ShownDraft } from './features/drafts/components/draft-page-props'
import { getDraftDiff, listDraftRevisions, listDrafts, toDateTime } from './features/drafts/drafts.server'
import { getDraftRow, readDraft } from './features/drafts/find-draft.server'
import { getThreshold } from './features/drafts/sponsors.server'
import { describeCalls } from './features/proposals/draft-actions.server'
import type { Action } from './features/proposals/schema'
import { buildTierOf } from './features/proposals/tier.server'
import { peekDraftSimulation } from './features/simulations/read.server'
import type { Paging } from './http/cursor'
import { toSeats, toTokens } from './http/present'
import { findCallsOf, lintCalls } from './prepare.server'
import { getServices, withView } from './services.server'

const toCalls = (calls: readonly CallText[]) => calls.map(({ value, ...call }) => ({ ...call, value: BigInt(value) }))

/** Public drafts and the account's own, newest first, with what each would do and the power behind it. */
export const listShownDrafts = async (asked: Paging & { author?: Address | undefined }, account: Address | null) => {
  const { data, page } = await listDrafts(asked, account)
  return withView(
    async (view) => {
      const facts = new Map(
        (
          await listDraftFactRows(
            view.sql,
            data.map(({ id }) => BigInt(id)),
          )
        ).map((row) => [String(row.draft_id), row]),
      )
      const threshold = await getThreshold(view.sql)
      const tierOf = await buildTierOf(view)
      const accountOf = await view.loadAccounts(data.map(({ author }) => author as Address))
      const show = (draft: (typeof data)[number]): ListedDraft[] => {
        const found = facts.get(draft.id)
        // Its author may have deleted it since the list was read.
        if (found === undefined) return []
        const { kinds, calls, votes, seats } = found
        return [
          {
            ...draft,
            ...{ account: accountOf(draft.author as Address), kinds, tier: calls && tierOf(toCalls(calls)) },
            ...{ votes: toTokens(votes), seats: toSeats(seats), met: isThresholdMet({ votes, seats }, threshold) },
          },
        ]
      }
      return { drafts: data.flatMap(show), threshold: toTokens(threshold), page }
    },
    { fresh: true },
  )
}

const MOST_REVISIONS = 20

const findHighest = (actions: readonly Action[]): Tier | null =>
  actions.reduce<Tier | null>(
    (highest, { tier }) => (highest !== null && tierNumber(highest) > tierNumber(tier) ? highest : tier),
    null,
  )

const describe = async (words: { title: string; text: string }, calls: readonly CallText[]) => {
  const described = await describeCalls(calls)
  const simulation = await peekDraftSimulation(calls)
  const report = simulation?.report ?? null
  const findings = lintCalls(words, { ...described, report, proposer: null })
  return { ...described, findings, simulation, tier: findHighest(described.actions) }
}

/** A draft with all that its page tells; it waits for no node. Throws `draft_unknown`. */
export const getShownDraft = async (id: string, viewer: DraftViewer, cursor: string | null) => {
  const { writer } = await getServices()
  const row = await getDraftRow(writer, id, viewer)
  const { content, proposal } = await readDraft(writer, row)
  const steps = await findCallsOf(content)
  const calls = 'calls' in steps ? steps.calls : []
  const paging = { limit: MOST_REVISIONS, ...(cursor === null ? {} : { cursor }) }
  const [{ data: sponsors }, revisions, account] = await Promise.all([
    getDraftSponsors(id, viewer, {}),
    listDraftRevisions(id, viewer, paging),
    withView(async (view) => (await view.loadAccounts([row.author]))(row.author)),
  ])
  const { revision, digest, visibility, changed_at } = row
  const { title, text, actions } = content
  const draft: ShownDraft = {
    ...{ id, account, visibility, revision, digest, title, text, actions, proposal },
    ...{ changed: toDateTime(changed_at), faults: 'faults' in steps ? steps.faults : [] },
  }
  return { draft, sponsors, revisions, described: calls.length === 0 ? null : await describe(content, calls) }
}

/** What an account sponsors of a draft: the revision of that digest, or one that says something else. */
export const findSponsored = async (
  id: string,
  sponsor: Address,
  digest: string,
): Promise<'current' | 'earlier' | null> => {
  const found = await findDraftSponsor((await getServices()).writer, { draft: id, sponsor })
  return found && (found.digest === digest ? 'current' : 'earlier')
}

type AskedDiff = { id: string; from: number | null; to: number | null }

/**
 * What changed between two revisions, with the calls as a proposal's page shows them: up to the newest where `to` is
 * null, from the one before where `from` is. Throws `draft_unknown`.
 */
export const getShownDiff = async ({ id, from, to }: AskedDiff, viewer: DraftViewer) => {
  const { revision: newest } = await getDraftRow((await getServices()).writer, id, viewer)
  const until = to ?? newest
  const { data: diff } = await getDraftDiff({ id, from: from ?? Math.max(1, until - 1), to: until }, viewer)
  // What is kept was parsed as calls; the answer's schema says of their fields only that they are text.
  const runs = diff.calls as readonly { change: (typeof diff.calls)[number]['change']; items: CallText[] }[]
  const { actions } = await describeCalls(runs.flatMap(({ items }) => items))
  const rest = actions.values()
  const calls = runs.map(({ change, items }) => ({
    change,
    items: items.map((call) => ({ call, action: rest.next().value as Action })),
  }))
  return { diff, newest, calls }
}
