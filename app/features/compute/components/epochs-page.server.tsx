import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import type { List } from '~/http/shapes'
import { formatGpuHours } from '~/i18n/compute'
import { formatShare, formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Epoch, Round } from '../schema'

const EpochSection = ({ epoch }: { epoch: Epoch }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const id = `epoch-${epoch.epoch}`
  return (
    <section className="sec" aria-labelledby={id}>
      <header>
        <h2 id={id}>{t('compute.epochTitle', { epoch: epoch.epoch })}</h2>
        <span className="small quiet">
          {formatUtc(epoch.starts.time)} – {formatUtc(epoch.ends.time)}
        </span>
      </header>
      <FoldTable<Round>
        caption={t('compute.epochCaption', { policy: epoch.policy })}
        rows={epoch.rounds}
        rowKey={({ pool }) => pool.id}
        columns={[
          {
            name: t('compute.pool'),
            cell: ({ pool }) => <a href={`/compute?epoch=${epoch.epoch}&pool=${pool.id}`}>{pool.name}</a>,
          },
          { name: t('compute.capacity'), numeric: true, cell: ({ capacity }) => formatGpuHours(intl, capacity.value) },
          { name: t('compute.requests'), numeric: true, cell: ({ requests }) => formatWhole(locale, requests) },
          { name: t('compute.askedFor'), numeric: true, cell: ({ demand }) => formatGpuHours(intl, demand.value) },
          {
            name: t('compute.allocated'),
            numeric: true,
            cell: ({ allocated, capacity }) => formatShare(BigInt(allocated.value), BigInt(capacity.value)),
          },
          { name: t('compute.state'), cell: ({ status }) => t(`compute.status.${status}`) },
        ]}
      />
    </section>
  )
}

/** Every epoch in which somebody asked, newest first. */
export const EpochsPage = ({ list, url }: { list: List<Epoch>; url: URL }) => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('compute.history') }]} />
        <h1>{t('compute.history')}</h1>
        <p className="lede">{t('compute.historyLede')}</p>
      </div>
      {list.data.length === 0 && <p>{t('compute.noEpochs')}</p>}
      {list.data.map((epoch) => (
        <EpochSection key={epoch.epoch} epoch={epoch} />
      ))}
      <Pager url={url} page={list.page} />
    </>
  )
}
