import type { PollTerms } from './poll'

const ONE_DAY = 86_400

/** What a poll may be; times in seconds, texts in characters. */
export const pollBounds = {
  question: 300,
  body: 20_000,
  choice: 120,
  reason: 2_000,
  leastChoices: 2,
  mostChoices: 10,
  mostQuorumBps: 10_000,
  /** How old a snapshot may be when its poll arrives: an author is not to search the past for a pleasant electorate. */
  snapshotAge: 7 * ONE_DAY,
  untilStart: 30 * ONE_DAY,
  length: 90 * ONE_DAY,
  revealLength: 30 * ONE_DAY,
} as const

/** A share of the proposal threshold that lets an account ask: see docs/decisions/024. */
const THRESHOLD_SHARE = 10n

/** Base units that an account without a seat needs to make a poll. `threshold` is the governor's for proposals. */
export const pollThreshold = (threshold: bigint): bigint => threshold / THRESHOLD_SHARE

/** Whether such power makes polls: by a seat, or by enough of the token's votes. */
export const mayAsk = (power: { token: bigint; seat: bigint }, threshold: bigint): boolean =>
  power.seat > 0n || power.token >= pollThreshold(threshold)

/** What the chain says as a poll arrives: its time, and the time of the block that the poll names; both UNIX seconds. */
export type PollMoment = { now: number; finalTime: number; snapshotTime: number }

type Field = keyof PollTerms
/** What is wrong with a field, as a sentence that says what to do. */
export type Fault = { field: Field; text: string }

/**
 * What is wrong with the times of a poll; empty where nothing is. A second counts as final once a later one is, since
 * another block of the same second could still change who had what.
 */
export const findTimeFaults = (terms: PollTerms, { now, finalTime, snapshotTime }: PollMoment): Fault[] => {
  const { snapshotBlock, snapshot, start, end, revealEnd, mode } = terms
  const faults: [boolean, Field, string][] = [
    [
      snapshot !== snapshotTime,
      'snapshot',
      `block ${snapshotBlock} has the time ${snapshotTime}, not ${snapshot}: state that of the block`,
    ],
    [snapshot >= finalTime, 'snapshotBlock', `block ${snapshotBlock} is not final yet: take an earlier one`],
    [
      now - snapshot > pollBounds.snapshotAge,
      'snapshotBlock',
      `block ${snapshotBlock} is older than ${pollBounds.snapshotAge} s: take a later one`,
    ],
    [start <= snapshot, 'start', `${start} is not after the snapshot at ${snapshot}: start later`],
    [
      start - now > pollBounds.untilStart,
      'start',
      `${start} is more than ${pollBounds.untilStart} s away: start sooner`,
    ],
    [end <= start, 'end', `${end} is not after the start at ${start}: end later`],
    [end <= now, 'end', `${end} is over, it is ${now} on the chain: end later`],
    [end - start > pollBounds.length, 'end', `the poll is longer than ${pollBounds.length} s: end sooner`],
    [
      mode === 'public' && revealEnd !== end,
      'revealEnd',
      `a public poll reveals nothing: state ${end}, its end, and not ${revealEnd}`,
    ],
    [
      mode === 'private' && revealEnd <= end,
      'revealEnd',
      `${revealEnd} is not after the end at ${end}: leave time to reveal`,
    ],
    [
      revealEnd - end > pollBounds.revealLength,
      'revealEnd',
      `there are more than ${pollBounds.revealLength} s to reveal in: end that sooner`,
    ],
  ]
  return faults.filter(([isWrong]) => isWrong).map(([, field, text]) => ({ field, text }))
}
