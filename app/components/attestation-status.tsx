import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import { Icon } from './icon'
import { UntrustedLink } from './untrusted-link'

type Shown = {
  status:
    | 'counts'
    | 'stands'
    | 'revoked'
    | 'replaced'
    | 'overruled'
    | 'expired'
    | 'too-old'
    | 'dismissed'
    | 'party-changed'
    | 'own-release'
  ended: { at: { time: string }; proposal: { id: string } | null } | null
}

/** Whether an attestation counts or stands; else why it does neither, and since when. */
export const AttestationStatus = ({ attestation: { status, ended } }: { attestation: Shown }) => {
  const { t } = useIntl()
  const tone = status === 'counts' ? 'good' : status === 'stands' ? 'bad' : null
  return (
    <>
      {tone !== null && <Icon name={tone === 'good' ? 'ok' : 'no'} tone={tone} />}{' '}
      <span className={tone === null ? 'quiet' : undefined}>{t(`attestation.${status}`)}</span>
      {ended !== null && <span className="quiet"> {formatUtc(ended.at.time).slice(0, 10)}</span>}
      {ended?.proposal != null && (
        <>
          {' '}
          <a href={`/proposals/${ended.proposal.id}`}>{t('proposal.number', { id: ended.proposal.id })}</a>
        </>
      )}
    </>
  )
}

/** A verdict with its sign. */
export const VerdictName = ({ verdict }: { verdict: 'pass' | 'fail' }) => {
  const { t } = useIntl()
  return (
    <span className="nowrap">
      <Icon name={verdict === 'pass' ? 'ok' : 'no'} tone={verdict === 'pass' ? 'good' : 'bad'} />{' '}
      {t(`verdict.${verdict}`)}
    </span>
  )
}

/** The digest of a report, and where its author says that it is. */
export const Report = ({ report, uri }: { report: string; uri: string }) => (
  <>
    <code title={report}>{`${report.slice(2, 10)}…`}</code>
    {uri !== '' && (
      <>
        <br />
        <UntrustedLink uri={uri} />
      </>
    )}
  </>
)
