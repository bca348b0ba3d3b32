import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Statements } from '../statement-schema'

/** What a delegate signed of itself; `text` and `interests` are its Markdown as HTML, from renderMarkdown. */
type StatementSectionProps = { statements: Statements; text: string; interests: string }

/** What a delegate stands for and which interests it declares, in its own words. */
export const StatementSection = ({ statements, text, interests }: StatementSectionProps) => {
  const { t } = useIntl()
  const { account, current, history } = statements
  const earlier = history.length - (current === null ? 0 : 1)
  return (
    <>
      <header>
        <h2 id="statement">{t('delegate.statement')}</h2>
        <span className="small quiet">{t('delegate.statementNote')}</span>
      </header>
      {current === null ? (
        <p>{t(history.length === 0 ? 'delegate.statementNone' : 'delegate.statementTakenBack')}</p>
      ) : (
        <>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown sanitises, and its tests attack it */}
          <div className="prose stack" dangerouslySetInnerHTML={{ __html: text }} />
          <h3>{t('delegate.interests')}</h3>
          {interests === '' ? (
            <p>{t('delegate.interestsNone')}</p>
          ) : (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: as above
            <div className="prose stack" dangerouslySetInnerHTML={{ __html: interests }} />
          )}
          <p className="note">
            {t(current.signed.by === 'key' ? 'delegate.signedByKey' : 'delegate.signedByContract', {
              time: formatUtc(current.issuedAt),
            })}
          </p>
        </>
      )}
      {earlier > 0 && (
        <p className="small">
          <a href={`/api/v1/delegates/${account.address}/statement`}>{t('delegate.statementEarlier')}</a>
        </p>
      )}
    </>
  )
}
