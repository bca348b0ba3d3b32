import { AccountName } from '~/components/account-name'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { RecallCallout } from '~/components/recall-callout'
import { UtcTime } from '~/components/utc-time'
import { useIntl } from '~/i18n/intl-context'
import type { Proposal } from '../schema'
import { clockOf } from './clock-of'
import { GateWarning } from './gate-warning.server'
import { ProposalBadges } from './proposal-badges'
import { getTitle } from './title'

const UNDECIDED = ['pending', 'active', 'succeeded', 'queued']

// A proposal may name a release in several of its calls.
const listReleases = ({ actions }: Proposal) => [
  ...new Map(actions.flatMap(({ release }) => (release === null ? [] : [[release.id, release] as const]))).values(),
]

/** What is proposed, by whom, and until when. */
export const ProposalHead = ({ proposal }: { proposal: Proposal }) => {
  const intl = useIntl()
  const { t } = intl
  const clock = clockOf(proposal)
  return (
    <>
      <Breadcrumbs path={[{ name: t('nav.proposals'), href: '/proposals' }, { name: proposal.id }]} />
      <ProposalBadges proposal={proposal} />
      <h1>{getTitle(intl, proposal)}</h1>
      <div className="row small">
        <span>
          {t('proposal.proposedBy')} <AccountName account={proposal.proposer} />
        </span>
        <span>
          {t(clock.key)} <UtcTime at={clock.at} />
        </span>
      </div>
      {proposal.recovery && <Callout tone="warn" title={t('proposal.recovery')} />}
      {listReleases(proposal).map((release) => (
        <RecallCallout key={release.id} release={release} />
      ))}
      {UNDECIDED.includes(proposal.state) &&
        proposal.actions.map(({ index, gate }) => gate !== null && <GateWarning key={index} gate={gate} />)}
    </>
  )
}
