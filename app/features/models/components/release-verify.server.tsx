import { useIntl } from '~/i18n/intl-context'
import type { Release } from '../schema'

/** The digests that decide whether some bytes are this release. */
export const ReleaseVerify = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  return (
    <section className="card">
      <h2>{t('release.verify')}</h2>
      <p className="note">{t('release.verifyNote')}</p>
      <dl className="kv one">
        <dt>{t('release.root')}</dt>
        <dd className="hash">{release.root}</dd>
        <dt>{t('release.manifest')}</dt>
        <dd className="hash">{release.manifest}</dd>
        <dt>{t('release.card')}</dt>
        <dd className="hash">{release.card}</dd>
        {release.uri !== '' && (
          <>
            <dt>{t('release.uri')}</dt>
            <dd className="hash">{release.uri}</dd>
          </>
        )}
      </dl>
      {release.uri !== '' && <p className="note">{t('release.uriNote')}</p>}
    </section>
  )
}
