import { PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Allocation, Round } from '../schema'
import { describeClass } from './class-name'

/** A page of thousands of rows is for machines. */
const SHOWN = 200

/** The figures behind the bars, exact, in GPU-seconds; `allocations`: the largest first. */
export const AllocationTable = ({ round, allocations }: { round: Round; allocations: Allocation[] }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const number = (text: string) => formatWhole(locale, BigInt(text))
  return (
    <details>
      <summary>{t('compute.asTable')}</summary>
      <FoldTable
        caption={t('compute.tableCaption', { pool: round.pool.name, epoch: round.epoch })}
        rows={allocations.slice(0, SHOWN)}
        rowKey={({ party }) => party.id}
        columns={[
          { name: t('compute.party'), cell: ({ party }) => <PartyName party={party} /> },
          {
            name: t('compute.class'),
            cell: (allocation) => {
              const own = round.classes.find(({ index }) => index === allocation.class)
              return own === undefined ? t('compute.excluded') : describeClass(intl, own)
            },
          },
          { name: t('compute.asked'), numeric: true, cell: ({ want }) => number(want.value) },
          { name: t('compute.counted'), numeric: true, cell: ({ units }) => number(units.value) },
          {
            name: t('compute.granted'),
            numeric: true,
            cell: ({ allocation }) => <strong>{number(allocation.value)}</strong>,
          },
          { name: t('compute.share'), numeric: true, cell: ({ shareBps }) => formatBps(shareBps) },
          { name: t('compute.used'), numeric: true, cell: ({ consumed }) => number(consumed.value) },
        ]}
      />
      <p className="note">
        <a href={`/api/v1/compute/allocations?epoch=${round.epoch}&pool=${round.pool.id}`}>
          {t('compute.asJson', { count: number(String(allocations.length)) })}
        </a>
      </p>
    </details>
  )
}
