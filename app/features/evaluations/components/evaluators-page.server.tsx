import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { FoldTable } from '~/components/fold-table'
import type { ProposalRef } from '~/http/shapes'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { EvaluatorSummary } from '../schema'

const ByVote = ({ proposal }: { proposal: ProposalRef | null }) => {
  const { t } = useIntl()
  if (proposal === null) return <span className="quiet">–</span>
  return <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>
}

/** What the page is for, and the way to the reader's own part of it. */
export const EvaluatorsHead = ({ mine }: { mine: string | null }) => {
  const { t } = useIntl()
  return (
    <>
      <h1>{t('evaluators.title')}</h1>
      <p className="lede">{t('evaluators.lede')}</p>
      {mine !== null && (
        <p>
          <a className="btn" href={`/evaluators/${mine}`}>
            {t('evaluators.mine')}
          </a>
        </p>
      )}
    </>
  )
}

/** Everyone who is or was an evaluator, with how much of what they said counts now. */
export const EvaluatorsTable = ({ list }: { list: EvaluatorSummary[] }) => {
  const { t } = useIntl()
  if (list.length === 0) return <p>{t('evaluators.none')}</p>
  return (
    <FoldTable
      caption={t('evaluators.caption')}
      rows={list}
      rowKey={({ account }) => account.address}
      columns={[
        {
          name: t('evaluators.who'),
          cell: ({ account }) => (
            <>
              <AccountName account={account} bare />{' '}
              <AddressChip value={account.address} href={`/evaluators/${account.address}`} />
            </>
          ),
        },
        { name: t('evaluators.state'), cell: ({ active }) => t(active ? 'evaluators.active' : 'evaluators.dismissed') },
        {
          name: t('evaluators.since'),
          cell: ({ appointed, dismissed }) => formatUtc((dismissed ?? appointed).time).slice(0, 10),
        },
        {
          name: t('evaluators.by'),
          cell: ({ active, appointedBy, dismissedBy }) => <ByVote proposal={active ? appointedBy : dismissedBy} />,
        },
        { name: t('evaluators.all'), numeric: true, cell: ({ attestations }) => attestations },
        { name: t('evaluators.counting'), numeric: true, cell: ({ counting }) => counting },
        { name: t('evaluators.standing'), numeric: true, cell: ({ standing }) => standing },
      ]}
    />
  )
}
