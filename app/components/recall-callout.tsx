import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import { Callout } from './callout'

/** A release as far as its recall is shown. */
export type Recalled = {
  id: string
  version: string
  model: { name: string }
  recall: { until: { time: string }; reason: string } | null
}

/** The council's warning of a release, on every page that names it; nothing while it is not recalled. */
export const RecallCallout = ({ release }: { release: Recalled }) => {
  const { t } = useIntl()
  const { recall } = release
  if (recall === null) return null
  const name = t('release.title', { model: release.model.name, version: release.version })
  return (
    <Callout tone="bad" title={t('recall.title', { name })}>
      <p>{t('recall.detail', { until: formatUtc(recall.until.time) })}</p>
      <p className="reason">{t('recall.says', { reason: recall.reason })}</p>
    </Callout>
  )
}

/** The same above lists of proposals, whose titles may name any release. */
export const RecallCallouts = ({ releases }: { releases: readonly Recalled[] }) =>
  releases.map((release) => <RecallCallout key={release.id} release={release} />)

/** The same in a list: a word beside the stage. */
export const RecallBadge = ({ release }: { release: Pick<Recalled, 'recall'> }) => {
  const { t } = useIntl()
  if (release.recall === null) return null
  return (
    <span className="badge bad" title={release.recall.reason}>
      {t('recall.badge')}
    </span>
  )
}
