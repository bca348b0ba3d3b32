import { PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import type { Amount } from '~/http/shapes'
import { formatGpuHours } from '~/i18n/compute'
import { formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Simulation } from '../schema'

const SHOWN = 20

type Share = Simulation['parties'][number]

const percentOf = (value: string, axis: bigint): string =>
  axis === 0n ? '0%' : `${Number((BigInt(value) * 100_000n) / axis) / 1_000}%`

const describeChange = (intl: IntlShape, { before, after }: Share): string => {
  const change = BigInt(after.value) - BigInt(before.value)
  if (change === 0n) return intl.t('simulator.noChange')
  return `${change > 0n ? '+' : ''}${formatGpuHours(intl, change)}`
}

const PartyLine = ({ share, cap, axis }: { share: Share; cap: string; axis: bigint }) => {
  const intl = useIntl()
  const { t } = intl
  const [from, to] = [percentOf(share.before.value, axis), percentOf(share.after.value, axis)]
  const texts = {
    before: formatGpuHours(intl, share.before.value),
    after: formatGpuHours(intl, share.after.value),
  }
  return (
    <div className="party">
      <span>
        <PartyName party={share.party} />
      </span>
      <svg className="chart" height="20" role="img" aria-label={t('simulator.line', texts)}>
        <line className="grid" x1="0" x2="100%" y1="10" y2="10" />
        <line className="move" x1={from} x2={to} y1="10" y2="10" strokeWidth="3" />
        <line className="cap" x1={percentOf(cap, axis)} x2={percentOf(cap, axis)} y1="1" y2="19" />
        <circle className="was" cx={from} cy="10" r="4.5" strokeWidth="2" />
        <circle className="clay" cx={to} cy="10" r="5.5" />
      </svg>
      <span>
        <strong>{texts.after}</strong> <span className="nowrap">({describeChange(intl, share)})</span>
      </span>
    </div>
  )
}

const bySize = (a: Share, b: Share): number => {
  const sizeOf = ({ before, after }: Share) => {
    const change = BigInt(after.value) - BigInt(before.value)
    return change < 0n ? -change : change
  }
  const [left, right] = [sizeOf(a), sizeOf(b)]
  if (left !== right) return left < right ? 1 : -1
  return BigInt(a.after.value) < BigInt(b.after.value) ? 1 : -1
}

/** Each party before and after, those first whose share changes most. */
export const BeforeAfter = (given: { parties: readonly Share[]; cap: Amount }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const parties = [...given.parties].sort(bySize)
  const largest = parties.reduce((most, { before: old, after: now }) => {
    const values = [most, BigInt(old.value), BigInt(now.value)]
    return values.reduce((a, b) => (a > b ? a : b))
  }, 0n)
  const cap = BigInt(given.cap.value)
  const axis = ((largest > cap ? largest : cap) * 21n) / 20n
  const number = (text: string) => formatWhole(locale, BigInt(text))
  return (
    <>
      <p className="tally small">
        <span>
          <svg className="i chart" viewBox="0 0 16 16" aria-hidden="true">
            <circle className="was" cx="8" cy="8" r="5" strokeWidth="2" />
          </svg>
          {t('simulator.asItIs')}
        </span>
        <span>
          <svg className="i chart" viewBox="0 0 16 16" aria-hidden="true">
            <circle className="clay" cx="8" cy="8" r="6" />
          </svg>
          {t('simulator.asTried')}
        </span>
        <span>
          <svg className="i chart" viewBox="0 0 16 16" aria-hidden="true">
            <path className="cap" d="M8 1v14" />
          </svg>
          {t('simulator.newCap', { cap: formatGpuHours(intl, cap) })}
        </span>
        <span className="quiet">{t('simulator.axis', { end: formatGpuHours(intl, axis) })}</span>
      </p>
      <div>
        {parties.slice(0, SHOWN).map((share) => (
          <PartyLine key={share.party.id} share={share} cap={given.cap.value} axis={axis} />
        ))}
      </div>
      {parties.length > SHOWN && (
        <p className="note">{t('compute.moreParties', { count: number(String(parties.length - SHOWN)) })}</p>
      )}
      <details>
        <summary>{t('compute.asTable')}</summary>
        <FoldTable
          caption={t('simulator.table')}
          rows={parties}
          rowKey={({ party }) => party.id}
          columns={[
            { name: t('compute.party'), cell: ({ party }) => <PartyName party={party} /> },
            { name: t('compute.asked'), numeric: true, cell: ({ want }) => number(want.value) },
            { name: t('simulator.before'), numeric: true, cell: (share) => number(share.before.value) },
            { name: t('simulator.after'), numeric: true, cell: (share) => number(share.after.value) },
          ]}
        />
      </details>
    </>
  )
}
