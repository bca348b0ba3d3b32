import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { TierBadge } from '~/components/tier-badge'
import { UtcTime } from '~/components/utc-time'
import type { Tier } from '~/domain/tier'
import { useIntl } from '~/i18n/intl-context'
import type { ShownDraft } from './draft-page-props'

/** What may be proposed, by whom it was written, and whether it was proposed. */
export const DraftHead = ({ draft, tier }: { draft: ShownDraft; tier: Tier | null }) => {
  const { t, rich } = useIntl()
  const { id, title, account, revision, digest, visibility, changed, proposal } = draft
  return (
    <>
      <Breadcrumbs path={[{ name: t('drafts.title'), href: '/drafts' }, { name: t('draftPage.crumb', { id }) }]} />
      <div className="row">
        {tier === null ? (
          <span className="badge">{t('drafts.noTier')}</span>
        ) : (
          <TierBadge tier={tier} name={t(`tier.${tier}`)} />
        )}
        <span className="badge">{t('drafts.revision', { revision })}</span>
        <span className="badge">{t(`drafts.visibility.${visibility}`)}</span>
      </div>
      <h1>
        <bdi>{title.trim() === '' ? t('drafts.noTitle') : title}</bdi>
      </h1>
      <div className="row small">
        <span>
          {t('drafts.by')} <AccountName account={account} />
        </span>
        <span>{rich('drafts.changed', { time: () => <UtcTime at={changed} /> })}</span>
      </div>
      <p className="note long">
        {t('draftPage.digest')} <code>{digest}</code>
      </p>
      {proposal !== null && (
        <Callout tone="result" title={t('draftPage.proposed')}>
          <p>
            <a href={`/proposals/${proposal}`}>{t('draftPage.proposedAs', { id: proposal })}</a>
          </p>
        </Callout>
      )}
    </>
  )
}
