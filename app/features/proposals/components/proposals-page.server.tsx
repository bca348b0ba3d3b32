import { AddressChip } from '~/components/address-chip'
import { Icon } from '~/components/icon'
import { Pager } from '~/components/pager'
import { RecallCallouts, type Recalled } from '~/components/recall-callout'
import type { List } from '~/http/shapes'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalFilters } from '../read.server'
import type { ProposalSummary } from '../schema'
import { ProposalFiltersForm } from './proposal-filters.server'
import { ProposalRow } from './proposal-row.server'

type ProposalsPageProps = {
  list: List<ProposalSummary>
  recalled: readonly Recalled[]
  filters: ProposalFilters
  url: URL
  now: string
}

/** How to read the bars; once on each page that has them. */
export const BarLegend = () => {
  const { rich } = useIntl()
  return (
    <p className="note">
      {rich('result.howToRead', {
        for: () => <Icon name="for" tone="for" />,
        abstain: () => <Icon name="abstain" tone="abstain" />,
        against: () => <Icon name="against" tone="against" />,
      })}
    </p>
  )
}

const isFiltered = ({ limit: _limit, sort: _sort, ...filters }: ProposalFilters): boolean =>
  Object.keys(filters).length > 0

/** All proposals, with filters and search in the address. */
export const ProposalsPage = ({ list, recalled, filters, url, now }: ProposalsPageProps) => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <h1>{t('proposals.title')}</h1>
        <p>
          <a href="/drafts">{t('drafts.link')}</a>
        </p>
        <RecallCallouts releases={recalled} />
        <ProposalFiltersForm filters={filters} />
        {filters.proposer !== undefined && (
          <p className="note">
            {t('proposals.proposerNote')} <AddressChip value={filters.proposer} />
          </p>
        )}
      </div>
      <section className="sec" aria-labelledby="results">
        <h2 id="results" className="vh">
          {t('proposals.results')}
        </h2>
        {list.data.length === 0 && (
          <div className="stack-2">
            <p>
              <strong>{isFiltered(filters) ? t('proposals.none') : t('proposals.empty')}</strong>
            </p>
            {isFiltered(filters) && <p className="note">{t('proposals.noneDetail')}</p>}
          </div>
        )}
        <ul className="list">
          {list.data.map((proposal) => (
            <ProposalRow key={proposal.id} proposal={proposal} now={now} />
          ))}
        </ul>
        {list.data.length > 0 && <BarLegend />}
        <Pager url={url} page={list.page} />
      </section>
    </>
  )
}
