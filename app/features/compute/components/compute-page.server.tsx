import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import type { PolicyFields } from '~/domain/allocation/policy-fields'
import { formatGpuHours } from '~/i18n/compute'
import { formatShare } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Allocation, Epoch, Policy, Pool, Simulation } from '../schema'
import { EmptyRound, RoundSection } from './round-section.server'
import { SimulatorSection } from './simulator-section.server'

export type ComputePageProps = {
  epoch: Epoch
  /** The number of the epoch that runs now. */
  current: number
  pools: Pool[]
  pool: Pool | null
  allocations: Allocation[]
  policy: Policy
  trial: PolicyFields | null
  simulation: Simulation | null
  bounds: { min: number; max: number }
}

const Head = ({ epoch, current }: Pick<ComputePageProps, 'epoch' | 'current'>) => {
  const { t } = useIntl()
  const status = epoch.epoch === current ? 'running' : epoch.epoch > current ? 'coming' : 'over'
  return (
    <div className="head">
      <h1>{t('compute.title')}</h1>
      <p className="lede">{t('compute.lede')}</p>
      <div className="row">
        <span className="badge">{t(`compute.epoch.${status}`, { epoch: epoch.epoch })}</span>
        <span className="small">
          {t('compute.from')} <UtcTime at={epoch.starts.time} /> {t('compute.to')} <UtcTime at={epoch.ends.time} />
        </span>
      </div>
      <nav className="row" aria-label={t('compute.which')}>
        <a className="btn sm" href="/compute" aria-current={epoch.epoch === current ? 'page' : undefined}>
          {t('compute.thisEpoch')}
        </a>
        <a
          className="btn sm"
          href={`/compute?epoch=${current + 1}`}
          aria-current={epoch.epoch === current + 1 ? 'page' : undefined}
        >
          {t('compute.nextEpoch')}
        </a>
        <a className="btn sm" href="/compute/epochs">
          {t('compute.history')}
        </a>
        <a className="btn sm" href="/compute/budgets">
          {t('budgets.title')}
        </a>
        <a className="btn sm" href="/compute/orders">
          {t('compute.market')}
        </a>
        <a className="btn sm main" href="/compute/request">
          {t('compute.ask')}
        </a>
      </nav>
    </div>
  )
}

const PoolTable = ({ epoch, pools, pool }: Pick<ComputePageProps, 'epoch' | 'pools' | 'pool'>) => {
  const intl = useIntl()
  const { t } = intl
  const roundOf = ({ id }: Pool) => epoch.rounds.find((round) => round.pool.id === id)
  return (
    <section className="sec" aria-labelledby="pools">
      <h2 id="pools">{t('compute.pools')}</h2>
      <FoldTable
        caption={t('compute.poolsCaption', { epoch: epoch.epoch })}
        rows={pools}
        rowKey={({ id }) => id}
        columns={[
          {
            name: t('compute.pool'),
            cell: (one) => (
              <a
                href={`/compute?epoch=${epoch.epoch}&pool=${one.id}#round`}
                aria-current={one.id === pool?.id ? 'true' : undefined}
              >
                {one.name}
              </a>
            ),
          },
          {
            name: t('compute.capacity'),
            numeric: true,
            cell: (one) => formatGpuHours(intl, roundOf(one)?.capacity.value ?? one.next.capacity.value),
          },
          {
            name: t('compute.askedFor'),
            numeric: true,
            cell: (one) => formatGpuHours(intl, roundOf(one)?.demand.value ?? '0'),
          },
          {
            name: t('compute.allocated'),
            numeric: true,
            cell: (one) => {
              const round = roundOf(one)
              return round === undefined
                ? t('compute.none')
                : formatShare(BigInt(round.allocated.value), BigInt(round.capacity.value))
            },
          },
          {
            name: t('compute.state'),
            cell: (one) => {
              const round = roundOf(one)
              if (round !== undefined) return t(`compute.status.${round.status}`)
              return (
                <span className="quiet">
                  {t(one.next.capacity.value === '0' ? 'compute.closed' : 'compute.nobody')}
                </span>
              )
            },
          },
        ]}
      />
    </section>
  )
}

/** Who may use how much of the shared pools in an epoch, why, and what another policy would do. */
export const ComputePage = (props: ComputePageProps) => {
  const { epoch, pool, allocations, policy, trial, simulation, bounds } = props
  const { t } = useIntl()
  const round = epoch.rounds.find((one) => one.pool.id === pool?.id)
  return (
    <>
      <Head {...props} />
      {pool === null ? (
        <section className="sec" aria-label={t('compute.pools')}>
          <p>{t('compute.noPools')}</p>
        </section>
      ) : (
        <>
          {round === undefined ? (
            <EmptyRound pool={pool.name} epoch={epoch} />
          ) : (
            <RoundSection round={round} epoch={epoch} allocations={allocations} />
          )}
          <PoolTable {...props} />
          <SimulatorSection
            policy={policy}
            trial={trial}
            simulation={simulation}
            bounds={bounds}
            hidden={{ epoch: String(epoch.epoch), pool: pool.id }}
          />
        </>
      )}
    </>
  )
}
