import { PartyName } from '~/components/account-name'
import { formatGpuHours, formatHours } from '~/i18n/compute'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Allocation, Round, RoundClass } from '../schema'
import { describeClass } from './class-name'

/** The most parties of a class that have a bar; the table has all of them. */
const SHOWN = 12

const percentOf = (value: string, axis: bigint): string =>
  axis === 0n ? '0%' : `${Number((BigInt(value) * 100_000n) / axis) / 1_000}%`

type BarProps = { allocation: Allocation; cap: string; axis: bigint }

const PartyBar = ({ allocation, cap, axis }: BarProps) => {
  const intl = useIntl()
  const { t } = intl
  const [granted, wanted] = [allocation.allocation.value, allocation.want.value]
  const texts = { granted: formatHours(intl, granted), wanted: formatHours(intl, wanted) }
  const isClipped = BigInt(wanted) > axis
  return (
    <div className="party">
      <span>
        <PartyName party={allocation.party} />
      </span>
      <svg
        className="chart"
        height="20"
        role="img"
        aria-label={t('compute.partyBar', { ...texts, cap: formatHours(intl, cap) })}
      >
        <rect className="track" y="3" width="100%" height="14" />
        <rect className="want" y="3.5" width={isClipped ? '100%' : percentOf(wanted, axis)} height="13" />
        <rect className="got" y="3" width={percentOf(granted, axis)} height="14" />
        <line className="gap" x1={percentOf(cap, axis)} x2={percentOf(cap, axis)} y1="0" y2="20" strokeWidth="6" />
        <line className="cap" x1={percentOf(cap, axis)} x2={percentOf(cap, axis)} y1="0" y2="20" />
      </svg>
      <span>{intl.rich('compute.ofAsked', { ...texts, b: (chunks) => <strong key="b">{chunks}</strong> })}</span>
    </div>
  )
}

type ClassProps = { one: RoundClass; allocations: readonly Allocation[]; cap: string; axis: bigint }

const ClassBars = ({ one, allocations, cap, axis }: ClassProps) => {
  const intl = useIntl()
  const { t } = intl
  const own = allocations.filter((allocation) => allocation.class === one.index)
  return (
    <div className="klass">
      <h3>
        {describeClass(intl, one)}
        <span>
          {t('compute.classFacts', {
            reserve: formatBps(one.reserveBps),
            hours: formatGpuHours(intl, one.reserve.value),
            weight: one.weight,
            granted: formatGpuHours(intl, one.allocated.value),
            wanted: formatGpuHours(intl, one.demand.value),
          })}
        </span>
      </h3>
      {own.length === 0 && <p className="note">{t('compute.nobodyAsked')}</p>}
      {own.slice(0, SHOWN).map((allocation) => (
        <PartyBar key={allocation.party.id} allocation={allocation} cap={cap} axis={axis} />
      ))}
      {own.length > SHOWN && (
        <p className="note">{t('compute.moreParties', { count: formatWhole(intl.locale, own.length - SHOWN) })}</p>
      )}
    </div>
  )
}

/** `allocations`: the largest first. Filled is what a party gets, the outline what it asked for, the upright mark the cap; one axis for all rows. */
export const PartyBars = ({ round, allocations }: { round: Round; allocations: readonly Allocation[] }) => {
  const intl = useIntl()
  const { t } = intl
  const cap = round.cap.value
  // Beyond the cap a bar says nothing: one party that asks for everything must not flatten the others.
  const axis = (BigInt(cap) * 5n) / 4n
  return (
    <>
      <p className="note">
        {t('compute.howToRead', {
          cap: formatGpuHours(intl, cap),
          share: formatBps(
            Number(round.capacity.value === '0' ? 0n : (BigInt(cap) * 10_000n) / BigInt(round.capacity.value)),
          ),
          end: formatGpuHours(intl, axis),
        })}
      </p>
      <div>
        {round.classes.map((one) => (
          <ClassBars key={one.index} one={one} allocations={allocations} cap={cap} axis={axis} />
        ))}
      </div>
    </>
  )
}
