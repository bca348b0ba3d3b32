import { FoldTable } from '~/components/fold-table'
import { formatShare } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'
import { ProposalClock } from './proposal-row.server'
import { getTitle } from './title'

/** Proposals in short: what each house said, and what became of it. */
export const DecidedTable = ({ proposals, now }: { proposals: ProposalSummary[]; now: string }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <FoldTable
      caption={t('table.utc')}
      rows={proposals}
      rowKey={({ id }) => id}
      columns={[
        {
          name: t('home.proposal'),
          cell: (proposal) => (
            <a href={`/proposals/${proposal.id}`}>
              {proposal.id}: {getTitle(intl, proposal)}
            </a>
          ),
        },
        {
          name: t('house.token'),
          cell: ({ tally: { token } }) => {
            const cast = BigInt(token.for.value) + BigInt(token.against.value)
            return cast === 0n
              ? t('brief.nobody')
              : t('home.forShare', { share: formatShare(BigInt(token.for.value), cast) })
          },
        },
        {
          name: t('house.seat'),
          cell: ({ tally: { seat } }) => (
            <span className="nowrap">{t('home.forSeats', { for: seat.for.value, total: seat.total.value })}</span>
          ),
        },
        { name: t('home.outcome'), cell: (proposal) => <ProposalClock proposal={proposal} now={now} /> },
      ]}
    />
  )
}
