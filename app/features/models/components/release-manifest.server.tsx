import { FoldTable } from '~/components/fold-table'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Manifest, Release } from '../schema'

const SHOWN = 10
const MOST = 500

type Resource = Manifest['resources'][number]

const Files = ({ resources, caption }: { resources: Resource[]; caption: string }) => {
  const { t, locale } = useIntl()
  return (
    <FoldTable
      caption={caption}
      rows={resources}
      rowKey={({ name }) => name}
      columns={[
        { name: t('files.name'), cell: ({ name }) => <code className="long">{name}</code> },
        {
          name: t('files.bytes'),
          numeric: true,
          cell: ({ size }) => (size === null ? <span className="quiet">–</span> : formatWhole(locale, BigInt(size))),
        },
        {
          name: 'SHA-256',
          cell: ({ digest }) => <code title={digest}>{`${digest.slice(2, 10)}…${digest.slice(-6)}`}</code>,
        },
      ]}
    />
  )
}

/** The list of files behind the manifest digest, folded where it is long; or that nobody has brought it yet. */
export const ReleaseManifest = ({ release, manifest }: { release: Release; manifest: Manifest | null }) => {
  const { t } = useIntl()
  const path = `/api/v1/releases/${release.id}/manifest`
  const rest = manifest?.resources.slice(SHOWN) ?? []
  const total = manifest?.resources.length ?? 0
  return (
    <section className="sec" aria-labelledby="manifest">
      <header>
        <h2 id="manifest">{t('files.title')}</h2>
        {manifest !== null && (
          <a className="small" href={path}>
            {t('files.json')}
          </a>
        )}
      </header>
      {manifest === null ? (
        <p className="note">{t('files.none')}</p>
      ) : (
        <>
          <Files
            resources={manifest.resources.slice(0, SHOWN)}
            caption={t('files.caption', { count: Math.min(SHOWN, total), total })}
          />
          {rest.length > 0 && (
            <details>
              <summary>{t('files.more', { count: Math.min(rest.length, MOST - SHOWN) })}</summary>
              <Files resources={rest.slice(0, MOST - SHOWN)} caption={t('files.rest', { total })} />
            </details>
          )}
        </>
      )}
    </section>
  )
}
