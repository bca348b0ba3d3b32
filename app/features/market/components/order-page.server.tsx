import { AccountName } from '~/components/account-name'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatGpuTime } from '~/i18n/compute'
import { formatDuration } from '~/i18n/duration'
import { formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { OrderDetail, RankedBid } from '../schema/orders'
import { formatPrice, type MoneyKind } from './format-price'
import { MarketHead } from './market-head.server'
import { PayerName, ProviderName, TenantName } from './names.server'

type OrderProps = { order: OrderDetail; money: MoneyKind }

const Facts = ({ order, money }: OrderProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <section className="sec" aria-labelledby="wants">
      <h2 id="wants">{t('orders.wants')}</h2>
      <dl className="kv">
        <dt>{t('market.tenant')}</dt>
        <dd>
          <TenantName order={order} />
        </dd>
        <dt>{t('market.payer')}</dt>
        <dd>
          <PayerName payer={order.payer} />
        </dd>
        <dt>{t('providers.units')}</dt>
        <dd>{t('market.unitsOf', { units: formatWhole(locale, order.units), pool: order.pool.name })}</dd>
        <dt>{t('orders.duration')}</dt>
        <dd>{formatDuration(intl, order.duration)}</dd>
        <dt>{t('orders.atMost')}</dt>
        <dd>{formatPrice(intl, order.maxRate, money)}</dd>
        <dt>{t('orders.notice')}</dt>
        <dd>{formatDuration(intl, order.notice)}</dd>
        {order.attributes.length > 0 && (
          <>
            <dt>{t('providers.attributes')}</dt>
            <dd>{order.attributes.map(({ name }) => name).join(', ')}</dd>
          </>
        )}
        {order.auditors.length > 0 && (
          <>
            <dt>{t('orders.auditors')}</dt>
            <dd>
              {order.auditors.map(({ id, account }) => (
                <span key={id}>
                  <AccountName account={account} />{' '}
                </span>
              ))}
            </dd>
          </>
        )}
        {order.release !== null && (
          <>
            <dt>{t('orders.release')}</dt>
            <dd>
              <a href={`/releases/${order.release}`}>{t('orders.releaseNumber', { id: order.release })}</a>
            </dd>
          </>
        )}
        <dt>{t('orders.spec')}</dt>
        <dd>
          <code className="hash">{order.specDigest}</code>
        </dd>
        <dt>{t('orders.placed')}</dt>
        <dd>
          <UtcTime at={order.placed.at.time} />
        </dd>
        <dt>{t('orders.openUntil')}</dt>
        <dd>
          <UtcTime at={order.openUntil.time} />
        </dd>
      </dl>
    </section>
  )
}

const explain = ({ t }: IntlShape, { status, obstacle, rank, decidedBy }: RankedBid): string => {
  if (status !== 'held') return t(`orders.bid.${status}`)
  if (obstacle !== null) return t(`obstacle.${obstacle}`)
  if (rank === 1) return decidedBy === null ? t('orders.first') : t(`orders.firstBy.${decidedBy}`)
  return decidedBy === null ? t('orders.later') : t(`orders.laterBy.${decidedBy}`)
}

const Offers = ({ order: { offers }, money }: OrderProps) => {
  const intl = useIntl()
  const { t } = intl
  if (offers.length === 0) return <p>{t('orders.noBids')}</p>
  return (
    <FoldTable
      caption={t('orders.offersCaption')}
      rows={offers}
      rowKey={({ provider, transaction }) => `${provider.id} ${transaction}`}
      columns={[
        { name: t('market.provider'), cell: ({ provider }) => <ProviderName provider={provider} /> },
        { name: t('market.price'), numeric: true, cell: ({ rate }) => formatPrice(intl, rate, money) },
        { name: t('orders.rank'), numeric: true, cell: ({ rank }) => rank ?? t('orders.noRank') },
        {
          name: t('orders.load'),
          numeric: true,
          cell: ({ load }) => (load === null ? t('orders.noRank') : formatGpuTime(intl, load)),
        },
        { name: t('orders.why'), cell: (bid) => explain(intl, bid) },
      ]}
    />
  )
}

const Assigned = ({ order: { assignment }, money }: OrderProps) => {
  const intl = useIntl()
  const { t } = intl
  if (assignment === null) return null
  if (assignment.provider === null || assignment.rate === null) {
    return <Callout tone="warn" title={t('orders.nobody')} />
  }
  const facts = { id: assignment.provider.id, price: formatPrice(intl, assignment.rate, money) }
  return (
    <Callout tone="result" title={t(`orders.${assignment.kind}`, facts)}>
      <p className="small">{t(`orders.${assignment.kind}Note`)}</p>
      {assignment.from !== null && (
        <p className="small">{t('orders.acceptFrom', { time: formatUtc(assignment.from.time) })}</p>
      )}
    </Callout>
  )
}

/** One order: what is wanted, who bids, and who would get it and why. */
export const OrderPage = ({ order, money }: OrderProps) => {
  const { t } = useIntl()
  const name = t('orders.number', { id: order.id })
  return (
    <>
      <MarketHead place="orders" name={name} lede={t(`orders.lede.${order.state}`)}>
        {order.lease !== null && (
          <p>
            <a className="btn sm" href={`/compute/leases/${order.id}`}>
              {t('orders.toLease')}
            </a>
          </p>
        )}
      </MarketHead>
      <section className="sec" aria-labelledby="offers">
        <h2 id="offers">{t('orders.offers')}</h2>
        <Assigned order={order} money={money} />
        <Offers order={order} money={money} />
      </section>
      <Facts order={order} money={money} />
    </>
  )
}
