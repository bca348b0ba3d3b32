import { AddressChip } from '~/components/address-chip'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { formatMoney } from '~/i18n/amount'
import { formatGpuTime } from '~/i18n/compute'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { BudgetLedger } from '../budget-schema'
import { ProposalLink } from './budgets-page.server'

const PARTS = ['granted', 'committed', 'spent', 'expired', 'left'] as const

/** One line of the budget: where its money stands, and every movement with its transaction. */
export const LedgerPage = ({ ledger: { line, movements } }: { ledger: BudgetLedger }) => {
  const intl = useIntl()
  const { t } = intl
  const name = t('budgets.lineName', { epoch: line.epoch, pool: line.pool.name })
  return (
    <>
      <div className="head">
        <Breadcrumbs
          path={[
            { name: t('compute.title'), href: '/compute' },
            { name: t('budgets.title'), href: '/compute/budgets' },
            { name },
          ]}
        />
        <h1>{name}</h1>
        <p className="lede">{t(`budgets.lineLede.${line.status}`)}</p>
        <p className="row">
          <a className="btn sm" href={`/compute?epoch=${line.epoch}&pool=${line.pool.id}`}>
            {t('budgets.toAllocation')}
          </a>
        </p>
      </div>
      <section className="sec" aria-labelledby="standing">
        <h2 id="standing">{t('budgets.standing')}</h2>
        <FoldTable
          caption={t('budgets.standingCaption')}
          rows={[...PARTS]}
          rowKey={(part) => part}
          columns={[
            { name: t('budgets.part'), cell: (part) => t(`budgets.part.${part}`) },
            { name: t('budgets.money'), numeric: true, cell: (part) => formatMoney(intl, line[part]) },
            {
              name: t('budgets.gpuTime'),
              numeric: true,
              cell: (part) => formatGpuTime(intl, line.gpuSeconds[part].value),
            },
          ]}
        />
        <p>
          {t('budgets.votedBy')} <ProposalLink proposal={line.proposal} />
        </p>
      </section>
      <section className="sec" aria-labelledby="movements">
        <h2 id="movements">{t('budgets.movements')}</h2>
        <FoldTable
          caption={t('budgets.movementsCaption')}
          rows={movements}
          rowKey={({ transaction, kind, money }) => `${transaction} ${kind} ${money.value}`}
          columns={[
            { name: t('budgets.what'), cell: ({ kind }) => t(`budgets.movement.${kind}`) },
            { name: t('budgets.at'), cell: ({ at }) => <span className="nowrap">{formatUtc(at.time)}</span> },
            { name: t('budgets.money'), numeric: true, cell: ({ money }) => formatMoney(intl, money) },
            {
              name: t('budgets.gpuTime'),
              numeric: true,
              cell: ({ gpuSeconds }) => formatGpuTime(intl, gpuSeconds.value),
            },
            { name: t('release.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      </section>
    </>
  )
}
