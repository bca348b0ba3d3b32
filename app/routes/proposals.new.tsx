import type { ActionFunctionArgs } from '@remix-run/node'
import { useActionData, useFetcher, useLoaderData } from '@remix-run/react'
import { Fragment, useState } from 'react'
import { getActTexts } from '~/components/act-texts.server'
import { RecallCallout } from '~/components/recall-callout'
import { renderStatic } from '~/components/render-static.server'
import { pageMeta } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { findReader } from '~/draft-reader.server'
import { EffectTables } from '~/features/compute/components/effect-section.server'
import { getComputeEffect } from '~/features/compute/effect.server'
import { buildCalls } from '~/features/drafts/build-calls.server'
import { buildDraftForm, describeErrors } from '~/features/drafts/components/build-draft-form.server'
import { DraftEditor } from '~/features/drafts/components/draft-editor'
import { DraftPreview, EmptyPreview } from '~/features/drafts/components/draft-preview.server'
import type { DraftResult } from '~/features/drafts/components/draft-props'
import { parseKind } from '~/features/drafts/draft-kinds'
import { openDraft } from '~/features/drafts/open.server'
import { parseDraft } from '~/features/drafts/schema'
import { describeAction } from '~/features/proposals/components/describe-action'
import { GateWarning } from '~/features/proposals/components/gate-warning.server'
import { RawCall } from '~/features/proposals/components/raw-call.server'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getAreaText, getRequestIntl } from '~/i18n/intl.server'
import { pageLoader } from '~/page.server'
import { prepareCalls } from '~/prepare.server'
import { wallet } from '~/wallet/wallet'

export const loader = pageLoader(async ({ intl, url, request }) => {
  const { searchParams } = url
  const id = searchParams.get('draft')
  const opened = id === null ? null : await openDraft(id, await findReader(request))
  const form = await buildDraftForm(intl, opened?.kind ?? parseKind(searchParams.get('kind')), searchParams)
  return {
    title: intl.t('site.title', { page: intl.t('draft.title') }),
    locale: intl.locale,
    viewer: parseViewer(request.headers.get('cookie')),
    access: await getChainAccess(),
    form: opened === null ? form : { ...form, initial: opened.values },
    opened: opened && { id: opened.id, revision: opened.revision, kept: opened.kept },
    empty: renderStatic(intl, <EmptyPreview />),
    signTexts: getActTexts(intl.locale),
    saveTexts: getAreaText(intl.locale, 'draftAct'),
  }
})

/** Says what a draft means; it neither signs nor stores anything. */
export const action = async ({ request }: ActionFunctionArgs): Promise<DraftResult> => {
  const intl = getRequestIntl(request)
  const draft = parseDraft(await request.formData())
  const { kind: _, ...values } = draft
  const built = await buildCalls(draft)
  if ('errors' in built) {
    return { values, errors: describeErrors(intl, built.errors), preview: null, proposal: null }
  }
  const { calls } = built
  const viewer = parseViewer(request.headers.get('cookie'))
  const { check, actions, failure } = await prepareCalls(calls, viewer)
  const effect = await getComputeEffect(actions)
  const preview = renderStatic(
    intl,
    <DraftPreview check={check} failure={failure} sentences={actions.map((one) => describeAction(intl, one))}>
      {actions.map((one) => (
        <Fragment key={one.index}>
          {one.release !== null && <RecallCallout release={one.release} />}
          {one.gate !== null && <GateWarning gate={one.gate} />}
          <RawCall action={one} />
        </Fragment>
      ))}
      <EffectTables effect={effect} />
    </DraftPreview>,
  )
  const { title, text } = draft
  return { values, errors: {}, preview, proposal: check.refusal === null ? { calls, title, text } : null }
}

export const meta = pageMeta

export default function NewProposalPage() {
  const data = useLoaderData<typeof loader>()
  // A fetcher keeps its answer while the page's data is read again, after a wallet has connected; without a script, the
  // form's own answer is there from the start.
  const checker = useFetcher<typeof action>({ key: `draft ${data.opened?.id ?? data.form.kind}` })
  const [sent] = useState(useActionData<typeof action>() ?? null)
  return <DraftEditor {...data} checker={checker} result={checker.data ?? sent} wallet={wallet} />
}
