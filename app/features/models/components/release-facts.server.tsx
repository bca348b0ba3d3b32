import { AccountName, PartyName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { RecallBadge } from '~/components/recall-callout'
import { UtcTime } from '~/components/utc-time'
import type { ReleaseRef } from '~/http/shapes'
import { formatFlop, formatGpuTime } from '~/i18n/compute'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Release } from '../schema'
import { getReleaseName } from './release-name'

const References = ({ releases, none }: { releases: ReleaseRef[]; none: string }) => {
  const intl = useIntl()
  if (releases.length === 0) return none
  return (
    <ul>
      {releases.map((release) => (
        <li key={release.id}>
          <a href={`/releases/${release.id}`}>{getReleaseName(intl, release)}</a> ({intl.t(`stage.${release.stage}`)}){' '}
          <RecallBadge release={release} />
        </li>
      ))}
    </ul>
  )
}

const Declared = ({ value, format }: { value: string; format: (intl: IntlShape, value: string) => string }) => {
  const intl = useIntl()
  return value === '0' ? intl.t('release.undeclared') : `${format(intl, value)}, ${intl.t('release.declared')}`
}

/** What the maintainer registered; none of it can change. */
export const ReleaseFacts = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="facts">
      <h2 id="facts">{t('release.facts')}</h2>
      <dl className="kv">
        <dt>{t('release.party')}</dt>
        <dd>
          <PartyName party={release.party} />
        </dd>
        <dt>{t('release.maintainer')}</dt>
        <dd>
          <AccountName account={release.maintainer} />
        </dd>
        <dt>{t('release.training')}</dt>
        <dd>
          <Declared value={release.flop} format={formatFlop} />
        </dd>
        <dt>{t('release.cumulative')}</dt>
        <dd>
          <Declared value={release.cumulativeFlop} format={formatFlop} />
        </dd>
        <dt>{t('release.gpu')}</dt>
        <dd>
          <Declared value={release.gpuSeconds} format={formatGpuTime} />
        </dd>
        <dt>{t('release.registered')}</dt>
        <dd>
          <UtcTime at={release.registered.time} />
        </dd>
        <dt>{t('release.transaction')}</dt>
        <dd>
          <AddressChip value={release.transaction} />
        </dd>
      </dl>
    </section>
  )
}

/** Which releases it derives from, which derive from it, and who holds its root. */
export const ReleaseLineage = ({ release }: { release: Release }) => {
  const intl = useIntl()
  const { t } = intl
  const { rootHolder } = release
  return (
    <section className="card">
      <h2>{t('release.lineage')}</h2>
      <dl className="kv">
        <dt>{t('release.parents')}</dt>
        <dd>
          <References releases={release.parents} none={t('release.parentsNone')} />
        </dd>
        <dt>{t('release.children')}</dt>
        <dd>
          <References releases={release.children} none={t('release.childrenNone')} />
        </dd>
        <dt>{t('release.rootHolder')}</dt>
        <dd>{rootHolder === null ? t('release.rootFree') : <References releases={[rootHolder]} none="" />}</dd>
      </dl>
    </section>
  )
}
