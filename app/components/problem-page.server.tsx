import { useIntl } from '~/i18n/intl-context'

const KNOWN = ['invalid-request', 'not-found', 'index-lagging', 'internal'] as const

/** What a code of the API's errors means and what to do next; their `type` points here. */
export const ProblemPage = ({ code }: { code: string }) => {
  const { t } = useIntl()
  const known = KNOWN.find((one) => one === code) ?? 'unknown'
  return (
    <div className="head">
      <h1>{t('problem.title', { code })}</h1>
      <p className="lede">{t('problem.lede')}</p>
      <p>
        <strong>{t(`problem.${known}`)}</strong>
      </p>
      <p>{t(`problem.${known}Next`)}</p>
      <p>
        <a href="/developers">{t('developers.title')}</a>
      </p>
    </div>
  )
}
