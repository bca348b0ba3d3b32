import type { Transaction } from '#db/client.server'
import { type Ask, type SharedRound, shareRound } from '~/domain/allocation/share-round'
import { AppError } from '~/domain/errors'
import { nameRound, sumDemand, toPolicy } from './rounds'

type RoundRow = Parameters<typeof toPolicy>[0] & { pool: bigint; epoch: bigint; capacity: bigint; settled: boolean }

// Of rows that no contract could have emitted nothing can be worked out, and nothing is what is compared then.
const findShared = (round: RoundRow, asks: readonly Ask[]): SharedRound | null => {
  try {
    return shareRound(Number(round.capacity), toPolicy(round), asks)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_allocation') return null
    throw error
  }
}

/** What the database says of each round, named as in `Sums`: the solver's word on the requests that it holds. */
export const readRounds = async (transaction: Transaction): Promise<[subject: string, amount: string][]> => {
  const rounds = await transaction<RoundRow[]>`
    select r.pool, r.epoch, r.capacity, p.cap_bps, p.reserves, p.class_weights, p.kind_classes, p.kind_weights,
      exists (select 1 from settlements s where s.pool = r.pool and s.epoch = r.epoch) as settled
    from rounds r join policies p using (version) order by r.epoch, r.pool`
  const sums: [string, string][] = []
  for (const round of rounds) {
    const { pool, epoch } = round
    const asks = await transaction<Ask[]>`
      select distinct on (q.party) q.party, q.want, a.party_kind as kind
      from requests q join party_events a on a.party = q.party and a.kind = 'admitted'
      where q.pool = ${pool} and q.epoch = ${epoch} order by q.party, q.block_number desc, q.log_index desc`
    const shared = findShared(round, asks)
    if (shared === null) continue
    sums.push(
      [nameRound(pool, epoch, 'demand'), String(sumDemand(shared))],
      [nameRound(pool, epoch, 'allocated'), String(shared.outcome.allocated)],
      [nameRound(pool, epoch, 'settled'), round.settled ? '1' : '0'],
    )
  }
  return sums
}
