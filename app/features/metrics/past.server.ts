import type { Address } from 'viem'
import { timesOfEpoch } from '~/domain/epoch'
import type { Elector } from '~/domain/firewall'
import { toMoment } from '~/http/present'
import type { Moment } from '~/http/shapes'
import type { View } from '~/services.server'
import { sumByParty } from './measure.server'
import { walkBack } from './walk-back.server'

/** About half a year of weeks, which a line still shows point by point. */
const SHOWN_EPOCHS = 26
const BASIS_POINTS = 10_000n

export type AccountElector = Elector & { id: Address }

/** The party of an account, 0n for none. */
export type PartyOf = (account: Address) => bigint

/** The largest share of a house as an epoch began. */
export type PastPoint = { epoch: number; starts: Moment; largestBps: number }

/** Votes of parties and accounts at a time (UNIX seconds). */
export type PastVotes = { time: number; sums: ReadonlyMap<bigint | Address, bigint>; total: bigint }

type Asked = { house: 0 | 1; accounts: readonly AccountElector[]; partyAt: (time: number) => PartyOf }

export const bpsOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((BASIS_POINTS * part) / whole))

/** The past of a house back from what `accounts` hold now, oldest first, and the votes at the oldest point. */
export const readPast = async (view: View, { house, accounts, partyAt }: Asked) => {
  const epochs = Array.from({ length: SHOWN_EPOCHS }, (_, index) => view.epoch - index).filter((epoch) => epoch >= 0)
  const newestFirst = epochs.map((epoch) => ({ epoch, time: timesOfEpoch(view.rules, epoch).starts }))
  const powers = accounts.map(({ id, votes, seats }) => ({ account: id, votes: house === 0 ? votes : seats }))
  const points: PastPoint[] = []
  const past: { points: PastPoint[]; oldest: PastVotes | null } = { points, oldest: null }
  const start = { house, block: view.cursor.number, powers }
  await walkBack(view.sql, { start, newestFirst }, ({ epoch, time }, held) => {
    const sums = sumByParty(held, partyAt(time))
    const amounts = [...sums.values()]
    const total = amounts.reduce((sum, votes) => sum + votes, 0n)
    if (total === 0n) return
    const largest = amounts.reduce((most, votes) => (votes > most ? votes : most), 0n)
    points.unshift({ epoch, starts: toMoment(time), largestBps: bpsOf(largest, total) })
    past.oldest = { time, sums, total }
  })
  return past
}
