import { type Address, getAddress } from 'viem'
import { findCursor } from '#db/queries/cursor.server'
import { findPollBallotRow, storePollBallot, storeReveal } from '#db/queries/poll-ballots.server'
import { findPollRow, type PollRow } from '#db/queries/polls.server'
import { getPowerAt } from '#db/queries/votes.server'
import { AppError } from '~/domain/errors'
import { buildCommitment, buildOpenBallot, buildSealedBallot } from '~/domain/poll'
import { housesAsked, type PollState } from '~/domain/poll-tally'
import { toTime } from '~/http/present'
import type { One } from '~/http/shapes'
import { getServices } from '~/services.server'
import { getPlace, type Head, readHead, requireSigned } from '~/signatures.server'
import { findPollBallot } from './read.server'
import type { BallotBody, PollBallot, RevealBody } from './schema'
import { stateOf } from './show.server'

/** Ballots of one voter in one poll, those that were replaced included. */
const MOST_BALLOTS = 50

type Sent = { isNew: boolean; answer: One<PollBallot> }

const getRow = async (id: string): Promise<PollRow> => {
  const { writer } = await getServices()
  const row = /^0x[0-9a-f]{64}$/.test(id) ? await findPollRow(writer, id as `0x${string}`) : null
  if (row === null) throw new AppError('poll_unknown', `There is no poll ${id}: /api/v1/polls lists them.`)
  return row
}

const refuse = (code: string, message: string): never => {
  throw new AppError(code, message)
}

// By the chain's clock, which everybody can read: the one of this server nobody else knows.
const requireState = (row: PollRow, head: Head, wanted: PollState & ('active' | 'revealing')): void => {
  const state = stateOf(row, head.time)
  if (state === wanted) return
  const [what, from, to] =
    wanted === 'active' ? ['ballots', row.start_time, row.end_time] : ['reveals', row.end_time, row.reveal_end]
  const times = `from ${toTime(from)} until before ${toTime(to)}, and it is ${toTime(head.time)} in block ${head.block}`
  refuse('poll_not_open', `The poll is ${state}: ${what} are taken ${times}.`)
}

// While the index is built anew it may not know yet who had what at the snapshot.
const getWeight = async (row: PollRow, voter: Address) => {
  const { sql } = await getServices()
  const cursor = await findCursor(sql)
  if (cursor !== null && cursor.timestamp > row.snapshot) return getPowerAt(sql, voter, row.snapshot)
  const message = `The snapshot, block ${row.snapshot_block}, is not indexed yet: try again later.`
  throw new AppError('index_lagging', message, { retryable: true })
}

const getBallot = async (id: string, voter: Address): Promise<One<PollBallot>> => {
  const { data, asOf } = await findPollBallot(id, voter)
  return data === null ? refuse('poll_unknown', `${voter} has no ballot in the poll ${id}.`) : { data, asOf }
}

const readMessage = async (row: PollRow, message: BallotBody['message']) => {
  const place = await getPlace()
  const voter = getAddress(message.voter)
  if (message.poll !== row.poll) {
    refuse('invalid_ballot', `The ballot is for the poll ${message.poll}, and this is ${row.poll}: sign one for it.`)
  }
  if ('commitment' in message) {
    if (row.mode === 'public') refuse('invalid_ballot', 'The poll is public: sign a Ballot that says its choice.')
    const typedData = buildSealedBallot(place, { ...message, voter })
    return { voter, typedData, choice: null, commitment: message.commitment, reason: '' }
  }
  if (row.mode === 'private') refuse('invalid_ballot', 'The poll is private: sign a SealedBallot with a commitment.')
  const { choice, reason } = message
  if (choice >= row.choices.length) {
    refuse('invalid_ballot', `There is no choice ${choice}: the last one is ${row.choices.length - 1}, from 0.`)
  }
  return { voter, typedData: buildOpenBallot(place, { ...message, voter }), choice, commitment: null, reason }
}

/**
 * Stores a ballot that its voter signed; the last one counts. Throws `poll_unknown`, `invalid_ballot`, `poll_not_open`,
 * `no_power`, `invalid_signature`, `message_outdated` and `limit_reached`.
 */
export const castPollBallot = async (id: string, { message, signature }: BallotBody): Promise<Sent> => {
  const row = await getRow(id)
  const { voter, typedData, choice, commitment, reason } = await readMessage(row, message)
  const head = await readHead()
  requireState(row, head, 'active')
  const { writer } = await getServices()
  const weight = await getWeight(row, voter)
  if (housesAsked(row.houses).every((house) => weight[house] === 0n)) {
    const houses = housesAsked(row.houses).join(' or ')
    refuse('no_power', `${voter} had no votes in the ${houses} house at the snapshot, block ${row.snapshot_block}.`)
  }
  const { issuedAt } = message
  const receipt = await requireSigned({ account: voter, typedData, signature, head, issuedAt })
  const ballot = { poll: row.poll, voter, choice, commitment, reason, issuedAt, weight, receipt }
  const stored = await storePollBallot(writer, ballot, MOST_BALLOTS)
  if (stored === 'outdated') {
    refuse('message_outdated', `A ballot of ${voter} is here that was not issued before ${issuedAt}: sign a later one.`)
  }
  if (stored === 'limit') refuse('limit_reached', `${voter} has sent ${MOST_BALLOTS} ballots: the last one stands.`)
  if (stored === 'late')
    refuse('poll_not_open', 'A ballot of this poll is revealed already: nobody can choose any more.')
  return { isNew: stored === 'new', answer: await getBallot(id, voter) }
}

/** Stores what a sealed ballot says. Throws `poll_unknown`, `poll_not_open`, `invalid_ballot` and `wrong_reveal`. */
export const revealPollBallot = async (id: string, { choice, salt, ...given }: RevealBody): Promise<Sent> => {
  const row = await getRow(id)
  const voter = getAddress(given.voter)
  if (row.mode === 'public') refuse('invalid_ballot', 'The poll is public: its ballots have nothing to reveal.')
  if (choice >= row.choices.length) {
    refuse('invalid_ballot', `There is no choice ${choice}: the last one is ${row.choices.length - 1}, from 0.`)
  }
  const head = await readHead()
  requireState(row, head, 'revealing')
  const { writer } = await getServices()
  const ballot = await findPollBallotRow(writer, row.poll, voter)
  const commitment = buildCommitment({ poll: row.poll, voter, choice, salt })
  if (ballot?.commitment !== commitment) {
    const held = ballot?.commitment ?? 'none'
    const message = `This choice and salt of ${voter} make the commitment ${commitment}, and its ballot has ${held}: nothing is revealed.`
    refuse('wrong_reveal', message)
  }
  const isNew = await storeReveal(writer, {
    poll: row.poll,
    voter,
    choice,
    salt,
    commitment,
    block: head.block,
    time: head.time,
  })
  return { isNew, answer: await getBallot(id, voter) }
}
