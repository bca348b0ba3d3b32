import { Breadcrumbs } from '~/components/breadcrumbs'
import { Pager } from '~/components/pager'
import type { List } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import type { Lease } from '../schema'
import { LeasesTable } from './leases-table.server'
import { MarketNav } from './market-nav.server'

/** All leases, newest first. */
export const LeasesPage = ({ list, now, url }: { list: List<Lease>; now: number; url: URL }) => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('market.leases') }]} />
        <h1>{t('market.leases')}</h1>
        <p className="lede">{t('leases.lede')}</p>
        <MarketNav here="leases" />
      </div>
      <section className="sec" aria-label={t('market.leases')}>
        <LeasesTable leases={list.data} now={now} />
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
