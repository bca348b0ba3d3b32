import type { ReactNode } from 'react'
import { UtcTime } from '~/components/utc-time'
import { formatDuration, secondsBetween } from '~/i18n/duration'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'
import { HouseBrief } from './house-brief'
import { ProposalBadges } from './proposal-badges'
import { getTitle } from './title'

type RowProps = {
  proposal: ProposalSummary
  /** The chain's time: time left is counted by it and never by the server's clock. */
  now: string
}

const bold = (chunks: ReactNode[]) => <strong>{chunks}</strong>

/** When something ends or ended: the exact time, with the time left as a help. */
export const ProposalClock = ({ proposal, now }: RowProps) => {
  const intl = useIntl()
  const { state, phase, snapshot, deadline, eta, decided } = proposal
  const say = (key: Parameters<typeof intl.rich>[0], at: string) =>
    intl.rich(key, {
      b: bold,
      time: () => <UtcTime at={at} />,
      left: formatDuration(intl, secondsBetween(now, at)),
      state: intl.t(`state.${state}`),
    })
  if (state === 'pending') return say('proposals.opens', snapshot.time)
  if (state === 'active') return say('home.ends', deadline.time)
  if (state === 'queued' && eta !== null) {
    return say(phase === 'executable' ? 'proposals.executableNow' : 'proposals.executable', eta.time)
  }
  if (decided !== null) return say('proposals.decided', decided.time)
  return say('proposals.ended', deadline.time)
}

/** A proposal in a list: what, where both houses stand, and how long still. */
export const ProposalRow = ({ proposal, now }: RowProps) => {
  const intl = useIntl()
  const open = proposal.state === 'active' || proposal.state === 'pending'
  return (
    <li className="stack-2">
      <ProposalBadges proposal={proposal} numbered />
      <h3>
        <a href={`/proposals/${proposal.id}`}>{getTitle(intl, proposal)}</a>
      </h3>
      <div className="bars">
        <HouseBrief tally={proposal.tally.token} open={open} />
        <HouseBrief tally={proposal.tally.seat} open={open} />
      </div>
      <p className="note">
        <ProposalClock proposal={proposal} now={now} />
        {proposal.state === 'active' && <> {intl.t('proposals.voters', proposal.voters)}</>}
      </p>
    </li>
  )
}
