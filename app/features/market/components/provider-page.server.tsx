import { AccountName, PartyName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ProviderDetail } from '../schema/providers'
import { LeasesTable } from './leases-table.server'
import { MarketHead } from './market-head.server'
import { ProviderRecord } from './provider-record.server'
import { ProviderRewards } from './provider-rewards.server'

const Facts = ({ provider }: { provider: ProviderDetail }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { stake, attributes } = provider
  return (
    <section className="sec" aria-labelledby="facts">
      <h2 id="facts">{t('providers.facts')}</h2>
      <dl className="kv">
        <dt>{t('providers.operator')}</dt>
        <dd>
          <AccountName account={provider.operator} />
        </dd>
        <dt>{t('compute.pool')}</dt>
        <dd>
          <a href={`/compute?pool=${provider.pool.id}`}>{provider.pool.name}</a>
        </dd>
        <dt>{t('providers.units')}</dt>
        <dd>
          {t('providers.inUse', {
            used: formatWhole(locale, provider.unitsInUse),
            all: formatWhole(locale, provider.units),
          })}
        </dd>
        <dt>{t('providers.attributes')}</dt>
        <dd>{attributes.length === 0 ? t('providers.noAttributes') : attributes.map(({ name }) => name).join(', ')}</dd>
        <dt>{t('providers.endpoint')}</dt>
        <dd>
          <code>{provider.endpoint}</code>
        </dd>
        <dt>{t('providers.hardware')}</dt>
        <dd>
          <AddressChip value={provider.hardware} />
        </dd>
        <dt>{t('providers.stake')}</dt>
        <dd>
          {t('providers.stakeParts', {
            amount: formatMoney(intl, stake.amount),
            locked: formatMoney(intl, stake.locked),
            free: formatMoney(intl, stake.free),
          })}
        </dd>
        <dt>{t('providers.registered')}</dt>
        <dd>
          <UtcTime at={provider.registered.at.time} />
        </dd>
      </dl>
    </section>
  )
}

const Audits = ({ provider: { audits, version } }: { provider: ProviderDetail }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="audits">
      <h2 id="audits">{t('providers.audits')}</h2>
      {audits.length === 0 ? (
        <p>{t('providers.noAudits')}</p>
      ) : (
        <FoldTable
          caption={t('providers.auditsCaption', { version })}
          rows={audits}
          rowKey={({ auditor }) => String(auditor.id)}
          columns={[
            {
              name: t('providers.auditor'),
              cell: ({ auditor }) => (
                <>
                  {t('providers.auditorNumber', { id: auditor.id })} <AccountName account={auditor.account} />
                </>
              ),
            },
            { name: t('compute.state'), cell: ({ status }) => t(`providers.audit.${status}`) },
            {
              name: t('providers.until'),
              cell: ({ until }) => (until === null ? t('orders.noRank') : <UtcTime at={until.time} />),
            },
            { name: t('release.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      )}
    </section>
  )
}

const Share = ({ provider: { pool, poolShare } }: { provider: ProviderDetail }) => {
  const { t, locale } = useIntl()
  const { parties, capBps, countedUnits, auditedUnits } = poolShare
  return (
    <section className="sec" aria-labelledby="share">
      <h2 id="share">{t('providers.share', { pool: pool.name })}</h2>
      <p className="note">
        {t('providers.shareNote', {
          audited: formatWhole(locale, auditedUnits),
          counted: formatWhole(locale, countedUnits),
          cap: formatBps(capBps),
        })}
      </p>
      {parties.length === 0 ? (
        <p>{t('providers.nothingLeased')}</p>
      ) : (
        parties.map(({ party, units, shareBps }) => (
          <div className="party" key={party?.id ?? '0'}>
            <span>{party === null ? t('providers.noParty') : <PartyName party={party} />}</span>
            <svg
              className="chart"
              height="20"
              role="img"
              aria-label={t('providers.shareBar', { share: formatBps(shareBps), cap: formatBps(capBps) })}
            >
              <rect className="track" y="3" width="100%" height="14" />
              <rect className="got" y="3" width={`${shareBps / 100}%`} height="14" />
              <line className="cap" x1={`${capBps / 100}%`} x2={`${capBps / 100}%`} y1="0" y2="20" />
            </svg>
            <span>{t('providers.shareOf', { units: formatWhole(locale, units), share: formatBps(shareBps) })}</span>
          </div>
        ))
      )}
    </section>
  )
}

/** One node: what it declares, who confirmed it, its party's share of the pool, and its record with the events behind. */
export const ProviderPage = ({ provider }: { provider: ProviderDetail }) => {
  const { t } = useIntl()
  const name = t('market.node', { id: provider.id })
  return (
    <>
      <MarketHead
        place="providers"
        name={name}
        lede={t(provider.status === 'retired' ? 'providers.retiredLede' : 'providers.oneLede')}
      >
        {provider.status === 'offering' && (
          <p>
            <a className="btn sm" href={`/compute/jobs/new?provider=${provider.id}`}>
              {t('jobForm.title')}
            </a>
          </p>
        )}
      </MarketHead>
      <Facts provider={provider} />
      <Audits provider={provider} />
      <Share provider={provider} />
      <ProviderRecord provider={provider} />
      <ProviderRewards provider={provider} />
    </>
  )
}

/** The leases of a node, which take the whole width. */
export const ProviderLeases = ({ provider, now }: { provider: ProviderDetail; now: number }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="leases">
      <h2 id="leases">{t('market.leases')}</h2>
      <LeasesTable leases={provider.leases} now={now} />
    </section>
  )
}
