import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { Pager } from '~/components/pager'
import type { List, Money, ProposalRef } from '~/http/shapes'
import { formatMoney } from '~/i18n/amount'
import { formatGpuTime } from '~/i18n/compute'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { BudgetLine, Treasury } from '../budget-schema'
import type { Pool } from '../schema'

const RATE_UNIT = 1_000_000n
const HOUR = 3_600n

/** `1.20 DUSD` for a rate in 1e-6 base units per GPU-second; what is below a base unit nobody can pay. */
const priceOf = (rate: string, { decimals, unit }: Pick<Money, 'decimals' | 'unit'>): Money => ({
  value: String((BigInt(rate) * HOUR) / RATE_UNIT),
  decimals,
  unit,
})

export const ProposalLink = ({ proposal }: { proposal: ProposalRef | null }) => {
  const { t } = useIntl()
  if (proposal === null) return <span className="quiet">{t('budgets.noProposal')}</span>
  return <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>
}

const Glance = ({ treasury }: { treasury: Treasury }) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <section className="sec" aria-labelledby="treasury">
      <h2 id="treasury">{t('budgets.treasury')}</h2>
      <dl className="kv">
        <dt>{t('budgets.balance')}</dt>
        <dd>{formatMoney(intl, treasury.balance)}</dd>
        <dt>{t('budgets.free')}</dt>
        <dd>
          <strong>{formatMoney(intl, treasury.free)}</strong>
        </dd>
        {treasury.lines.map(({ epoch, money }) => (
          <div key={epoch} className="contents">
            <dt>{t('budgets.reservedFor', { epoch })}</dt>
            <dd>{formatMoney(intl, money)}</dd>
          </div>
        ))}
        <dt>{t('budgets.granted')}</dt>
        <dd>{formatMoney(intl, treasury.grants)}</dd>
        <dt>{t('budgets.perEpoch')}</dt>
        <dd>{formatMoney(intl, treasury.perEpoch)}</dd>
        <dt>{t('budgets.runway')}</dt>
        <dd>
          {treasury.runwayEpochs === null
            ? t('budgets.noSchedule')
            : t('budgets.runwayEpochs', {
                count: treasury.runwayEpochs,
                shown: formatWhole(locale, treasury.runwayEpochs),
              })}
        </dd>
      </dl>
      <p className="note">{t('budgets.note')}</p>
    </section>
  )
}

const Schedules = ({ pools, treasury }: { pools: Pool[]; treasury: Treasury }) => {
  const intl = useIntl()
  const { t } = intl
  const rows = pools.filter(({ schedules }) => schedules.length > 0)
  return (
    <section className="sec" aria-labelledby="schedules">
      <h2 id="schedules">{t('budgets.schedules')}</h2>
      {rows.length === 0 ? (
        <p>{t('budgets.noSchedule')}</p>
      ) : (
        <FoldTable
          caption={t('budgets.schedulesCaption')}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            { name: t('compute.pool'), cell: ({ id, name }) => <a href={`/compute?pool=${id}`}>{name}</a> },
            { name: t('budgets.since'), numeric: true, cell: ({ schedules }) => schedules[0]?.fromEpoch },
            {
              name: t('budgets.gpuTime'),
              numeric: true,
              cell: ({ schedules }) => formatGpuTime(intl, schedules[0]?.terms.gpuSeconds.value ?? '0'),
            },
            {
              name: t('budgets.money'),
              numeric: true,
              cell: ({ schedules: [newest] }) => newest && formatMoney(intl, newest.terms.money),
            },
            {
              name: t('budgets.price'),
              numeric: true,
              cell: ({ schedules: [newest] }) =>
                newest &&
                formatMoney(intl, priceOf(newest.terms.maxRate, { ...treasury.token, unit: treasury.token.symbol })),
            },
            {
              name: t('budgets.setBy'),
              cell: ({ schedules: [newest] }) => <ProposalLink proposal={newest?.setBy.proposal ?? null} />,
            },
          ]}
        />
      )}
    </section>
  )
}

