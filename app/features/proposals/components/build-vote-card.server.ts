import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { shorten } from '~/components/address-chip'
import type { Choice, House } from '~/domain/ballot'
import { formatAmount } from '~/i18n/amount'
import { formatDuration, secondsBetween } from '~/i18n/duration'
import { formatUtc } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { Proposal, Viewer, VoteCardHouse as ViewerHouse } from '../schema'
import type { VoteCardData, VoteCardHouse } from './vote-card-props'

const choiceTexts = ({ t }: IntlShape): Readonly<Record<Choice, string>> => ({
  for: t('choice.for'),
  against: t('choice.against'),
  abstain: t('choice.abstain'),
})

const describePower = (intl: IntlShape, { snapshot, state }: Proposal, { power, refusal }: ViewerHouse): string => {
  const { t } = intl
  const time = formatUtc(snapshot.time)
  if (refusal === 'no-power') return t('vote.noPower', { time })
  const amount = formatAmount(intl, power)
  return t(state === 'pending' ? 'vote.powerNow' : 'vote.power', { amount, time })
}

const buildHouse = (
  intl: IntlShape,
  { proposal, account }: { proposal: Proposal; account: string },
  house: House,
  given: ViewerHouse,
): VoteCardHouse => {
  const { t } = intl
  const amount = formatAmount(intl, given.power)
  const names = choiceTexts(intl)
  const submit = (choice: Choice) => t('vote.submit', { choice: names[choice], amount })
  const time = formatUtc(proposal.deadline.time)
  const waiting = (choice: Choice) => t('vote.waiting', { choice: names[choice], amount, time })
  return {
    house,
    name: t(`house.${house}`),
    power: describePower(intl, proposal, given),
    voted: given.ballot === null ? null : t('vote.voted', { choice: names[given.ballot], amount }),
    receipt: given.ballot === null ? null : `/proposals/${proposal.id}/receipts/${account}`,
    allowed: given.allowed,
    submit: { for: submit('for'), against: submit('against'), abstain: submit('abstain') },
    waiting: { for: waiting('for'), against: waiting('against'), abstain: waiting('abstain') },
  }
}

// A house in which the viewer has nothing is not worth a line, unless there is no other.
const listHouses = (intl: IntlShape, proposal: Proposal, { account, token, seat }: Viewer): VoteCardHouse[] => {
  const facts = { proposal, account: account.address }
  const hasSeat = BigInt(seat.power.value) > 0n
  const tokens = BigInt(token.power.value) > 0n || !hasSeat ? [buildHouse(intl, facts, 'token', token)] : []
  return [...tokens, ...(hasSeat ? [buildHouse(intl, facts, 'seat', seat)] : [])]
}

const describeStatus = ({ t }: IntlShape, { phase, snapshot, deadline }: Proposal, viewer: Viewer | null): string => {
  if (phase === 'upcoming') return t('vote.notOpen', { time: formatUtc(snapshot.time) })
  if (phase !== 'voting' && phase !== 'objection') return t('vote.closed', { time: formatUtc(deadline.time) })
  return viewer === null ? t('vote.unknownPower', { time: formatUtc(snapshot.time) }) : ''
}

const listNotes = (intl: IntlShape, { proposal, viewer, now }: CardFacts): string[] => {
  const { t } = intl
  const { phase, deadline } = proposal
  if (phase !== 'voting' && phase !== 'objection') return []
  const canCast = viewer === null || viewer.token.allowed.length + viewer.seat.allowed.length > 0
  const left = formatDuration(intl, secondsBetween(now, deadline.time))
  return [
    ...(canCast ? [t('vote.final'), t('vote.cost')] : []),
    t('vote.ends', { time: formatUtc(deadline.time), left }),
    ...(phase === 'objection' ? [t('vote.objection')] : []),
  ]
}

/** `now` is the chain's time, RFC 3339. */
export type CardFacts = { proposal: Proposal; viewer: Viewer | null; governor: Address; now: string }

/** Prepares the card of one proposal for one reader; the island holds no catalogue and no formatter. */
export const buildVoteCard = (intl: IntlShape, facts: CardFacts): VoteCardData => {
  const { proposal, viewer, governor } = facts
  const { locale, t } = intl
  const { id } = proposal
  return {
    proposalId: id,
    open: proposal.phase === 'voting' || proposal.phase === 'objection',
    viewer:
      viewer === null
        ? null
        : {
            account: viewer.account.address as Address,
            shown: t('account.shown', { account: shorten(viewer.account.address) }),
            houses: listHouses(intl, proposal, viewer),
          },
    choices: choiceTexts(intl),
    notes: listNotes(intl, facts),
    status: describeStatus(intl, proposal, viewer),
    commands: [
      `cast send ${governor} "castVote(uint256,uint8)" ${id} 1`,
      `cast send ${governor} "castVoteWithReasonAndParams(uint256,uint8,string,bytes)" ${id} 1 "" 0x01`,
    ],
    texts: {
      ...getActTexts(locale),
      title: t('vote.title'),
      legend: t('vote.legend'),
      house: t('vote.house'),
      reason: t('vote.reason'),
      optional: t('vote.optional'),
      kept: t('vote.kept'),
      choose: t('vote.choose'),
      connect: t('vote.connect'),
      change: t('account.change'),
      receipt: t('receipt.link'),
      dismiss: t('vote.dismiss'),
      elsewhere: t('vote.elsewhere'),
      elsewhereNote: t('vote.elsewhereNote'),
      noScript: t('vote.noScript'),
    },
  }
}
