import { AddressChip } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { formatDuration } from '~/i18n/duration'
import { formatQuantity, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { PeekedSimulation } from '../read.server'

type Report = PeekedSimulation['report']
type Revert = NonNullable<Report['revert']>
type Change = NonNullable<Report['changes']>[number]
type Flow = Report['actions'][number]['flows'][number]

const TOKEN_DECIMALS = 18

const sayRevert = ({ t }: IntlShape, { error, arguments: values, reason }: Revert): string => {
  if (error === null) return reason || t('simulation.unknown')
  return `${error}(${values.map(({ name, value }) => `${name} ${value}`).join(', ')})`
}

const sayFailure = (intl: IntlShape, { actions, revert }: Report): string => {
  const { t } = intl
  const failed = actions.find(({ outcome }) => outcome === 'reverted')
  if (failed === undefined) return revert === null ? t('simulation.whole') : sayRevert(intl, revert)
  const reason = failed.revert === null ? t('simulation.unknown') : sayRevert(intl, failed.revert)
  if (actions.length === 1) return reason
  return t('simulation.call', { number: failed.index + 1, total: actions.length, reason })
}

const Outcome = ({ report }: { report: Report }) => {
  const intl = useIntl()
  const { t, locale } = intl
  if (!report.executable)
    return <Callout tone="bad" title={t('simulation.failure', { reason: sayFailure(intl, report) })} />
  const { used } = report.gas
  return (
    <p>
      <Icon name="ok" tone="good" />{' '}
      <strong>{t('simulation.success', { gas: used === null ? 'none' : formatWhole(locale, BigInt(used)) })}</strong>
    </p>
  )
}

const Changes = ({ changes }: { changes: Change[] }) => {
  const { t } = useIntl()
  if (changes.length === 0) return <p>{t('simulation.noChange')}</p>
  const show = (value: string | null) => (
    <code className="long">{value === null ? t('simulation.noAnswer') : value}</code>
  )
  return (
    <FoldTable
      caption={t('simulation.changes')}
      rows={changes}
      rowKey={({ contract, view, args }) => `${contract}.${view}(${args.join()})`}
      columns={[
        {
          name: t('simulation.view'),
          cell: ({ contract, view, args }) => <code className="long">{`${contract}.${view}(${args.join(', ')})`}</code>,
        },
        { name: t('simulation.before'), cell: ({ before }) => show(before) },
        { name: t('simulation.after'), cell: ({ after }) => show(after) },
      ]}
    />
  )
}

const Flows = ({ flows, money }: { flows: Flow[]; money: PeekedSimulation['money'] }) => {
  const { t, locale } = useIntl()
  if (flows.length === 0) return <p>{t('simulation.noFlow')}</p>
  const rows = flows.map((flow, index) => ({ ...flow, index }))
  const decimalsOf = ({ token }: Flow) => (token === 'money' ? money.decimals : TOKEN_DECIMALS)
  return (
    <FoldTable
      caption={t('simulation.flows')}
      rows={rows}
      rowKey={({ index }) => String(index)}
      columns={[
        { name: t('simulation.token'), cell: ({ token }) => t(`simulation.token.${token}`) },
        {
          name: t('simulation.amount'),
          numeric: true,
          cell: (flow) => formatQuantity(locale, { value: flow.amount, decimals: decimalsOf(flow) }),
        },
        {
          name: t('simulation.from'),
          cell: ({ from }) => (from === null ? t('simulation.made') : <AddressChip value={from} />),
        },
        {
          name: t('simulation.to'),
          cell: ({ to }) => (to === null ? t('simulation.destroyed') : <AddressChip value={to} />),
        },
      ]}
    />
  )
}

const Effects = ({ simulation: { report, money } }: { simulation: PeekedSimulation }) => {
  const { t } = useIntl()
  if (report.changes === null) return <p>{t('simulation.noDetail')}</p>
  return (
    <>
      <Changes changes={report.changes} />
      <Flows flows={report.actions.flatMap(({ flows }) => flows)} money={money} />
    </>
  )
}

const Simulated = ({ href, simulation }: { href: string; simulation: PeekedSimulation }) => {
  const { t } = useIntl()
  const { report, hash } = simulation
  return (
    <>
      <Outcome report={report} />
      {report.executable && <Effects simulation={simulation} />}
      <p className="small">
        <a href={href}>{t('simulation.report')}</a>{' '}
        <span className="quiet long">{t('simulation.digest', { hash })}</span>
      </p>
    </>
  )
}

type SimulationSectionProps = {
  /** Where the whole report is. */
  href: string
  simulation: PeekedSimulation | null
}

/** What executing calls now would do, by the last simulation that is kept; null while the first is made. */
export const SimulationSection = ({ href, simulation }: SimulationSectionProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <>
      <header>
        <h2 id="simulation">{t('simulation.title')}</h2>
        {simulation !== null && (
          <span className="small quiet">
            {t('simulation.of', {
              block: formatWhole(locale, simulation.report.block.number),
              age: formatDuration(intl, simulation.age),
            })}
          </span>
        )}
      </header>
      {simulation === null ? <p>{t('simulation.making')}</p> : <Simulated href={href} simulation={simulation} />}
    </>
  )
}