const Lines = ({ list, url }: { list: List<BudgetLine>; url: URL }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="lines">
      <h2 id="lines">{t('budgets.ledger')}</h2>
      {list.data.length === 0 ? (
        <p>{t('budgets.noLines')}</p>
      ) : (
        <FoldTable
          caption={t('budgets.ledgerCaption')}
          rows={list.data}
          rowKey={({ id }) => id}
          columns={[
            {
              name: t('budgets.line'),
              cell: ({ id, epoch, pool }) => (
                <a href={`/compute/budgets/${id}`}>{t('budgets.lineName', { epoch, pool: pool.name })}</a>
              ),
            },
            { name: t('budgets.state'), cell: ({ status }) => t(`budgets.status.${status}`) },
            { name: t('budgets.grantedMoney'), numeric: true, cell: ({ granted }) => formatMoney(intl, granted) },
            { name: t('budgets.committed'), numeric: true, cell: ({ committed }) => formatMoney(intl, committed) },
            { name: t('budgets.spent'), numeric: true, cell: ({ spent }) => formatMoney(intl, spent) },
            { name: t('budgets.expired'), numeric: true, cell: ({ expired }) => formatMoney(intl, expired) },
            { name: t('budgets.setBy'), cell: ({ proposal }) => <ProposalLink proposal={proposal} /> },
          ]}
        />
      )}
      <Pager url={url} page={list.page} />
    </section>
  )
}

const Grants = ({ treasury }: { treasury: Treasury }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="money-grants">
      <h2 id="money-grants">{t('budgets.grants')}</h2>
      {treasury.moneyGrants.length === 0 ? (
        <p>{t('budgets.noGrants')}</p>
      ) : (
        <FoldTable
          caption={t('budgets.grantsCaption')}
          rows={treasury.moneyGrants}
          rowKey={({ id }) => id}
          columns={[
            { name: t('budgets.grant'), cell: ({ id }) => t('budgets.grantNumber', { id }) },
            { name: t('budgets.recipient'), cell: ({ recipient }) => <AccountName account={recipient} /> },
            { name: t('budgets.amount'), numeric: true, cell: ({ amount }) => formatMoney(intl, amount) },
            { name: t('budgets.accrued'), numeric: true, cell: ({ accrued }) => formatMoney(intl, accrued) },
            { name: t('budgets.claimed'), numeric: true, cell: ({ claimed }) => formatMoney(intl, claimed) },
            { name: t('budgets.state'), cell: ({ status }) => t(`budgets.grantStatus.${status}`) },
            { name: t('budgets.ends'), cell: ({ ends }) => <span className="nowrap">{formatUtc(ends.time)}</span> },
            {
              name: t('budgets.setBy'),
              cell: ({ proposal, canceled }) => <ProposalLink proposal={canceled?.proposal ?? proposal} />,
            },
          ]}
        />
      )}
    </section>
  )
}

const Flows = ({ treasury }: { treasury: Treasury }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="flows">
      <h2 id="flows">{t('budgets.flows')}</h2>
      {treasury.flows.length === 0 ? (
        <p>{t('budgets.noFlows')}</p>
      ) : (
        <FoldTable
          caption={t('budgets.flowsCaption')}
          rows={treasury.flows}
          rowKey={({ transaction, kind, amount }) => `${transaction} ${kind} ${amount}`}
          columns={[
            { name: t('budgets.what'), cell: ({ kind }) => t(`budgets.flow.${kind}`) },
            { name: t('budgets.at'), cell: ({ at }) => <span className="nowrap">{formatUtc(at.time)}</span> },
            { name: t('budgets.account'), cell: ({ account }) => <AccountName account={account} /> },
            {
              name: t('budgets.amount'),
              numeric: true,
              cell: ({ amount, token }) =>
                token === null
                  ? formatMoney(intl, { value: amount, decimals: treasury.token.decimals, unit: treasury.token.symbol })
                  : formatWhole(intl.locale, BigInt(amount)),
            },
            { name: t('budgets.setBy'), cell: ({ proposal }) => <ProposalLink proposal={proposal} /> },
          ]}
        />
      )}
    </section>
  )
}

export const BudgetsHead = () => {
  const { t } = useIntl()
  return (
    <>
      <Breadcrumbs path={[{ name: t('compute.title'), href: '/compute' }, { name: t('budgets.title') }]} />
      <h1>{t('budgets.title')}</h1>
      <p className="lede">{t('budgets.lede')}</p>
      <p className="row">
        <a className="btn sm" href="/proposals/new?kind=budget">
          {t('budgets.propose')}
        </a>
      </p>
    </>
  )
}

type BudgetsPageProps = { treasury: Treasury; pools: Pool[]; list: List<BudgetLine>; url: URL }

/** The money for compute: what is there, what it is set aside for, and what became of it. */
export const BudgetsPage = ({ treasury, pools, list, url }: BudgetsPageProps) => (
  <>
    <Glance treasury={treasury} />
    <Lines list={list} url={url} />
    <Schedules pools={pools} treasury={treasury} />
    <Grants treasury={treasury} />
    <Flows treasury={treasury} />
  </>
)
