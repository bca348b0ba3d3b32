import { AddressChip } from '~/components/address-chip'
import { useIntl } from '~/i18n/intl-context'
import type { Proposal } from '../schema'
import { getBody, renderMarkdown } from './markdown.server'

type DescriptionSectionProps = {
  proposal: Proposal
  /** The proposer's public draft of it, and its newest revision. */
  draft: { id: string; revision: number } | null
}

/** The proposer's own text, below what the calls say, and marked as such. */
export const DescriptionSection = ({ proposal, draft }: DescriptionSectionProps) => {
  const { t } = useIntl()
  const html = renderMarkdown(getBody(proposal.description, proposal.title))
  return (
    <>
      <header>
        <h2 id="text">{t('proposal.describe')}</h2>
        <span className="small quiet">{t('proposal.describeNote')}</span>
      </header>
      {html === '' ? (
        <p className="note">{t('proposal.describeNone')}</p>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown sanitises, and its tests attack it
        <div className="prose stack" dangerouslySetInnerHTML={{ __html: html }} />
      )}
      {draft !== null && (
        <p className="small">
          <a href={`/drafts/${draft.id}`}>{t('proposal.draft', { id: draft.id, revisions: draft.revision })}</a>
          {draft.revision > 1 && (
            <>
              {' · '}
              <a href={`/drafts/${draft.id}/diff?from=1`}>{t('proposal.draftDiff')}</a>
            </>
          )}
        </p>
      )}
      <p className="note">
        {t('proposal.describeHash')} <AddressChip value={proposal.descriptionHash} />
      </p>
    </>
  )
}
