import { formatGpuHours } from '~/i18n/compute'
import { formatShare } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Epoch } from '../schema'

/** How much of each pool this epoch's policy gave away, on a card. */
export const ComputeGlance = ({ epoch }: { epoch: Epoch }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="card">
      <h2>{t('compute.glance', { epoch: epoch.epoch })}</h2>
      {epoch.rounds.length === 0 ? (
        <p className="note">{t('compute.glanceNone')}</p>
      ) : (
        <table>
          <tbody>
            {epoch.rounds.map(({ pool, capacity, allocated }) => (
              <tr key={pool.id}>
                <th scope="row" className="plain">
                  <a href={`/compute?epoch=${epoch.epoch}&pool=${pool.id}#round`}>{pool.name}</a>
                </th>
                <td className="num">
                  {t('compute.glanceShare', {
                    share: formatShare(BigInt(allocated.value), BigInt(capacity.value)),
                    capacity: formatGpuHours(intl, capacity.value),
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
