import { AccountName } from '~/components/account-name'
import { shorten } from '~/components/address-chip'
import { AttestationStatus, Report, VerdictName } from '~/components/attestation-status'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { RecallBadge } from '~/components/recall-callout'
import type { ReleaseRef } from '~/http/shapes'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Evaluator } from '../schema'

const ReleaseLink = ({ release }: { release: ReleaseRef }) => {
  const { t } = useIntl()
  return (
    <>
      <a href={`/releases/${release.id}`}>
        {t('release.title', { model: release.model.name, version: release.version })}
      </a>{' '}
      <span className="quiet">({t(`stage.${release.stage}`)})</span> <RecallBadge release={release} />
    </>
  )
}

/** Who it is, and whether it may state anything. */
export const EvaluatorHead = ({ evaluator }: { evaluator: Evaluator }) => {
  const { t } = useIntl()
  const { account, active, appointed, appointedBy } = evaluator
  return (
    <>
      <Breadcrumbs path={[{ name: t('evaluators.title'), href: '/evaluators' }, { name: shorten(account.address) }]} />
      <h1>{t('evaluator.title')}</h1>
      <div className="row small">
        <span>
          <AccountName account={account} />
        </span>
        <span>
          {t('evaluators.since')} {formatUtc(appointed.time)}
        </span>
        {appointedBy !== null && (
          <a href={`/proposals/${appointedBy.id}`}>{t('proposal.number', { id: appointedBy.id })}</a>
        )}
      </div>
      {!active && <Callout tone="warn" title={t('evaluator.notActive')} />}
    </>
  )
}

/** What the next stages ask of it. */
export const EvaluatorWaiting = ({ evaluator }: { evaluator: Evaluator }) => {
  const { t } = useIntl()
  const { waiting } = evaluator
  return (
    <>
      <h2 id="waiting">{t('evaluator.waiting')}</h2>
      {waiting.length === 0 ? (
        <p className="note">{t('evaluator.nothing')}</p>
      ) : (
        <FoldTable
          caption={t('evaluator.waitingCaption')}
          rows={waiting}
          rowKey={({ release, kind }) => `${release.id} ${kind}`}
          columns={[
            { name: t('evaluator.release'), cell: ({ release }) => <ReleaseLink release={release} /> },
            { name: t('attestations.kind'), cell: ({ kind }) => t(`evaluation.${kind}`) },
            { name: t('evaluator.have'), cell: ({ have, needed }) => t('evaluator.of', { have, needed }) },
            {
              name: t('evaluator.before'),
              cell: ({ mine }) =>
                mine === null ? <span className="quiet">–</span> : <AttestationStatus attestation={mine} />,
            },
          ]}
        />
      )}
    </>
  )
}

/** All that it has stated. */
export const EvaluatorList = ({ evaluator }: { evaluator: Evaluator }) => {
  const { t } = useIntl()
  return (
    <>
      <h2 id="stated">{t('evaluator.list')}</h2>
      {evaluator.list.length === 0 ? (
        <p className="note">{t('evaluator.noneStated')}</p>
      ) : (
        <FoldTable
          caption={t('evaluator.listCaption')}
          rows={evaluator.list}
          rowKey={({ uid }) => uid}
          columns={[
            { name: t('evaluator.release'), cell: ({ release }) => <ReleaseLink release={release} /> },
            { name: t('attestations.kind'), cell: ({ kind }) => t(`evaluation.${kind}`) },
            { name: t('attestations.verdict'), cell: ({ verdict }) => <VerdictName verdict={verdict} /> },
            { name: t('attestations.status'), cell: (one) => <AttestationStatus attestation={one} /> },
            { name: t('evaluator.at'), cell: ({ at }) => formatUtc(at.time).slice(0, -4) },
            { name: t('attestations.report'), cell: (one) => <Report {...one} /> },
          ]}
        />
      )}
    </>
  )
}
