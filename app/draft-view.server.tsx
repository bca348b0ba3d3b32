import { getActTexts } from './components/act-texts.server'
import { renderStatic } from './components/render-static.server'
import { AppError } from './domain/errors'
import { parseViewer } from './domain/viewer'
import { findSponsored, getShownDiff, getShownDraft } from './draft-pages.server'
import { findReader } from './draft-reader.server'
import { DraftCalls, DraftTier } from './features/drafts/components/draft-calls.server'
import { DraftDiffPage } from './features/drafts/components/draft-diff-page.server'
import { DraftFindings } from './features/drafts/components/draft-findings.server'
import { DraftHead } from './features/drafts/components/draft-head.server'
import { DraftRevisions } from './features/drafts/components/draft-revisions.server'
import { DraftSponsorList, SponsorPower } from './features/drafts/components/draft-sponsors.server'
import { DraftText } from './features/drafts/components/draft-text.server'
import type { SponsorFacts } from './features/drafts/components/sponsor-card'
import { findFormKind } from './features/drafts/open.server'
import { ActionList } from './features/proposals/components/actions-section.server'
import { describeAction } from './features/proposals/components/describe-action'
import { renderMarkdown } from './features/proposals/components/markdown.server'
import { SimulationSection } from './features/simulations/components/simulation-section.server'
import { getChainAccess } from './features/status/chain-access.server'
import { getAreaText } from './i18n/intl.server'
import { type IntlShape, useIntl } from './i18n/intl-context'

type Shown = Awaited<ReturnType<typeof getShownDraft>>

const Rest = ({ shown, url }: { shown: Shown; url: URL }) => {
  const { t } = useIntl()
  const { draft, described, sponsors, revisions } = shown
  return (
    <>
      {described && (
        <>
          <DraftTier
            calls={described.actions.map(({ tier }, index) => ({
              tier,
              reason: described.reasons[index] ?? 'unlisted',
            }))}
          />
          <section className="sec" aria-labelledby="simulation">
            <SimulationSection href={`/api/v1/drafts/${draft.id}/prepared`} simulation={described.simulation} />
            {described.simulation === null && <p className="note">{t('draftPage.simulationNote')}</p>}
          </section>
          <DraftFindings findings={described.findings} />
        </>
      )}
      <DraftText html={renderMarkdown(draft.text)} />
      <DraftSponsorList id={draft.id} sponsors={sponsors} />
      <DraftRevisions draft={draft} revisions={revisions} url={url} />
    </>
  )
}

type Asked = { intl: IntlShape; id: string; url: URL; request: Request }

/** All that the page of a draft holds, for whoever may read it. Throws `draft_unknown`. */
export const buildDraftView = async ({ intl, id, url, request }: Asked) => {
  const { locale, t } = intl
  const reader = await findReader(request)
  const shown = await getShownDraft(id, reader, url.searchParams.get('cursor'))
  const { draft, described, sponsors } = shown
  const viewer = parseViewer(request.headers.get('cookie'))
  const sponsor: SponsorFacts = {
    ...{ id, revision: draft.revision, digest: draft.digest, viewer },
    sponsors: viewer === null ? null : await findSponsored(id, viewer, draft.digest),
    texts: getAreaText(locale, 'draftAct'),
    signTexts: getActTexts(locale),
  }
  // A link's token is no part of an address, so whoever reads by it cannot open the form.
  const isOpen = draft.visibility === 'public' || reader.account?.toLowerCase() === draft.account.address.toLowerCase()
  const isEditable = isOpen && findFormKind(draft.actions) !== null
  const name = draft.title.trim() === '' ? t('drafts.noTitle') : draft.title
  return {
    title: t('site.title', { page: `${t('draftPage.crumb', { id })}: ${name}` }),
    locale,
    access: await getChainAccess(),
    sponsorsLabel: t('draftPage.sponsors'),
    sponsor,
    html: {
      head: renderStatic(intl, <DraftHead draft={draft} tier={described?.tier ?? null} />),
      calls: renderStatic(
        intl,
        <DraftCalls draft={draft} isEditable={isEditable}>
          {described && <ActionList actions={described.actions} />}
        </DraftCalls>,
      ),
      power: renderStatic(intl, <SponsorPower sponsors={sponsors} />),
      rest: renderStatic(intl, <Rest shown={shown} url={url} />),
    },
  }
}

export type DraftViewData = Awaited<ReturnType<typeof buildDraftView>>

const parseRevision = (text: string | null): number | null => {
  if (text === null || text === '') return null
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text)
  throw new AppError('invalid_parameter', `"${text.slice(0, 40)}" is no revision: they count from 1.`)
}

/** What changed between two revisions, as a page, for whoever may read the draft. Throws `draft_unknown`. */
export const buildDiffView = async ({ intl, id, url, request }: Asked) => {
  const { t } = intl
  const from = parseRevision(url.searchParams.get('from'))
  const to = parseRevision(url.searchParams.get('to'))
  const { diff, newest, calls } = await getShownDiff({ id, from, to }, await findReader(request))
  const runs = calls.map(({ change, items }) => ({
    change,
    items: items.map(({ call, action }) => ({ call, sentence: describeAction(intl, action) })),
  }))
  const name = t('draftDiff.title', { from: diff.from.revision, to: diff.to.revision })
  return {
    title: t('site.title', { page: `${t('draftPage.crumb', { id })}: ${name}` }),
    html: renderStatic(intl, <DraftDiffPage id={id} newest={newest} diff={diff} calls={runs} />),
  }
}

export type DiffViewData = Awaited<ReturnType<typeof buildDiffView>>
