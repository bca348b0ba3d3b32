import { Pager } from '~/components/pager'
import type { List } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import type { Lease } from '../schema/leases'
import { LeasesTable } from './leases-table.server'
import { MarketHead } from './market-head.server'

/** All leases, newest first. */
export const LeasesPage = ({ list, now, url }: { list: List<Lease>; now: number; url: URL }) => {
  const { t } = useIntl()
  return (
    <>
      <MarketHead place="leases" name={null} lede={t('leases.lede')} />
      <section className="sec" aria-label={t('market.leases')}>
        <LeasesTable leases={list.data} now={now} />
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
