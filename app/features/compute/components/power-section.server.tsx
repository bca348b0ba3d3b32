import { PartyName } from '~/components/account-name'
import { Concentration, formatGini } from '~/components/concentration'
import { FoldTable } from '~/components/fold-table'
import { formatGpuHours } from '~/i18n/compute'
import { formatBps, formatPoints, formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ComputePower } from '../power-schema'

/** How concentrated the shared compute is by party, beside the houses. */
export const ComputeConcentration = ({ power }: { power: ComputePower | null }) => {
  const { t } = useIntl()
  const last = power?.points.at(-1)
  if (power === null || last === undefined) {
    return (
      <section className="metric">
        <h3>
          <span className="house">{t('power.compute')}</span>
        </h3>
        <p>{t('compute.noEpochs')}</p>
      </section>
    )
  }
  return (
    <Concentration
      heading={<span className="house">{t('power.compute')}</span>}
      measures={last}
      points={power.points}
      says={t('power.nakamoto', { count: last.nakamoto })}
      counted={t('power.parties', { count: last.holders })}
      limit={{ bps: power.capBps, says: t('power.capMark', { cap: formatBps(power.capBps) }) }}
      note={t('power.computeNote', { epoch: power.epoch })}
    />
  )
}

/** The concentration of compute at every epoch shown, as a table. */
export const ComputeHistory = ({ power }: { power: ComputePower }) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <details>
      <summary>{t('power.computeHistory')}</summary>
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
  )
}

/** Who got how much of the shared compute in the newest epoch. */
export const ComputeShares = ({ power }: { power: ComputePower }) => {
  const intl = useIntl()
  const { t } = intl
  return (
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
          {
            name: t('power.change'),
            numeric: true,
            cell: ({ changeBps }) =>
              changeBps === null ? t('power.new') : t('power.points', { change: formatPoints(changeBps) }),
          },
        ]}
      />
    </section>
  )
}
