import { useIntl } from '~/i18n/intl-context'
import type { Release } from '../schema'
import { VerifyCommand } from './verify-command.server'
import type { VerifyTarget } from './verify-files'

/** What the page is for, and for which release it was asked. */
export const VerifyHead = ({ target }: { target: VerifyTarget | null }) => {
  const { t, rich } = useIntl()
  return (
    <>
      <h1>{target === null ? t('verifyPage.title') : t('verifyPage.titleOf', { name: target.name })}</h1>
      <p className="lede">{t('verifyPage.lede')}</p>
      {target !== null && (
        <p className="small">
          {rich('verifyPage.back', { link: () => <a href={`/releases/${target.id}`}>{target.name}</a> })}
        </p>
      )}
    </>
  )
}

/** The same by command, for what browsers cannot do; and how the two digests are made. */
export const VerifySide = ({ release }: { release: Release | null }) => {
  const { t } = useIntl()
  return (
    <>
      <section className="card">
        <h2>{t('verifyPage.terminal')}</h2>
        <VerifyCommand id={release?.id ?? 'ID'} />
        <p className="note">{t('verifyPage.stricter')}</p>
      </section>
      <section className="card">
        <h2>{t('verifyPage.how')}</h2>
        <p className="note">{t('verifyPage.howRoot')}</p>
        <p className="note">{t('verifyPage.howManifest')}</p>
        <p className="note">{t('verifyPage.howTrust')}</p>
      </section>
    </>
  )
}
