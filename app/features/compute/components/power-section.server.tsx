import { PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { formatGpuHours } from '~/i18n/compute'
import { formatBps, formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { ComputePower } from '../power-schema'

type Point = ComputePower['points'][number]

const HEIGHT = 96
const TOP = 8
const BOTTOM = 80
const TENTHS = 1_000

const formatGini = (thousandths: number): string => (thousandths / TENTHS).toFixed(3)

/** The axis ends above the highest point and the cap, so that both are seen. */
const axisOf = ({ points, capBps }: ComputePower): number =>
  Math.max(capBps, ...points.map(({ largestBps }) => largestBps)) * 1.1 || 1

const ShareLine = ({ power }: { power: ComputePower }) => {
  const { t } = useIntl()
  const { points, capBps } = power
  const axis = axisOf(power)
  const yOf = (bps: number) => BOTTOM - (bps / axis) * (BOTTOM - TOP)
  const xOf = (index: number) => (points.length === 1 ? 100 : (index / (points.length - 1)) * 100)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  return (
    <svg
      className="chart"
      height={HEIGHT}
      role="img"
      aria-label={t('power.lineLabel', {
        from: formatBps(first.largestBps),
        to: formatBps(last.largestBps),
        cap: formatBps(capBps),
      })}
    >
      <line className="lim" x1="0" x2="100%" y1={yOf(capBps)} y2={yOf(capBps)} />
      <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        <polyline
          className="iline"
          points={points.map(({ largestBps }, index) => `${xOf(index)},${yOf(largestBps)}`).join(' ')}
        />
      </svg>
      <circle className="clay" cx={`${xOf(points.length - 1)}%`} cy={yOf(last.largestBps)} r="4" />
      <line className="axis" x1="0" x2="100%" y1={BOTTOM} y2={BOTTOM} />
      <text x="0" y={HEIGHT - 2}>
        {first.starts.time.slice(0, 10)}
      </text>
      <text x="100%" y={HEIGHT - 2} textAnchor="end">
        {last.starts.time.slice(0, 10)}
      </text>
    </svg>
  )
}

/** So many dots, the first of them filled: how few hold more than half. */
const Dots = ({ filled, all }: { filled: number; all: number }) => (
  <span className="psephoi" aria-hidden="true">
    {Array.from({ length: Math.min(all, 24) }, (_, index) => index).map((index) => (
      <svg key={index} viewBox="0 0 16 16" aria-hidden="true" className={index < filled ? 'on' : undefined}>
        <use href={index < filled ? '#for' : '#ring'} />
      </svg>
    ))}
  </span>
)

const Figures = ({ point, intl }: { point: Point; intl: IntlShape }) => {
  const { t, locale } = intl
  return (
    <dl className="kv">
      <dt>{t('power.gini')}</dt>
      <dd>{formatGini(point.giniThousandths)}</dd>
      <dt>{t('power.hhi')}</dt>
      <dd>{t('power.hhiOf', { hhi: formatWhole(locale, point.hhi) })}</dd>
      <dt>{t('power.largest')}</dt>
      <dd>{formatBps(point.largestBps)}</dd>
      <dt>{t('power.counted')}</dt>
      <dd>{t('power.parties', { count: point.holders })}</dd>
    </dl>
  )
}

const formatChange = ({ t }: IntlShape, bps: number | null): string => {
  if (bps === null) return t('power.new')
  const sign = bps > 0 ? '+' : bps < 0 ? '−' : ''
  return t('power.points', { change: `${sign}${(Math.abs(bps) / 100).toFixed(2)}` })
}

/** How concentrated the shared compute is by party, over epochs, and who holds how much of it. */
export const ComputePowerSection = ({ power }: { power: ComputePower | null }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const last = power?.points.at(-1)
  if (power === null || last === undefined) {
    return (
      <section className="sec" aria-labelledby="compute-power">
        <h2 id="compute-power">{t('power.compute')}</h2>
        <p>{t('compute.noEpochs')}</p>
      </section>
    )
  }
  return (
    <>
      <section className="sec" aria-labelledby="compute-power">
        <header>
          <h2 id="compute-power">{t('power.compute')}</h2>
          <span className="small quiet">{t('power.computeNote', { epoch: power.epoch })}</span>
        </header>
        <p>
          <strong className="big">{last.nakamoto}</strong> {t('power.nakamoto', { count: last.nakamoto })}
        </p>
        <Dots filled={last.nakamoto} all={last.holders} />
        <div className="two">
          <Figures point={last} intl={intl} />
          <div>
            <p className="small">
              <strong>{t('power.lineTitle', { count: power.points.length })}</strong>{' '}
              <span className="quiet">{t('power.capMark', { cap: formatBps(power.capBps) })}</span>
            </p>
            <ShareLine power={power} />
          </div>
        </div>
        <p className="note">{t('power.explain')}</p>
        <details>
          <summary>{t('power.history')}</summary>
          <FoldTable
            caption={t('power.historyCaption')}
            rows={power.points.toReversed()}
            rowKey={({ epoch }) => String(epoch)}
            columns={[
              {
                name: t('power.epoch'),
                cell: ({ epoch }) => <a href={`/compute?epoch=${epoch}`}>{epoch}</a>,
              },
              {
                name: t('power.starts'),
                cell: ({ starts }) => <span className="nowrap">{formatUtc(starts.time)}</span>,
              },
              { name: t('compute.allocated'), numeric: true, cell: ({ total }) => formatGpuHours(intl, total.value) },
              { name: t('power.nakamotoShort'), numeric: true, cell: ({ nakamoto }) => nakamoto },
              { name: t('power.gini'), numeric: true, cell: ({ giniThousandths }) => formatGini(giniThousandths) },
              { name: t('power.hhi'), numeric: true, cell: ({ hhi }) => formatWhole(locale, hhi) },
              { name: t('power.largest'), numeric: true, cell: ({ largestBps }) => formatBps(largestBps) },
            ]}
          />
        </details>
      </section>
      <section className="sec" aria-labelledby="compute-shares">
        <h2 id="compute-shares">{t('power.shares', { epoch: power.epoch })}</h2>
        <FoldTable
          caption={t('power.sharesCaption')}
          rows={power.shares}
          rowKey={({ party }) => party.id}
          columns={[
            { name: t('compute.party'), cell: ({ party }) => <PartyName party={party} /> },
            { name: t('power.amount'), numeric: true, cell: ({ amount }) => formatGpuHours(intl, amount.value) },
            { name: t('compute.share'), numeric: true, cell: ({ shareBps }) => formatBps(shareBps) },
            { name: t('power.change'), numeric: true, cell: ({ changeBps }) => formatChange(intl, changeBps) },
          ]}
        />
      </section>
    </>
  )
}
