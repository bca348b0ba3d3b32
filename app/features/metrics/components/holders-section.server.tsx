import { AccountName, PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { toTokens } from '~/http/present'
import { formatAmount } from '~/i18n/amount'
import { formatBps, formatPoints, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { CountedBy, Power } from '../power.server'

/** Where bars end, unless somebody has more. */
const AXIS_BPS = 2_000

type Holder = Power['holders']['shown'][number]

const HolderName = ({ holder: { account }, by }: { holder: Holder; by: CountedBy }) =>
  by === 'party' && account.party !== null ? <PartyName party={account.party} /> : <AccountName account={account} />

/** The ten with the most votes, their bars on one axis, and what the others have at most. */
export const HoldersSection = ({ power: { by, holders, token } }: { power: Power }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { shown, since, others, mostBps } = holders
  const axis = Math.max(AXIS_BPS, ...shown.map(({ shareBps }) => shareBps))
  return (
    <section className="sec" aria-labelledby="holders">
      <h2 id="holders">{t('power.largestHolders')}</h2>
      <FoldTable
        caption={t('power.holdersCaption', {
          amount: formatAmount(intl, toTokens(token.total)),
          since: since === null ? '–' : since.time.slice(0, 10),
        })}
        rows={shown}
        rowKey={({ id }) => id}
        columns={[
          {
            name: t(by === 'party' ? 'compute.party' : 'power.account'),
            cell: (holder) => (
              <>
                <HolderName holder={holder} by={by} />
                <svg className="chart bar" height="6" aria-hidden="true">
                  <rect className="track" width="100%" height="6" />
                  <rect className="got" width={`${(holder.shareBps / axis) * 100}%`} height="6" />
                </svg>
              </>
            ),
          },
          { name: t('power.votes'), numeric: true, cell: ({ votes }) => formatAmount(intl, toTokens(votes)) },
          { name: t('compute.share'), numeric: true, cell: ({ shareBps }) => formatBps(shareBps) },
          {
            name: t('power.change'),
            numeric: true,
            cell: ({ changeBps }) =>
              changeBps === null ? t('power.newHolder') : t('power.points', { change: formatPoints(changeBps) }),
          },
        ]}
      />
      <p className="note">
        {t('power.others', {
          count: others,
          shown: formatWhole(locale, others),
          most: formatBps(mostBps),
          by,
        })}{' '}
        {t('power.barsEnd', { share: formatBps(axis) })}
      </p>
    </section>
  )
}
