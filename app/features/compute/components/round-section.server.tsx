import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { formatGpuHours } from '~/i18n/compute'
import { formatShare, formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Allocation, Epoch, Round } from '../schema'
import { AllocationTable } from './allocation-table.server'
import { PartyBars } from './party-bars.server'
import { PoolBar } from './pool-bar'

const Status = ({ round, epoch }: { round: Round; epoch: Epoch }) => {
  const intl = useIntl()
  const { t } = intl
  if (round.status === 'final') return null
  const key = round.status === 'taking' ? 'compute.takingNote' : 'compute.settlingNote'
  return (
    <Callout tone="warn" title={t(`compute.status.${round.status}`)}>
      <p className="small">{t(key, { until: formatUtc(epoch.requestsUntil.time) })}</p>
    </Callout>
  )
}

const Proof = ({ round }: { round: Round }) => {
  const { t, locale } = useIntl()
  const { settled } = round
  if (settled === null) return null
  return (
    <details>
      <summary>{t('compute.proof')}</summary>
      <p className="note">{t('compute.proofNote')}</p>
      <dl className="kv">
        <dt>{t('compute.classLevel')}</dt>
        <dd className="hash">{round.classLevel ?? t('compute.everythingFits')}</dd>
        <dt>{t('compute.levels')}</dt>
        <dd className="hash">{round.classes.map(({ level }) => level ?? t('compute.noLimit')).join(', ')}</dd>
        <dt>{t('compute.settledAt')}</dt>
        <dd>
          {formatUtc(settled.at.time)}, {t('compute.block', { block: formatWhole(locale, settled.at.block ?? 0) })}
        </dd>
        <dt>{t('compute.keeper')}</dt>
        <dd>
          <AccountName account={settled.keeper} />
        </dd>
        <dt>{t('release.transaction')}</dt>
        <dd>
          <AddressChip value={settled.transaction} />
        </dd>
        <dt>{t('compute.dust')}</dt>
        <dd>{t('unit.gpuSeconds', { amount: formatWhole(locale, BigInt(round.dust.value)) })}</dd>
      </dl>
    </details>
  )
}

type RoundSectionProps = { round: Round; epoch: Epoch; allocations: Allocation[] }

/** One pool in one epoch: who gets how much of it, and what proves it. */
export const RoundSection = ({ round, epoch, allocations }: RoundSectionProps) => {
  const intl = useIntl()
  const { t } = intl
  const share = formatShare(BigInt(round.allocated.value), BigInt(round.capacity.value))
  return (
    <section className="sec" aria-labelledby="round">
      <header>
        <h2 id="round">
          {t('compute.roundTitle', {
            pool: round.pool.name,
            capacity: formatGpuHours(intl, round.capacity.value),
            share,
          })}
        </h2>
        <span className="small quiet">{t('compute.gpuHour')}</span>
      </header>
      <Status round={round} epoch={epoch} />
      <PoolBar round={round} />
      <PartyBars round={round} allocations={allocations} />
      <AllocationTable round={round} allocations={allocations} />
      <Proof round={round} />
    </section>
  )
}

/** A pool of which nobody asked for anything in this epoch. */
export const EmptyRound = ({ pool, epoch }: { pool: string; epoch: Epoch }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="round">
      <h2 id="round">{pool}</h2>
      <p>{t('compute.emptyRound', { epoch: epoch.epoch, until: formatUtc(epoch.requestsUntil.time) })}</p>
    </section>
  )
}
