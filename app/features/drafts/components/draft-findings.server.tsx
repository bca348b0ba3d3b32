import { Icon } from '~/components/icon'
import { useIntl } from '~/i18n/intl-context'
import { describeFinding } from '../describe-finding'
import type { Finding } from '../lint-draft'

const LOOKS = {
  error: { icon: 'no', tone: 'bad' },
  warning: { icon: 'wait', tone: 'warn' },
  note: { icon: 'ok', tone: 'good' },
} as const

/** What is to be said against a draft, the same as /drafts:lint answers. */
export const DraftFindings = ({ findings }: { findings: readonly Finding[] }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="findings">
      <h2 id="findings">{t('draftPage.findings')}</h2>
      {findings.length === 0 && <p>{t('draftPage.noFindings')}</p>}
      <ul className="checks">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.pointer} ${JSON.stringify(finding.values)}`}>
            <Icon name={LOOKS[finding.severity].icon} tone={LOOKS[finding.severity].tone} />
            <span className="long">
              <strong>{t(`draftPage.severity.${finding.severity}`)}</strong> <code>{finding.pointer}</code>{' '}
              <bdi>{describeFinding(intl, finding)}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
