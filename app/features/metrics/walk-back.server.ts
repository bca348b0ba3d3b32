import type { Address } from 'viem'
import { type PowerRow, readPowersBack } from '#db/queries/concentration.server'
import type { Reader } from '#db/queries/reader.server'
import type { Powers } from './measure.server'

/** What a house held after a block. */
type Start = { house: number; block: number; powers: readonly PowerRow[] }

/**
 * Hands over who held how much at each point (UNIX seconds), in one walk back through the changes. What is handed over is
 * changed by the further walk, so `take` keeps nothing of it.
 */
export const walkBack = async <Point extends { time: number }>(
  sql: Reader,
  { start, newestFirst }: { start: Start; newestFirst: readonly Point[] },
  take: (point: Point, powers: Powers) => void,
): Promise<void> => {
  const powers = new Map<Address, bigint>(start.powers.map(({ account, votes }) => [account, votes]))
  const waiting = [...newestFirst]
  const takeUpTo = (changed: number) => {
    for (let next = waiting[0]; next !== undefined && next.time >= changed; next = waiting[0]) {
      take(next, powers)
      waiting.shift()
    }
  }
  for await (const changes of readPowersBack(sql, start)) {
    for (const { account, previous_votes: votes, block_time: time } of changes) {
      takeUpTo(time)
      powers.set(account, votes)
    }
    if (waiting.length === 0) break
  }
  takeUpTo(0)
}
