import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import type { Page } from '~/http/shapes'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { DraftRevisionSummary } from '../draft-schema'
import type { ShownDraft } from './draft-page-props'

type DraftRevisionsProps = {
  draft: ShownDraft
  revisions: { data: DraftRevisionSummary[]; page: Page }
  url: URL
}

/** Every state that a draft has had, each with what it changed. */
export const DraftRevisions = ({ draft, revisions: { data, page }, url }: DraftRevisionsProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="revisions">
      <h2 id="revisions">{t('draftPage.revisions')}</h2>
      <FoldTable
        caption={t('draftPage.revisionsCaption')}
        rows={data}
        rowKey={({ revision }) => String(revision)}
        columns={[
          { name: t('draftPage.revisions'), cell: ({ revision }) => t('drafts.revision', { revision }) },
          { name: t('drafts.author'), cell: () => <AccountName account={draft.account} /> },
          {
            name: t('draftPage.when'),
            cell: ({ at }) => <span className="nowrap">{formatUtc(at).slice(0, -4)}</span>,
          },
          { name: t('draftPage.digest'), label: '', cell: ({ digest }) => <code className="long">{digest}</code> },
          {
            name: t('draftPage.difference'),
            label: '',
            cell: ({ revision }) =>
              revision === 1 ? (
                <span className="quiet">{t('draftPage.first')}</span>
              ) : (
                <a href={`/drafts/${draft.id}/diff?from=${revision - 1}&to=${revision}`}>
                  {t('draftPage.fromTo', { from: revision - 1, to: revision })}
                </a>
              ),
          },
        ]}
      />
      <Pager url={url} page={page} anchor="revisions" />
    </section>
  )
}
