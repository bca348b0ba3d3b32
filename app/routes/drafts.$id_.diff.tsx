import { useLoaderData } from '@remix-run/react'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { showOrLock } from '~/draft-reader.server'
import { buildDiffView, type DiffViewData } from '~/draft-view.server'
import { LockedDraft } from '~/features/drafts/components/locked-draft'
import { pageLoader } from '~/page.server'

export const loader = pageLoader(({ params: { id = '' }, ...page }) =>
  showOrLock(page.intl, id, () => buildDiffView({ ...page, id })),
)

export const meta = pageMeta

export default function DraftDiffPage() {
  const data = useLoaderData<typeof loader>()
  if (!('locked' in data)) return <StaticHtml html={data.html} />
  return <LockedDraft<DiffViewData> locked={data.locked}>{({ view }) => <StaticHtml html={view.html} />}</LockedDraft>
}
