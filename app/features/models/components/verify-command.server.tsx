import { Fragment } from 'react'
import { useIntl } from '~/i18n/intl-context'

const EXITS = [0, 1, 2, 3] as const

/** The command that checks a folder against a release, and what its exit codes say. */
export const VerifyCommand = ({ id }: { id: string }) => {
  const { t } = useIntl()
  return (
    <>
      <pre className="raw">
        <b>{`npx ostrakon verify ./folder \\\n  --release ${id}`}</b>
      </pre>
      <dl className="kv">
        {EXITS.map((code) => (
          <Fragment key={code}>
            <dt>{t('verifyPage.exit', { code })}</dt>
            <dd>{t(`verifyPage.exit.${code}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  )
}
