import type { DraftViewer } from '#db/queries/drafts.server'
import type { DraftSponsors } from './features/drafts/draft-schema'
import { getDraftRow, readContent } from './features/drafts/find-draft.server'
import { showSponsors } from './features/drafts/sponsors.server'
import { buildTierOf } from './features/proposals/tier.server'
import type { Paging } from './http/cursor'
import type { One } from './http/shapes'
import { withView } from './services.server'

/** Who sponsors a draft, against what proposing it takes at the index's head. Throws `draft_unknown`. */
export const getDraftSponsors = (id: string, viewer: DraftViewer, paging: Paging): Promise<One<DraftSponsors>> =>
  withView(
    async (view) => {
      const row = await getDraftRow(view.sql, id, viewer)
      const { calls } = readContent(row.content)
      const tierOf = await buildTierOf(view)
      const tier = calls && tierOf(calls.map(({ value, ...call }) => ({ ...call, value: BigInt(value) })))
      return { data: { tier, ...(await showSponsors(view, row, paging)) }, asOf: await view.asOf([]) }
    },
    { fresh: true },
  )
