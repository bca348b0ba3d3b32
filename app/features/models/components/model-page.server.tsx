import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { RecallBadge, RecallCallout } from '~/components/recall-callout'
import { UtcTime } from '~/components/utc-time'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Model } from '../schema'
import { StageBadge } from './stage-badge'

/** One model and all of its releases. */
export const ModelPage = ({ model }: { model: Model }) => {
  const { t, locale } = useIntl()
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('nav.models'), href: '/models' }, { name: model.name }]} />
        <h1>{model.name}</h1>
        <div className="row small">
          <span>
            {t('models.party')} <AccountName account={model.maintainer} />
          </span>
          <span>
            {t('release.registered')} <UtcTime at={model.registered.time} />
          </span>
          <a href={`/api/v1/models/${model.id}/feed.atom`}>{t('release.feed')}</a>
        </div>
        {model.releaseList.map((release) => (
          <RecallCallout key={release.id} release={release} />
        ))}
      </div>
      <section className="sec" aria-labelledby="releases">
        <h2 id="releases">{t('model.releases')}</h2>
        {model.releaseList.length === 0 ? (
          <p className="note">{t('model.noRelease')}</p>
        ) : (
          <FoldTable
            caption={t('model.releasesCaption')}
            rows={model.releaseList}
            rowKey={({ id }) => id}
            columns={[
              { name: t('model.release'), cell: ({ id, version }) => <a href={`/releases/${id}`}>{version}</a> },
              {
                name: t('models.stage'),
                cell: (release) => (
                  <>
                    <StageBadge stage={release.stage} /> <RecallBadge release={release} />
                  </>
                ),
              },
              { name: t('model.since'), cell: ({ stageSince }) => formatUtc(stageSince.time).slice(0, -4) },
              { name: t('models.licence'), cell: ({ licence }) => licence },
              { name: t('model.files'), numeric: true, cell: ({ files }) => formatWhole(locale, files) },
              { name: t('model.size'), numeric: true, cell: ({ size }) => formatWhole(locale, BigInt(size)) },
            ]}
          />
        )}
      </section>
    </>
  )
}
