import type { ReactNode } from 'react'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import { Psephoi } from './psephoi'
import { ShareLine } from './share-line'

const TENTHS = 1_000

export const formatGini = (thousandths: number): string => (thousandths / TENTHS).toFixed(3)

type Measures = { holders: number; nakamoto: number; giniThousandths: number; hhi: number; largestBps: number }

type ConcentrationProps = {
  heading: ReactNode
  measures: Measures
  points: Parameters<typeof ShareLine>[0]['points']
  /** What the large figure counts. */
  says: string
  counted: string
  limit: { bps: number; says: string }
  note: ReactNode
}

/** How concentrated one kind of power is: the fewest with more than half, the other measures, the largest share so far. */
export const Concentration = ({ heading, measures, points, says, counted, limit, note }: ConcentrationProps) => {
  const { t, locale } = useIntl()
  const { holders, nakamoto, giniThousandths, hhi, largestBps } = measures
  const [first, last] = [points[0], points.at(-1)]
  return (
    <section className="metric">
      <h3>{heading}</h3>
      <p className="figure">
        <strong className="big">{formatWhole(locale, nakamoto)}</strong> <span className="small">{says}</span>
      </p>
      <Psephoi filled={nakamoto} all={holders} />
      <dl className="kv">
        <dt>{t('power.gini')}</dt>
        <dd>{formatGini(giniThousandths)}</dd>
        <dt>{t('power.hhi')}</dt>
        <dd>{t('power.hhiOf', { hhi: formatWhole(locale, hhi) })}</dd>
        <dt>{t('power.largest')}</dt>
        <dd>{formatBps(largestBps)}</dd>
        <dt>{t('power.counted')}</dt>
        <dd>{counted}</dd>
      </dl>
      {first !== undefined && last !== undefined && (
        <div>
          <p className="small">
            <strong>{t('power.lineTitle', { count: points.length })}</strong>
            <br />
            <span className="quiet">{limit.says}</span>
          </p>
          <ShareLine
            points={points}
            limitBps={limit.bps}
            label={t('power.lineLabel', {
              from: formatBps(first.largestBps),
              to: formatBps(last.largestBps),
              limit: limit.says,
            })}
          />
        </div>
      )}
      <p className="note">{note}</p>
    </section>
  )
}
