import { PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import { RecallBadge } from '~/components/recall-callout'
import type { List } from '~/http/shapes'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ModelSummary } from '../schema'
import { StageBadge } from './stage-badge'

/** Every registered model, with where its newest release stands. */
export const ModelsPage = ({ list, url }: { list: List<ModelSummary>; url: URL }) => {
  const { t, locale } = useIntl()
  return (
    <>
      <div className="head">
        <h1>{t('models.title')}</h1>
        <p className="lede">{t('models.lede')}</p>
        <p className="row">
          <a className="btn sm" href="/releases/new">
            {t('registerPage.title')}
          </a>
          <a className="btn sm" href="/verify">
            {t('models.verify')}
          </a>
          <a className="btn sm" href="/evaluators">
            {t('evaluators.title')}
          </a>
        </p>
      </div>
      <section className="sec" aria-label={t('models.title')}>
        {list.data.length === 0 ? (
          <p>{t('models.none')}</p>
        ) : (
          <FoldTable
            caption={t('models.caption')}
            rows={list.data}
            rowKey={({ id }) => id}
            columns={[
              { name: t('models.model'), cell: ({ id, name }) => <a href={`/models/${id}`}>{name}</a> },
              { name: t('models.party'), cell: ({ party }) => <PartyName party={party} /> },
              {
                name: t('models.latest'),
                cell: ({ latest }) =>
                  latest === null ? (
                    <span className="quiet">{t('model.noRelease')}</span>
                  ) : (
                    <a href={`/releases/${latest.id}`}>{latest.version}</a>
                  ),
              },
              {
                name: t('models.stage'),
                cell: ({ latest }) =>
                  latest && (
                    <>
                      <StageBadge stage={latest.stage} /> <RecallBadge release={latest} />
                    </>
                  ),
              },
              { name: t('models.licence'), cell: ({ latest }) => latest?.licence },
              {
                name: t('models.releases'),
                numeric: true,
                cell: ({ releases }) => formatWhole(locale, releases),
              },
            ]}
          />
        )}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
