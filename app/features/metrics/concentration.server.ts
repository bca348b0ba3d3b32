import { findBlockAt, findBlockUpTo, listPowersAt } from '#db/queries/concentration.server'
import { listProposalRows } from '#db/queries/proposals.server'
import { createBlockCache } from '~/domain/block-cache'
import { epochAt, timesOfEpoch } from '~/domain/epoch'
import { buildPage, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { toMoment } from '~/http/present'
import { InvalidInputError } from '~/http/problem'
import type { List, One, ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { loadMemberships, type Metric, measureHouse } from './measure.server'
import { type Concentration, type ConcentrationPoint, METRICS } from './schema'
import { walkBack } from './walk-back.server'

const DEFAULT_POINTS = 26

type House = 'token' | 'seat'
const numbers = { token: 0, seat: 1 } as const

/** A block of the chain's past, or a time in it (UNIX seconds). */
type Place = { block: number } | { time: number }

type Asked = { house?: House | undefined; metric?: Metric[] | undefined; at?: Place | undefined }

const refuse = (message: string): never => {
  throw new InvalidInputError([{ pointer: '#/query/at', code: 'invalid', message }])
}

const findPlace = async ({ sql, cursor, now }: View, at: Place | undefined) => {
  if (at === undefined) return findBlockUpTo(sql, cursor.number)
  if ('block' in at) {
    if (at.block > cursor.number) refuse(`at=${at.block}: block ${cursor.number} is the newest that is indexed.`)
    return findBlockUpTo(sql, at.block)
  }
  if (at.time > now) refuse('at lies after the newest block that is indexed: ask for a time that was.')
  return findBlockAt(sql, at.time)
}

const measureAt = async (view: View, { house, metric = [...METRICS], at }: Asked): Promise<One<Concentration>> => {
  const place = await findPlace(view, at)
  // A header is kept where something happened, so a time after it is still that of the same powers.
  const time = at !== undefined && 'time' in at ? at.time : (place?.time ?? 0)
  const memberships = await loadMemberships(view)
  const houses = house === undefined ? [0, 1] : [numbers[house]]
  const measured: Concentration['houses'] = []
  for (const number of houses) {
    const rows = place === null ? [] : await listPowersAt(view.sql, { house: number, block: place.block })
    const powers = new Map(rows.map(({ account, votes }) => [account, votes]))
    measured.push(measureHouse(view, powers, { house: number, time, metrics: metric, memberships }))
  }
  return {
    data: { at: toMoment(time, place?.block ?? null), epoch: epochAt(view.rules, time), houses: measured },
    asOf: await view.asOf(at === undefined || place === null ? [] : [place]),
  }
}

/** How concentrated votes are, or were at a block or time. Throws `invalid_parameter` for what is to come. */
export const getConcentration = (asked: Asked): Promise<One<Concentration>> =>
  withView((view) => measureAt(view, asked))

const keep = createBlockCache<One<Concentration>>(1)

/** The same of both houses now, measured once for each block. */
export const getConcentrationNow = (): Promise<One<Concentration>> =>
  withView((view) => keep(view.cursor.hash, '', () => measureAt(view, {})))

type Point = { key: string; time: number; proposal: ProposalRef | null }

type Step = { from: string | null; backwards: boolean; limit: number }

// Epochs begin at known times, the newest first; before the first there is nothing to measure.
const listEpochPoints = ({ epoch: current, rules }: View, { from, backwards, limit }: Step): Point[] => {
  const start = from === null ? current : Number(from) + (backwards ? 1 : -1)
  const epochs = Array.from({ length: limit }, (_, index) => start + (backwards ? index : -index))
  return epochs
    .filter((epoch) => epoch >= 0 && epoch <= current)
    .map((epoch) => ({ key: String(epoch), time: timesOfEpoch(rules, epoch).starts, proposal: null }))
}

const listSnapshotPoints = async (view: View, { from, backwards, limit }: Step): Promise<Point[]> => {
  const rows = await listProposalRows(view.sql, {
    ...{ state: null, kinds: null, proposer: null, text: null, from: null, to: null, sort: 'newest' },
    position: from === null ? null : { deadline: 0, id: from },
    backwards,
    height: view.cursor.number,
    now: view.now,
    windows: view.rules,
    limit,
  })
  return Promise.all(
    rows.map(async (row) => ({ key: String(row.proposal_id), time: row.snapshot, proposal: await view.refOf(row) })),
  )
}

type Series = { house: House; metrics: readonly Metric[] }

const measurePoints = async (view: View, points: readonly Point[], { house, metrics }: Series) => {
  const newestFirst = [...points].sort((a, b) => b.time - a.time)
  const measured = new Map<string, ConcentrationPoint>()
  const [newest] = newestFirst
  const place = newest && (await findBlockAt(view.sql, newest.time))
  const memberships = await loadMemberships(view)
  const number = numbers[house]
  const powers = place ? await listPowersAt(view.sql, { house: number, block: place.block }) : []
  const start = { house: number, block: place?.block ?? 0, powers }
  await walkBack(view.sql, { start, newestFirst }, ({ key, time, proposal }, held) =>
    measured.set(key, {
      at: toMoment(time),
      epoch: epochAt(view.rules, time),
      proposal,
      ...measureHouse(view, held, { house: number, time, metrics, memberships }),
    }),
  )
  return points.map(({ key }) => measured.get(key)).filter((point) => point !== undefined)
}

type History = Paging & {
  house?: House | undefined
  metric?: Metric[] | undefined
  over?: 'epochs' | 'snapshots' | undefined
}

/** How concentrated votes were at the beginning of each epoch, or at each snapshot, newest first. Throws `invalid_cursor`. */
export const listConcentration = (asked: History): Promise<List<ConcentrationPoint>> =>
  withView(async (view) => {
    const { house = 'token', metric = [...METRICS], over = 'epochs', limit = DEFAULT_POINTS } = asked
    const cursor = asked.cursor === undefined ? null : parseCursor(asked.cursor, [keyShapes.count])
    const step = { from: cursor?.key[0] ?? null, backwards: cursor?.direction === 'prev', limit: limit + 1 }
    const found = over === 'epochs' ? listEpochPoints(view, step) : await listSnapshotPoints(view, step)
    const height = cursor?.height ?? view.cursor.number
    const { rows, page } = buildPage(found, { limit, height, cursor, keyOf: ({ key }) => [key] })
    const data = await measurePoints(view, rows, { house, metrics: metric })
    return { data, page, asOf: await view.asOf([]) }
  })
