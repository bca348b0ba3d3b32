import { formatGpuHours } from '~/i18n/compute'
import { formatShare } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Round } from '../schema'
import { describeClass } from './class-name'

/** Fills that stay apart in grey print; classes beyond the last take the first again. */
const FILLS = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'] as const
const fillOf = (index: number): string => FILLS[index % FILLS.length] ?? 'k0'

const ratio = (part: string, whole: string): number => {
  const total = BigInt(whole)
  return total === 0n ? 0 : Number((BigInt(part) * 100_000n) / total) / 1_000
}

/** What each class gets of a pool, side by side; the line under a part is the reserve of its class. */
export const PoolBar = ({ round }: { round: Round }) => {
  const intl = useIntl()
  const { t } = intl
  const whole = round.capacity.value
  let x = 0
  const parts = round.classes.map((one) => {
    const width = ratio(one.allocated.value, whole)
    const part = { one, x, width, reserve: Math.min(width, ratio(one.reserve.value, whole)) }
    x += width
    return part
  })
  const label = round.classes
    .map((one) => `${describeClass(intl, one)} ${formatGpuHours(intl, one.allocated.value)}`)
    .join('; ')
  return (
    <div className="stack-2">
      <svg
        className="chart"
        height="38"
        role="img"
        aria-label={t('compute.barLabel', { pool: round.pool.name, label })}
      >
        <rect className="track" x="0" width="100%" y="0" height="27" />
        {parts.map(({ one, x: from, width, reserve }) => (
          <g key={one.index}>
            {width > 0 && <rect className={fillOf(one.index)} x={`${from}%`} width={`${width}%`} y="0.5" height="26" />}
            {reserve > 0 && <rect className="tip" x={`${from}%`} width={`${reserve}%`} y="32" height="4" />}
            {from > 0 && <line className="gap" x1={`${from}%`} x2={`${from}%`} y1="-1" y2="37" strokeWidth="4" />}
          </g>
        ))}
      </svg>
      <ul className="tally">
        {round.classes.map((one) => (
          <li key={one.index}>
            <svg className="i chart" viewBox="0 0 16 16" aria-hidden="true">
              <rect className={fillOf(one.index)} x="1" y="1" width="14" height="14" />
            </svg>
            {describeClass(intl, one)} <b>{formatShare(BigInt(one.allocated.value), BigInt(whole))}</b>
          </li>
        ))}
        <li>
          <svg className="i chart" viewBox="0 0 16 16" aria-hidden="true">
            <rect className="tip" x="0" y="6" width="16" height="4" />
          </svg>
          {t('compute.reserved')}
        </li>
      </ul>
    </div>
  )
}
