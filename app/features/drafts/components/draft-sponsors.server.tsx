import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { formatAmount } from '~/i18n/amount'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { DraftSponsors } from '../draft-schema'

/** Whether those who sponsor the newest revision have what proposing takes. */
export const SponsorPower = ({ sponsors }: { sponsors: DraftSponsors }) => {
  const intl = useIntl()
  const { t } = intl
  const { votes, seats, threshold, met } = sponsors
  return (
    <>
      <p>
        <Icon name={met ? 'ok' : 'wait'} tone={met ? 'good' : 'warn'} />{' '}
        <strong>{t(met ? 'draftPage.met' : 'draftPage.unmet')}</strong>
      </p>
      <dl className="kv one">
        <dt>{t('draftPage.combined')}</dt>
        <dd>{t('drafts.power', { votes: formatAmount(intl, votes), seats: formatAmount(intl, seats) })}</dd>
        <dt>{t('draftPage.needed')}</dt>
        <dd>{t('draftPage.neededOr', { threshold: formatAmount(intl, threshold) })}</dd>
      </dl>
    </>
  )
}

/** Who stands behind which revision, newest first. */
export const DraftSponsorList = ({ id, sponsors }: { id: string; sponsors: DraftSponsors }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="sponsors">
      <h2 id="sponsors">{t('draftPage.sponsors')}</h2>
      <p className="note">{t('draftPage.sponsorsNote')}</p>
      {sponsors.list.length === 0 ? (
        <p>{t('draftPage.noSponsors')}</p>
      ) : (
        <FoldTable
          caption={<span className="vh">{t('draftPage.sponsors')}</span>}
          rows={sponsors.list}
          rowKey={({ account }) => account.address}
          columns={[
            { name: t('draftPage.sponsor'), cell: ({ account }) => <AccountName account={account} /> },
            {
              name: t('draftPage.sponsored'),
              cell: ({ current, revision }) =>
                current ? t('draftPage.current') : t('draftPage.earlier', { revision }),
            },
            { name: t('draftPage.sponsorVotes'), numeric: true, cell: ({ votes }) => formatAmount(intl, votes) },
            { name: t('draftPage.sponsorSeats'), numeric: true, cell: ({ seats }) => formatAmount(intl, seats) },
            {
              name: t('draftPage.sponsoredAt'),
              cell: ({ at }) => <span className="nowrap">{formatUtc(at).slice(0, -4)}</span>,
            },
          ]}
        />
      )}
      {sponsors.page.next !== null && (
        <p>
          <a href={`/api/v1/drafts/${id}/sponsors`}>{t('draftPage.moreSponsors')}</a>
        </p>
      )}
    </section>
  )
}
