import { BlockNotFoundError, getAddress } from 'viem'
import { findCursor } from '#db/queries/cursor.server'
import { getElectorate } from '#db/queries/electorate.server'
import { listSettings } from '#db/queries/parameters.server'
import { storePoll } from '#db/queries/polls.server'
import { getPowerAt } from '#db/queries/votes.server'
import { snapshotAt } from '~/domain/electorate'
import { AppError } from '~/domain/errors'
import { buildPollStatement, type PollTerms, pollIdOf } from '~/domain/poll'
import { type Fault, findTimeFaults, mayAsk, pollThreshold } from '~/domain/poll-terms'
import { InvalidInputError } from '~/http/problem'
import type { One } from '~/http/shapes'
import { getServices, withView } from '~/services.server'
import { getPlace, readHead, requireSigned } from '~/signatures.server'
import { getPoll } from './read.server'
import type { Poll, PollBody } from './schema'

/** Polls of one author that are not over, so that nobody fills the list. */
const MOST_OPEN = 5

const refuse = (faults: readonly Fault[]): never => {
  throw new InvalidInputError(
    faults.map(({ field, text }) => ({
      pointer: `#/body/message/${field}`,
      code: 'invalid',
      message: `${field}: ${text}.`,
    })),
    'invalid_poll',
  )
}

// The time of a block; null where the chain has none such.
const findTime = async (block: number): Promise<number | null> => {
  const { client } = await getServices()
  try {
    return Number((await client.getBlock({ blockNumber: BigInt(block) })).timestamp)
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null
    throw error
  }
}

// The newest block that is final and indexed: what is at or before it, the index knows and no reorg changes.
const readFinalBlock = async (): Promise<number> => {
  const { writer } = await getServices()
  const cursor = await findCursor(writer)
  if (cursor !== null) return Math.min(cursor.finalized, cursor.number)
  throw new AppError('index_starting', 'Nothing is indexed yet: try again in a few seconds.', { retryable: true })
}

const requireTimes = async (terms: PollTerms, now: number): Promise<void> => {
  const final = await readFinalBlock()
  const [snapshotTime, finalTime] = [
    terms.snapshotBlock > final ? null : await findTime(terms.snapshotBlock),
    await findTime(final),
  ]
  if (snapshotTime === null || finalTime === null) {
    const text = `block ${terms.snapshotBlock} is not final yet, block ${final} is the newest that is: take an earlier one`
    return refuse([{ field: 'snapshotBlock', text }])
  }
  const faults = findTimeFaults(terms, { now, finalTime, snapshotTime })
  if (faults.length > 0) refuse(faults)
}

// Power now counts as well as at the snapshot, so that what was borrowed for the snapshot and given back makes no poll.
const requirePower = ({ author, snapshot }: PollTerms): Promise<{ token: bigint; seat: bigint }> =>
  withView(async ({ sql, now }) => {
    const threshold = (await listSettings(sql)).find(({ name }) => name === 'proposalThreshold')?.value ?? 0n
    const powers = [await getPowerAt(sql, author, snapshot), await getPowerAt(sql, author, now)]
    if (powers.some((power) => !mayAsk(power, threshold))) {
      const held = powers.map(({ token }) => token).join(' at the snapshot and ')
      const message = `${author} has ${held} base units now, and no seat at both: a poll takes a seat, or ${pollThreshold(threshold)} at both.`
      throw new AppError('no_power', message)
    }
    const { supply, liveSeats } = snapshotAt(await getElectorate(sql), { time: snapshot, tier: 'routine' })
    return { token: supply, seat: liveSeats }
  })

/**
 * Stores a poll that its author signed; the same one once. Throws `invalid_poll`, `no_power`, `limit_reached` and
 * `invalid_signature`.
 */
export const createPoll = async ({ message, signature }: PollBody): Promise<{ isNew: boolean; answer: One<Poll> }> => {
  const terms: PollTerms = { ...message, author: getAddress(message.author) }
  const place = await getPlace()
  const poll = pollIdOf(place, terms)
  const known = await getPoll(poll, { fresh: true }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'poll_unknown') return null
    throw error
  })
  if (known !== null) return { isNew: false, answer: known }
  const head = await readHead()
  await requireTimes(terms, head.time)
  const supply = await requirePower(terms)
  const typedData = buildPollStatement(place, terms)
  const receipt = await requireSigned({ account: terms.author, typedData, signature, head })
  const { writer } = await getServices()
  const stored = await storePoll(writer, { poll, terms, supply, receipt }, MOST_OPEN)
  if (stored === 'limit') {
    const text = `${terms.author} has ${MOST_OPEN} polls that are not over: wait for the end of one.`
    throw new AppError('limit_reached', text)
  }
  return { isNew: stored === 'new', answer: await getPoll(poll, { fresh: true }) }
}
