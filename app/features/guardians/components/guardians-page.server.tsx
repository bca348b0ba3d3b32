import { AccountName } from '~/components/account-name'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { UtcTime } from '~/components/utc-time'
import type { ProposalRef } from '~/http/shapes'
import { formatDuration } from '~/i18n/duration'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Guardians, PowerUse } from '../schema'

const ProposalLink = ({ proposal }: { proposal: ProposalRef | null }) => {
  const { t } = useIntl()
  if (proposal === null) return <span className="quiet">–</span>
  return <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>
}

const About = ({ use: { proposal, release, grant } }: { use: PowerUse }) => {
  const { t } = useIntl()
  return (
    <>
      {release !== null && (
        <a href={`/releases/${release.id}`}>
          {t('release.title', { model: release.model.name, version: release.version })}
        </a>
      )}{' '}
      {grant !== null && t('guardians.grant', { id: grant })}{' '}
      {proposal !== null && <ProposalLink proposal={proposal} />}
    </>
  )
}

const Now = ({ guardians: { council, maxTermSeconds } }: { guardians: Guardians }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="now">
      <h2 id="now">{t('guardians.now')}</h2>
      {council === null || council.account === null ? (
        <Callout tone="result" title={t('guardians.nobody')} />
      ) : (
        <>
          {!council.active && <Callout tone="result" title={t('guardians.ended')} />}
          <dl className="kv">
            <dt>{t('guardians.account')}</dt>
            <dd>
              <AccountName account={council.account} />
            </dd>
            <dt>{t('guardians.until')}</dt>
            <dd>{council.until === null ? '–' : <UtcTime at={council.until.time} />}</dd>
            <dt>{t('guardians.by')}</dt>
            <dd>
              {council.proposal === null ? t('parameters.deployment') : <ProposalLink proposal={council.proposal} />}
            </dd>
            <dt>{t('guardians.maxTerm')}</dt>
            <dd>{formatDuration(intl, maxTermSeconds)}</dd>
          </dl>
        </>
      )}
    </section>
  )
}

const Powers = ({ guardians: { powers } }: { guardians: Guardians }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="powers">
      <h2 id="powers">{t('guardians.powers')}</h2>
      <FoldTable
        caption={t('guardians.powersCaption')}
        rows={powers}
        rowKey={({ name }) => name}
        columns={[
          { name: t('guardians.power'), cell: ({ name }) => t(`guardians.${name}`) },
          { name: t('guardians.limit'), cell: ({ limit }) => t(`guardians.${limit}`) },
          {
            name: t('guardians.lasts'),
            cell: ({ seconds }) => (seconds === null ? t('guardians.final') : formatDuration(intl, seconds)),
          },
          { name: t('guardians.used'), numeric: true, cell: ({ used }) => used },
        ]}
      />
    </section>
  )
}

const Uses = ({ guardians: { uses } }: { guardians: Guardians }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="uses">
      <h2 id="uses">{t('guardians.uses')}</h2>
      {uses.length === 0 ? (
        <p className="note">{t('guardians.noUse')}</p>
      ) : (
        <FoldTable
          caption={t('guardians.usesCaption')}
          rows={uses}
          rowKey={({ transaction, power }) => `${transaction} ${power}`}
          columns={[
            { name: t('guardians.at'), cell: ({ at }) => formatUtc(at.time).slice(0, -4) },
            { name: t('guardians.power'), cell: ({ power }) => t(`guardianPower.${power}`) },
            { name: t('guardians.about'), cell: (use) => <About use={use} /> },
            {
              name: t('guardians.effect'),
              cell: ({ until, active }) => (
                <>
                  {active && <Icon name="wait" tone="warn" />}{' '}
                  {until === null ? t('guardians.final') : formatUtc(until.time).slice(0, -4)}
                </>
              ),
            },
            { name: t('guardians.reason'), cell: ({ reason }) => <span className="reason">{reason ?? '–'}</span> },
          ]}
        />
      )}
    </section>
  )
}

const Terms = ({ guardians: { terms } }: { guardians: Guardians }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="terms">
      <h2 id="terms">{t('guardians.terms')}</h2>
      <FoldTable
        caption={t('guardians.termsCaption')}
        rows={terms}
        rowKey={({ approval }) => approval}
        columns={[
          { name: t('guardians.approval'), cell: ({ approval }) => approval },
          {
            name: t('guardians.account'),
            cell: ({ account }) => (account === null ? t('guardians.endedByVote') : <AccountName account={account} />),
          },
          { name: t('guardians.from'), cell: ({ from }) => formatUtc(from.time).slice(0, -4) },
          {
            name: t('guardians.until'),
            cell: ({ until }) => (until === null ? '–' : formatUtc(until.time).slice(0, -4)),
          },
          {
            name: t('guardians.by'),
            cell: ({ proposal }) =>
              proposal === null ? t('parameters.deployment') : <ProposalLink proposal={proposal} />,
          },
        ]}
      />
    </section>
  )
}

/** What the council is, may do, and has ever done. */
export const GuardiansPage = ({ guardians }: { guardians: Guardians }) => (
  <>
    <Now guardians={guardians} />
    <Powers guardians={guardians} />
    <Uses guardians={guardians} />
    <Terms guardians={guardians} />
  </>
)

/** What the page is about. */
export const GuardiansHead = () => {
  const { t } = useIntl()
  return (
    <>
      <h1>{t('guardians.title')}</h1>
      <p className="lede">{t('guardians.lede')}</p>
    </>
  )
}
