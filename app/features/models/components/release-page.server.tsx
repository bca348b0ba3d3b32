import type { ReactNode } from 'react'
import { AccountName, PartyName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { RecallBadge, RecallCallout } from '~/components/recall-callout'
import { UtcTime } from '~/components/utc-time'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Diff, Manifest, Release } from '../schema'
import { ReleaseAttestations } from './release-attestations.server'
import { ReleaseDiff } from './release-diff.server'
import { ReleaseFacts, ReleaseLineage } from './release-facts.server'
import { ReleaseGate, ReleaseStops } from './release-gate.server'
import { ReleaseLadder } from './release-ladder.server'
import { ReleaseManifest } from './release-manifest.server'
import { getReleaseName } from './release-name'
import { ReleaseMachines, ReleaseVerify } from './release-verify.server'
import { StageBadge } from './stage-badge'

const Warnings = ({ release }: { release: Release }) => {
  const intl = useIntl()
  const { t } = intl
  const { stage, stageSince, revokedAncestor } = release
  return (
    <>
      <RecallCallout release={release} />
      {stage === 'revoked' && (
        <Callout tone="bad" title={t('release.revoked')}>
          <p>{t('release.revokedDetail', { when: formatUtc(stageSince.time) })}</p>
        </Callout>
      )}
      {stage !== 'revoked' && revokedAncestor !== null && (
        <Callout tone="warn" title={t('release.ancestor')}>
          <p>{t('release.ancestorDetail', { name: getReleaseName(intl, revokedAncestor) })}</p>
        </Callout>
      )}
      {release.parents.map((parent) => (
        <RecallCallout key={parent.id} release={parent} />
      ))}
    </>
  )
}

const History = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="history">
      <h2 id="history">{t('release.history')}</h2>
      <FoldTable
        caption={t('release.historyCaption')}
        rows={release.ladder.filter(({ reached }) => reached !== null)}
        rowKey={({ stage }) => stage}
        columns={[
          { name: t('release.step'), cell: ({ stage }) => t(`stage.${stage}`) },
          { name: t('release.when'), cell: ({ reached }) => reached && <UtcTime at={reached.time} /> },
          { name: t('release.who'), cell: ({ actor }) => actor && <AccountName account={actor} /> },
          {
            name: t('release.transaction'),
            cell: ({ transaction }) => transaction && <AddressChip value={transaction} />,
          },
        ]}
      />
    </section>
  )
}

const About = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="proposals">
      <h2 id="proposals">{t('release.proposals')}</h2>
      {release.proposals.length === 0 && <p className="note">{t('release.proposalsNone')}</p>}
      <ul className="plain">
        {release.proposals.map(({ id, title, state }) => (
          <li key={id}>
            <a href={`/proposals/${id}`}>
              {id}: {title}
            </a>
            <span>{t(`state.${state}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Name, stage, size and what warns of it. */
export const ReleaseHead = ({ release }: { release: Release }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { model, licence, files, size, stage } = release
  return (
    <>
      <Breadcrumbs
        path={[
          { name: t('nav.models'), href: '/models' },
          { name: model.name, href: `/models/${model.id}` },
          { name: release.version },
        ]}
      />
      <h1>{getReleaseName(intl, release)}</h1>
      <div className="row">
        <StageBadge stage={stage} />
        <RecallBadge release={release} />
        <span className="small">
          {t('release.licence')} <strong>{licence}</strong>
        </span>
        <span className="small">{t('release.size', { files, bytes: formatWhole(locale, BigInt(size)) })}</span>
        <span className="small">
          <PartyName party={release.party} />
        </span>
      </div>
      <Warnings release={release} />
    </>
  )
}

/** The four stages with their times. */
export const ReleaseStages = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  return (
    <>
      <h2 id="ladder" className="vh">
        {t('release.ladder')}
      </h2>
      <ReleaseLadder release={release} />
    </>
  )
}

const Custody = ({ release }: { release: Release }) => {
  const { t } = useIntl()
  const { seal, id } = release
  return (
    <section className="card">
      <h2>{t('release.custody')}</h2>
      <p className="note">
        {seal === null
          ? t('release.unsealed')
          : t('release.sealed', { threshold: seal.threshold, shares: seal.shares, missing: seal.missingAcks })}
      </p>
      <p className="small">
        <a href={`/releases/${id}/custody`}>{t('release.toCustody')}</a>
      </p>
    </section>
  )
}

/** Beside the rest: how to verify it, whence it comes, who holds its key, and the same for machines. */
export const ReleaseSide = ({ release }: { release: Release }) => (
  <>
    <ReleaseVerify release={release} />
    <ReleaseLineage release={release} />
    <Custody release={release} />
    <ReleaseMachines release={release} />
  </>
)

type ReleaseBodyProps = { release: Release; manifest: Manifest | null; diff: Diff | null; children: ReactNode }

/** One release: its gates first, then what was stated, what it is, whence it comes and what was decided about it. */
export const ReleaseBody = ({ release, manifest, diff, children }: ReleaseBodyProps) => (
  <>
    {release.gate !== null && <ReleaseGate gate={release.gate} />}
    <ReleaseAttestations attestations={release.attestations} />
    <ReleaseStops stops={release.stops} />
    <ReleaseManifest release={release} manifest={manifest} />
    {diff !== null && <ReleaseDiff diff={diff} />}
    {children}
    <ReleaseFacts release={release} />
    <About release={release} />
    <History release={release} />
  </>
)
