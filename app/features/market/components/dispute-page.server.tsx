import { AccountName, PartyName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatMoney } from '~/i18n/amount'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Dispute } from '../schema/disputes'
import { contestedOf, DisputeSubject } from './dispute-subject.server'
import { MarketHead } from './market-head.server'

type DisputeProps = { dispute: Dispute }

const Sides = ({ dispute }: DisputeProps) => {
  const intl = useIntl()
  const { t } = intl
  const { contested, bond } = dispute
  const atStake = contestedOf(dispute)
  return (
    <section className="sec" aria-labelledby="sides">
      <h2 id="sides">{t('disputes.sides')}</h2>
      <dl className="kv">
        <dt>{t('disputes.claimant')}</dt>
        <dd>
          <AccountName account={dispute.claimant} />
          {dispute.claimantParty !== null && (
            <>
              {' · '}
              <PartyName party={dispute.claimantParty} />
            </>
          )}
        </dd>
        <dt>{t('disputes.respondent')}</dt>
        <dd>
          <AccountName account={dispute.respondent} />
          {dispute.respondentParty !== null && (
            <>
              {' · '}
              <PartyName party={dispute.respondentParty} />
            </>
          )}
        </dd>
        {atStake !== null && (
          <>
            <dt>{t('providers.about')}</dt>
            <dd>
              <DisputeSubject dispute={dispute} />
            </dd>
            <dt>{t('disputes.contested')}</dt>
            <dd>
              {formatMoney(intl, atStake)}
              {contested !== null && (
                <>
                  {' · '}
                  <UtcTime at={contested.from.time} /> – <UtcTime at={contested.end.time} />
                </>
              )}
            </dd>
          </>
        )}
        {bond !== null && (
          <>
            <dt>{t('disputes.bond')}</dt>
            <dd>{formatMoney(intl, bond)}</dd>
          </>
        )}
        <dt>{t('disputes.opened')}</dt>
        <dd>
          <UtcTime at={dispute.opened.at.time} />
        </dd>
        <dt>{t('disputes.votingUntil')}</dt>
        <dd>
          <UtcTime at={dispute.votingUntil.time} />
        </dd>
        <dt>{t('disputes.finalAt')}</dt>
        <dd>
          <UtcTime at={dispute.finalAt.time} />
        </dd>
      </dl>
    </section>
  )
}

const Votes = ({ dispute: { arbiters } }: DisputeProps) => {
  const { t } = useIntl()
  if (arbiters.length === 0) return <p>{t('disputes.noArbiters')}</p>
  return (
    <FoldTable
      caption={t('disputes.votesCaption', { needed: Math.floor(arbiters.length / 2) + 1, seats: arbiters.length })}
      rows={arbiters}
      rowKey={({ arbiter }) => arbiter.address}
      columns={[
        { name: t('disputes.arbiter'), cell: ({ arbiter }) => <AccountName account={arbiter} /> },
        {
          name: t('disputes.vote'),
          cell: ({ vote }) => t(vote === null ? 'disputes.notYet' : `disputes.for.${vote.for}`),
        },
        {
          name: t('disputes.reason'),
          cell: ({ vote }) => (vote === null ? t('orders.noRank') : <AddressChip value={vote.reason} />),
        },
        {
          name: t('budgets.at'),
          cell: ({ vote }) => (vote === null ? t('orders.noRank') : <UtcTime at={vote.at.time} />),
        },
      ]}
    />
  )
}

const Settlement = ({ dispute: { settlement, milestone } }: DisputeProps) => {
  const intl = useIntl()
  const { t } = intl
  if (settlement === null) return null
  return (
    <Callout tone="result" title={t(settlement.upheld ? 'disputes.upheld' : 'disputes.rejected')}>
      {settlement.upheld && (
        <p className="small">
          {t(milestone === null ? 'disputes.moved' : 'jobs.returnedByVerdict', {
            damages: formatMoney(intl, settlement.damages),
            slashed: formatMoney(intl, settlement.slashed),
            penalty: formatMoney(intl, settlement.penalty),
          })}
        </p>
      )}
    </Callout>
  )
}

const Verdict = ({ dispute: { state, verdict, finalAt } }: DisputeProps) => {
  const { t } = useIntl()
  if (verdict === null) return null
  return (
    <Callout tone={state === 'appealable' ? 'warn' : 'result'} title={t(`disputes.verdict.${verdict.for}`)}>
      <p className="small">
        {t(verdict.byVote ? 'disputes.byVote' : 'disputes.byArbiters', { time: formatUtc(finalAt.time) })}
      </p>
    </Callout>
  )
}

/** One dispute: its sides, what is at stake, the arbiters' votes and clock, and the digests that both sides gave. */
export const DisputePage = ({ dispute }: DisputeProps) => {
  const { t } = useIntl()
  const name = t('disputes.number', { id: dispute.id })
  return (
    <>
      <MarketHead place="disputes" name={name} lede={t(`disputes.lede.${dispute.state}`)} />
      <section className="sec" aria-labelledby="verdict">
        <h2 id="verdict">{t('disputes.verdict')}</h2>
        <Settlement dispute={dispute} />
        <Verdict dispute={dispute} />
        <Votes dispute={dispute} />
        {(dispute.state === 'appealable' || dispute.state === 'unanswered') && (
          <p className="note">
            <a href={`/proposals/new?kind=market&move=overturn&case=${dispute.id}`}>
              {t(dispute.state === 'appealable' ? 'disputes.overturn' : 'disputes.decide')}
            </a>
          </p>
        )}
      </section>
      <Sides dispute={dispute} />
      <section className="sec" aria-labelledby="evidence">
        <h2 id="evidence">{t('disputes.evidence')}</h2>
        <FoldTable
          caption={t('disputes.evidenceCaption')}
          rows={dispute.evidence}
          rowKey={({ transaction, digest }) => `${transaction} ${digest}`}
          columns={[
            { name: t('leases.by'), cell: ({ by }) => <AccountName account={by} /> },
            { name: t('disputes.digest'), cell: ({ digest }) => <code className="hash">{digest}</code> },
            { name: t('budgets.at'), cell: ({ at }) => <UtcTime at={at.time} /> },
          ]}
        />
      </section>
    </>
  )
}
