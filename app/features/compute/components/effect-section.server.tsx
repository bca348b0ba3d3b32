import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { formatMoney } from '~/i18n/amount'
import { formatBps, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { BudgetEffect, ComputeEffect } from '../effect.server'
import type { PolicyEffect } from '../effect-schema'
import { BeforeAfter } from './before-after.server'

type Row = { name: string; before: string; after: string }

const listPolicyRows = (intl: IntlShape, { capBps, round }: PolicyEffect): Row[] => {
  const { t, locale } = intl
  const rows: Row[] = [{ name: t('effect.cap'), before: formatBps(capBps.before), after: formatBps(capBps.after) }]
  if (round === null) return rows
  const { largestBps, nakamoto, pool } = round
  return [
    ...rows,
    {
      name: t('effect.largest', { pool: pool.name }),
      before: formatBps(largestBps.before),
      after: formatBps(largestBps.after),
    },
    {
      name: t('effect.half', { pool: pool.name }),
      before: formatWhole(locale, nakamoto.before),
      after: formatWhole(locale, nakamoto.after),
    },
  ]
}

const listBudgetRows = (intl: IntlShape, { free, perEpoch, runway }: BudgetEffect): Row[] => {
  const { t, locale } = intl
  const epochs = (count: number | null) =>
    count === null ? t('budgets.noSchedule') : t('budgets.runwayEpochs', { count, shown: formatWhole(locale, count) })
  return [
    { name: t('budgets.free'), before: formatMoney(intl, free.before), after: formatMoney(intl, free.after) },
    {
      name: t('budgets.perEpoch'),
      before: formatMoney(intl, perEpoch.before),
      after: formatMoney(intl, perEpoch.after),
    },
    { name: t('budgets.runway'), before: epochs(runway.before), after: epochs(runway.after) },
  ]
}

const Rows = ({ caption, rows }: { caption: string; rows: Row[] }) => {
  const { t } = useIntl()
  return (
    <FoldTable
      caption={caption}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { name: t('effect.what'), cell: ({ name }) => name },
        { name: t('effect.before'), numeric: true, cell: ({ before }) => before },
        {
          name: t('effect.after'),
          numeric: true,
          cell: ({ before, after }) => (before === after ? t('effect.same') : <strong>{after}</strong>),
        },
      ]}
    />
  )
}

/** Caps and money before and after execution. */
export const EffectTables = ({ effect: { policy, budget } }: { effect: ComputeEffect }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      {policy?.refused && (
        <Callout tone="bad" title={t('effect.refused')}>
          <p>{t('effect.refusedNote')}</p>
        </Callout>
      )}
      {policy !== null && <Rows caption={t('effect.caps')} rows={listPolicyRows(intl, policy)} />}
      {budget !== null && <Rows caption={t('effect.money')} rows={listBudgetRows(intl, budget)} />}
    </>
  )
}

/** The firewall of policies and budgets: caps and money before and after execution, and each party's share. */
export const EffectSection = ({ effect }: { effect: ComputeEffect }) => {
  const { t } = useIntl()
  const round = effect.policy?.round ?? null
  return (
    <>
      <header>
        <h2 id="effect">{t('effect.title')}</h2>
        <span className="small quiet">{t('effect.note')}</span>
      </header>
      <EffectTables effect={effect} />
      {round !== null && (
        <>
          <h3>{t('effect.each', { pool: round.pool.name, epoch: round.epoch })}</h3>
          <BeforeAfter parties={round.parties} cap={round.cap} />
        </>
      )}
    </>
  )
}
