import { PartyName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { formatGpuHours } from '~/i18n/compute'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Asking, Forecast } from '../tenant.server'
import { AskForm } from './ask-form.server'

const ForecastCallout = ({ forecast }: { forecast: Forecast }) => {
  const intl = useIntl()
  const { t } = intl
  if (forecast.excluded) return <Callout tone="bad" title={t('ask.excluded')} />
  const texts = {
    allocation: formatGpuHours(intl, forecast.allocation.value),
    want: formatGpuHours(intl, forecast.want.value),
    pool: forecast.pool.name,
  }
  const isAll = forecast.allocation.value === forecast.want.value
  const isCapped = BigInt(forecast.want.value) > BigInt(forecast.cap.value)
  return (
    <Callout tone="result" title={t(isAll ? 'ask.all' : 'ask.part', texts)}>
      {isCapped && <p className="small">{t('ask.capped', { cap: formatGpuHours(intl, forecast.cap.value) })}</p>}
      <p className="small">{t('ask.ifOthers')}</p>
    </Callout>
  )
}

const Who = ({ asking }: { asking: Asking }) => {
  const intl = useIntl()
  const { t } = intl
  const { tenant } = asking
  if (tenant === null) return null
  return (
    <p>
      {t('ask.for')} <PartyName party={tenant.party} />
      {tenant.agent !== null &&
        ` · ${t('ask.asAgent', { limit: formatGpuHours(intl, tenant.agent.limit.value), until: formatUtc(tenant.agent.until.time) })}`}
    </p>
  )
}

const Mine = ({ asking }: { asking: Asking }) => {
  const intl = useIntl()
  const { t } = intl
  const rows = asking.pools.filter(({ mine }) => mine !== null)
  if (asking.tenant === null) return null
  return (
    <section className="sec" aria-labelledby="mine">
      <h2 id="mine">{t('ask.mine', { epoch: asking.epoch })}</h2>
      {rows.length === 0 ? (
        <p>{t('ask.nothingYet')}</p>
      ) : (
        <FoldTable
          caption={t('ask.mineCaption')}
          rows={rows}
          rowKey={({ pool }) => pool.id}
          columns={[
            {
              name: t('compute.pool'),
              cell: ({ pool }) => <a href={`/compute?epoch=${asking.epoch}&pool=${pool.id}`}>{pool.name}</a>,
            },
            {
              name: t('compute.asked'),
              numeric: true,
              cell: ({ mine }) => mine && formatGpuHours(intl, mine.want.value),
            },
            { name: t('ask.by'), cell: ({ mine }) => t(mine?.byAgent ? 'ask.agent' : 'ask.member') },
          ]}
        />
      )}
    </section>
  )
}

type AskPageProps = {
  asking: Asking
  values: { pool: string; hours: string }
  isUnusable: boolean
  isConnected: boolean
}

/** What a party can ask for in the next epoch, and what that would come to, before anything is signed. */
export const AskPage = ({ asking, values, isUnusable, isConnected }: AskPageProps) => {
  const { t } = useIntl()
  const until = formatUtc(asking.requestsUntil.time)
  return (
    <>
      <div className="head">
        <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('ask.title') }]} />
        <h1>{t('ask.title')}</h1>
        <p className="lede">{t('ask.lede', { epoch: asking.epoch, until })}</p>
        <Who asking={asking} />
      </div>
      <section className="sec" aria-labelledby="wish">
        <h2 id="wish">{t('ask.wish')}</h2>
        {!asking.taking && <Callout tone="warn" title={t('ask.closed', { epoch: asking.epoch, until })} />}
        {isConnected && asking.tenant === null && (
          <Callout tone="warn" title={t('ask.noParty')}>
            <p className="small">{t('ask.noPartyNext')}</p>
          </Callout>
        )}
        {asking.pools.length === 0 ? (
          <p>{t('ask.noPools')}</p>
        ) : (
          <AskForm asking={asking} values={values} isUnusable={isUnusable} />
        )}
        {asking.forecast !== null && <ForecastCallout forecast={asking.forecast} />}
      </section>
      <Mine asking={asking} />
    </>
  )
}
