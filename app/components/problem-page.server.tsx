import { useIntl } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'

type ProblemCode = MessageKey extends infer Key ? (Key extends `problem.next.${infer Code}` ? Code : never) : never

type ProblemPageProps = {
  code: string
  /** The code where the API has it. */
  known: ProblemCode
}

/** What a code of the API's errors means and what to do next; their `type` points here. */
export const ProblemPage = ({ code, known }: ProblemPageProps) => {
  const { t } = useIntl()
  return (
    <div className="head">
      <h1>{t('problem.title', { code })}</h1>
      <p className="lede">{t('problem.lede')}</p>
      <p>
        <strong>{t(`problem.${known}`)}</strong>
      </p>
      <p>{t(`problem.next.${known}`)}</p>
      <p>
        <a href="/developers">{t('developers.title')}</a>
      </p>
    </div>
  )
}
