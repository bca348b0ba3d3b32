import { Callout } from '~/components/callout'
import type { PolicyFields } from '~/domain/allocation/policy-fields'
import { formatGpuHours } from '~/i18n/compute'
import { formatBps } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Policy, Simulation } from '../schema'
import { BeforeAfter } from './before-after.server'
import { SimulatorForm } from './simulator-form.server'

const describeLargest = ({ t }: IntlShape, { before, after }: Simulation): string => {
  const texts = { before: formatBps(before.largestBps), after: formatBps(after.largestBps) }
  if (before.largestBps === after.largestBps) return t('simulator.largestSame', texts)
  return t(after.largestBps < before.largestBps ? 'simulator.largestFalls' : 'simulator.largestRises', texts)
}

const describeMoved = (intl: IntlShape, { parties }: Simulation): string => {
  const losses = parties
    .map(({ before, after }) => BigInt(before.value) - BigInt(after.value))
    .filter((one) => one > 0n)
  const gains = parties.filter(({ before, after }) => BigInt(after.value) > BigInt(before.value)).length
  const moved = losses.reduce((sum, loss) => sum + loss, 0n)
  return intl.t('simulator.moved', { hours: formatGpuHours(intl, moved), losers: losses.length, gainers: gains })
}

type SimulatorProps = {
  policy: Policy
  trial: PolicyFields | null
  simulation: Simulation | null
  bounds: { min: number; max: number }
  hidden: Record<string, string>
}

/** What another policy would give each party on these very requests; nothing is sent. */
export const SimulatorSection = ({ policy, trial, simulation, bounds, hidden }: SimulatorProps) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="simulator">
      <header>
        <h2 id="simulator">{t('simulator.title')}</h2>
        <span className="small quiet">{t('simulator.note')}</span>
      </header>
      <div className="cols narrow">
        <div className="stack">
          <h3>{t('simulator.each')}</h3>
          {simulation === null ? (
            <p className="note">{t(trial === null ? 'simulator.empty' : 'simulator.mend')}</p>
          ) : (
            <>
              <BeforeAfter parties={simulation.parties} cap={simulation.after.cap} />
              <Callout tone="result" title={describeLargest(intl, simulation)}>
                <p className="small">{describeMoved(intl, simulation)}</p>
              </Callout>
              <p className="row">
                <a
                  className="btn main"
                  href={`/proposals/new?${new URLSearchParams({ kind: 'policy', ...trial?.values })}`}
                >
                  {t('simulator.propose')}
                </a>
                <a className="btn" href={`/compute?${new URLSearchParams({ ...hidden, ...trial?.values })}#simulator`}>
                  {t('simulator.link')}
                </a>
              </p>
            </>
          )}
        </div>
        <SimulatorForm policy={policy} trial={trial} bounds={bounds} hidden={hidden} />
      </div>
    </section>
  )
}
