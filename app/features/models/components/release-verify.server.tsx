import { UntrustedLink } from '~/components/untrusted-link'
import { useIntl } from '~/i18n/intl-context'
import type { Release } from '../schema'
import { VerifyCommand } from './verify-command.server'

/** The digests that decide whether some bytes are this release, and both ways to compare with them. */
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
      </dl>
      <h3>{t('verifyPage.terminal')}</h3>
      <VerifyCommand id={release.id} />
      <p>
        <a className="btn wide" href={`/verify?release=${release.id}`}>
          {t('release.verifyHere')}
        </a>
      </p>
      {release.uri !== '' && (
        <>
          <h3>{t('release.uri')}</h3>
          <p className="small">
            <UntrustedLink uri={release.uri} />
          </p>
          <p className="note">{t('release.uriNote')}</p>
        </>
      )}
    </section>
  )
}

/** The release for machines: its bill of materials, its feed, its record. */
export const ReleaseMachines = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  const links = [
    [`/api/v1/releases/${release.id}/bom.json`, t('release.bom')],
    [`/api/v1/models/${release.model.id}/feed.atom`, t('release.feed')],
    [`/api/v1/releases/${release.id}`, t('release.json')],
  ] as const
  return (
    <section className="card">
      <h2>{t('release.machines')}</h2>
      <ul className="stack-2 small">
        {links.map(([href, name]) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
