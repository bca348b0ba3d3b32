import { AccountName } from '~/components/account-name'
import { formatAmount } from '~/i18n/amount'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Delegate } from '../schema'

const DelegatesTo = ({ delegate: { account, delegatesTo } }: { delegate: Delegate }) => {
  const { t } = useIntl()
  if (delegatesTo === null) return t('delegate.toNobody')
  return delegatesTo.address === account.address ? t('delegate.toSelf') : <AccountName account={delegatesTo} />
}

/** What the chain says about one account, as a list. */
export const DelegateFacts = ({ delegate }: { delegate: Delegate }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { seatHeld, participation, account } = delegate
  return (
    <>
      <h2 id="facts">{t('delegate.facts')}</h2>
      <dl className="kv">
        <dt>{t('delegate.balance')}</dt>
        <dd>{formatAmount(intl, delegate.balance)}</dd>
        <dt>{t('delegate.delegatesTo')}</dt>
        <dd>
          <DelegatesTo delegate={delegate} />
        </dd>
        <dt>{t('delegate.delegatorCount')}</dt>
        <dd>{formatWhole(locale, delegate.delegators)}</dd>
        <dt>{t('delegate.participation')}</dt>
        <dd>{t('delegate.participationOf', participation)}</dd>
        <dt>{t('delegate.proposals')}</dt>
        <dd>
          <a href={`/proposals?proposer=${account.address}`}>{formatWhole(locale, delegate.proposalsMade)}</a>
        </dd>
        {seatHeld !== null && (
          <>
            <dt>{t('house.seat')}</dt>
            <dd>
              {t('delegate.seatFacts', {
                id: seatHeld.id,
                constituency: seatHeld.constituency + 1,
                end: formatUtc(seatHeld.termEnd),
              })}
              {seatHeld.caretaker && <> {t('delegate.caretaker')}</>}
            </dd>
          </>
        )}
      </dl>
    </>
  )
}
