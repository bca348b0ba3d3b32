import { useLoaderData, useRevalidator } from '@remix-run/react'
import { StaticHtml } from '~/components/static-html'
import { pageMeta } from '~/components/static-page'
import { showOrLock } from '~/draft-reader.server'
import { buildDraftView, type DraftViewData } from '~/draft-view.server'
import { LockedDraft } from '~/features/drafts/components/locked-draft'
import { SponsorCard } from '~/features/drafts/components/sponsor-card'
import { pageLoader } from '~/page.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(({ params: { id = '' }, ...page }) =>
  showOrLock(page.intl, id, () => buildDraftView({ ...page, id })),
)

export const meta = pageMeta

type DraftViewProps = { view: DraftViewData; token: string | null; onDone: () => void }

const DraftView = ({ view: { html, sponsorsLabel, sponsor, access, locale }, token, onDone }: DraftViewProps) => (
  <>
    <StaticHtml className="head" html={html.head} />
    <div className="cols">
      <StaticHtml as="section" className="sec" labelledBy="actions" html={html.calls} />
      <aside className="side" aria-label={sponsorsLabel}>
        <section className="card">
          <h2>{sponsorsLabel}</h2>
          <StaticHtml className="stack-2" html={html.power} />
          <SponsorCard {...{ access, locale, wallet, token, onDone }} facts={sponsor} />
        </section>
      </aside>
      <StaticHtml html={html.rest} />
    </div>
  </>
)

export default function DraftPage() {
  const data = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  if (!('locked' in data)) return <DraftView view={data} token={null} onDone={revalidate} />
  return (
    <LockedDraft<DraftViewData> locked={data.locked}>
      {({ view, token, reload }) => <DraftView view={view} token={token} onDone={reload} />}
    </LockedDraft>
  )
}
