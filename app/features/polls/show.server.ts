import { type Address, getAddress } from 'viem'
import type { PollBallotRow } from '#db/queries/poll-ballots.server'
import { type BallotSumRow, type PollRow, type Receipt, sumPollBallots } from '#db/queries/polls.server'
import type { House } from '~/domain/ballot'
import type { PollTerms } from '~/domain/poll'
import { countPoll, housesAsked, pollStateAt } from '~/domain/poll-tally'
import { toMoment, toSeats, toTokens } from '~/http/present'
import type { Account } from '~/http/shapes'
import type { View } from '~/services.server'
import { getPlace } from '~/signatures.server'
import type { Poll, PollBallot, PollResult, PollSummary } from './schema'

type AccountOf = (address: Address) => Account

const toAmount = (house: House, value: bigint) => (house === 'token' ? toTokens(value) : toSeats(value))

/** Where a poll stands at `now`, UNIX seconds of the chain. */
export const stateOf = ({ start_time, end_time, reveal_end }: PollRow, now: number) =>
  pollStateAt({ start: start_time, end: end_time, revealEnd: reveal_end }, now)

/** What its author signed, from what is stored of it. */
const termsOf = (row: PollRow): PollTerms => ({
  author: getAddress(row.author),
  question: row.question,
  body: row.body,
  choices: row.choices,
  houses: row.houses,
  snapshotBlock: row.snapshot_block,
  snapshot: row.snapshot,
  start: row.start_time,
  end: row.end_time,
  revealEnd: row.reveal_end,
  quorumBps: row.quorum_bps,
  mode: row.mode,
  draft: row.draft,
})

const sumsOf = (row: PollRow, said: readonly BallotSumRow[], house: House): bigint[] =>
  row.choices.map((_, index) => said.find(({ choice }) => choice === index)?.[house] ?? 0n)

const showResult = (row: PollRow, all: readonly BallotSumRow[], now: number): PollResult => {
  const own = all.filter(({ poll }) => poll === row.poll)
  const said = own.filter(({ choice }) => choice !== null)
  const count = (rows: readonly BallotSumRow[]) => rows.reduce((sum, { ballots }) => sum + ballots, 0)
  const { houses, outcome, choice } = countPoll({
    houses: row.houses,
    quorumBps: row.quorum_bps,
    supply: { token: row.token_supply, seat: row.seat_supply },
    sums: { token: sumsOf(row, said, 'token'), seat: sumsOf(row, said, 'seat') },
  })
  const final = stateOf(row, now) === 'closed'
  return {
    binding: false,
    final,
    ballots: count(own),
    sealed: count(own) - count(said),
    outcome: final ? outcome : null,
    choice: final ? choice : null,
    houses: houses.map(({ house, weights, turnout, supply, quorum, quorumMet, leads }) => ({
      house,
      weights: weights.map((weight) => toAmount(house, weight)),
      turnout: toAmount(house, turnout),
      supply: toAmount(house, supply),
      quorum: toAmount(house, quorum),
      quorumMet,
      leads,
    })),
  }
}

/** Shows polls as lists do; all that they need is looked up at once. */
export const showPolls = async (view: View, rows: readonly PollRow[]): Promise<PollSummary[]> => {
  const sums = await sumPollBallots(
    view.sql,
    rows.map(({ poll }) => poll),
  )
  const accountOf = await view.loadAccounts(rows.map(({ author }) => author))
  return rows.map((row) => ({
    id: row.poll,
    question: row.question,
    choices: row.choices,
    author: accountOf(row.author),
    houses: row.houses,
    mode: row.mode,
    state: stateOf(row, view.now),
    snapshot: toMoment(row.snapshot, row.snapshot_block),
    start: toMoment(row.start_time),
    end: toMoment(row.end_time),
    revealEnd: row.mode === 'private' ? toMoment(row.reveal_end) : null,
    quorumBps: row.quorum_bps,
    draft: row.draft === '' ? null : row.draft,
    result: showResult(row, sums, view.now),
  }))
}

const showSigned = <Message>(receipt: Receipt, message: Message) => ({
  message,
  signature: receipt.signature,
  by: receipt.signed_by,
  received: toMoment(receipt.received_time, receipt.received_block),
})

/** Shows one poll, whole, with all that it takes to check it. */
export const showPoll = async (view: View, row: PollRow): Promise<Poll> => {
  const [summary] = await showPolls(view, [row])
  if (summary === undefined) throw new RangeError('one poll is shown as one')
  return {
    ...summary,
    body: row.body,
    place: await getPlace(),
    signed: showSigned(row, { ...termsOf(row), choices: row.choices }),
  }
}

/** Shows a ballot with the message that was signed. */
export const showBallot = (poll: PollRow, row: PollBallotRow, accountOf: AccountOf): PollBallot => {
  const voter = getAddress(row.voter)
  const bound = { poll: poll.poll, voter, issuedAt: row.issued_at }
  const weights = { token: row.token_weight, seat: row.seat_weight }
  const message =
    row.commitment === null
      ? { ...bound, choice: row.choice ?? 0, reason: row.reason }
      : { ...bound, commitment: row.commitment }
  return {
    voter: accountOf(row.voter),
    counts: !row.replaced && row.choice !== null,
    replaced: row.replaced,
    choice: row.choice,
    reason: row.reason,
    weights: housesAsked(poll.houses).map((house) => ({ house, weight: toAmount(house, weights[house]) })),
    revealed:
      row.salt === null || row.revealed_time === null
        ? null
        : { salt: row.salt, at: toMoment(row.revealed_time, row.revealed_block) },
    signed: showSigned(row, message),
  }
}
