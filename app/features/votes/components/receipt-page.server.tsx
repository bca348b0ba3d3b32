import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import type { One } from '~/http/shapes'
import { formatAmount } from '~/i18n/amount'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Receipt } from '../schema'

type Ballot = NonNullable<Receipt['token']>

const BallotSection = ({ ballot }: { ballot: Ballot }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { house, support, weight, at, snapshot, transaction, blockHash, logIndex, reason } = ballot
  return (
    <section className="sec" aria-labelledby={house}>
      <h2 id={house}>
        <HouseBadge house={house} name={t(`house.${house}`)} />
      </h2>
      <dl className="kv">
        <dt>{t('receipt.choice')}</dt>
        <dd>
          <Icon name={support} tone={support} /> <strong>{t(`choice.${support}`)}</strong>
        </dd>
        <dt>{t('receipt.weight')}</dt>
        <dd>{t('receipt.weightAt', { amount: formatAmount(intl, weight), time: formatUtc(snapshot.time) })}</dd>
        <dt>{t('receipt.cast')}</dt>
        <dd>{formatUtc(at.time)}</dd>
        <dt>{t('receipt.transaction')}</dt>
        <dd className="long">
          <code>{transaction}</code>
        </dd>
        <dt>{t('receipt.block')}</dt>
        <dd className="long">
          {formatWhole(locale, at.block ?? 0)} <code>{blockHash}</code>
        </dd>
        <dt>{t('receipt.log')}</dt>
        <dd>{logIndex}</dd>
      </dl>
      {reason !== '' && <p className="reason">{reason}</p>}
    </section>
  )
}

type ReceiptPageProps = { id: string; title: string; receipt: One<Receipt>; origin: string }

/** What the chain holds of one account's ballots on a proposal, and how anybody checks it without this portal. */
export const ReceiptPage = ({ id, title, receipt: { data, asOf }, origin }: ReceiptPageProps) => {
  const { t } = useIntl()
  const ballots = [data.token, data.seat].filter((ballot) => ballot !== null)
  const voter = data.voter.address
  const isFinal = asOf.finality === 'final'
  return (
    <>
      <div className="head">
        <Breadcrumbs
          path={[
            { name: t('nav.proposals'), href: '/proposals' },
            { name: id, href: `/proposals/${id}` },
          ]}
        />
        <h1>{t('receipt.title', { id })}</h1>
        <p className="lede">{title}</p>
        <p>
          <AccountName account={data.voter} />
        </p>
      </div>
      {ballots.length === 0 ? (
        <p>{t('receipt.none')}</p>
      ) : (
        <>
          <p>
            <Icon name={isFinal ? 'ok' : 'wait'} tone={isFinal ? 'good' : 'warn'} />{' '}
            {t(isFinal ? 'receipt.final' : 'receipt.notFinal')}
          </p>
          {ballots.map((ballot) => (
            <BallotSection key={ballot.house} ballot={ballot} />
          ))}
          <section className="sec" aria-labelledby="check">
            <h2 id="check">{t('receipt.check')}</h2>
            <p>{t('receipt.checkNote')}</p>
            <pre className="raw">
              {`npx ostrakon receipt verify --proposal ${id} --voter ${voter} --api ${origin} --rpc URL --deployment FILE`}
            </pre>
            <p>
              <a href={data.proof ?? ''}>{t('receipt.proof')}</a>
            </p>
          </section>
        </>
      )}
    </>
  )
}
