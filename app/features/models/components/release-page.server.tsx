import { AccountName, PartyName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Release } from '../schema'
import { ReleaseFacts, ReleaseLineage } from './release-facts.server'
import { ReleaseLadder } from './release-ladder.server'
import { getReleaseName } from './release-name'
import { ReleaseVerify } from './release-verify.server'
import { StageBadge } from './stage-badge'

const Warnings = ({ release }: { release: Release }) => {
  const intl = useIntl()
  const { t } = intl
  const { stage, stageSince, revokedAncestor } = release
  return (
    <>
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

/** One release: its stage first, then what it is, whence it comes and what was decided about it. */
export const ReleasePage = ({ release }: { release: Release }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { model, licence, files, size, stage } = release
  return (
    <>
      <div className="head">
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
          <span className="small">
            {t('release.licence')} <strong>{licence}</strong>
          </span>
          <span className="small">{t('release.size', { files, bytes: formatWhole(locale, BigInt(size)) })}</span>
          <span className="small">
            <PartyName party={release.party} />
          </span>
        </div>
        <Warnings release={release} />
      </div>
      <section className="steps-of-stage" aria-labelledby="ladder">
        <h2 id="ladder" className="vh">
          {t('release.ladder')}
        </h2>
        <ReleaseLadder release={release} />
      </section>
      <div className="cols">
        <ReleaseFacts release={release} />
        <aside className="side" aria-label={t('release.verify')}>
          <ReleaseVerify release={release} />
          <ReleaseLineage release={release} />
        </aside>
        <About release={release} />
        <History release={release} />
      </div>
    </>
  )
}
