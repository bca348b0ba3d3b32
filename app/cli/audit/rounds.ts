import { allocationAt, fromChainLevel } from '~/domain/allocation/level'
import { type Ask, type SharedRound, type SharingPolicy, shareRound } from '~/domain/allocation/share-round'
import { AppError } from '~/domain/errors'
import { type Rows, rowsOf } from '~/indexer/rows'
import type { RowOf } from '~/indexer/tables'

/** What is summed up of a round: GPU-seconds that count of what was asked, GPU-seconds that are given, 1 where final. */
export const roundNames = ['demand', 'allocated', 'settled'] as const

/** What the sums of a round are called. */
export const nameRound = (pool: bigint | string, epoch: bigint | number, name: (typeof roundNames)[number]): string =>
  `round ${pool}-${epoch} ${name}`

type PolicyColumns = Pick<RowOf<'policies'>, 'reserves' | 'class_weights' | 'kind_classes' | 'kind_weights' | 'cap_bps'>

/** A policy as the solver takes it. */
export const toPolicy = (row: PolicyColumns): SharingPolicy => ({
  capBps: Number(row.cap_bps),
  classes: row.reserves.map((bps, index) => ({ reserveBps: Number(bps), weight: Number(row.class_weights[index]) })),
  kinds: row.kind_classes.map((own, index) => ({ class: Number(own), weight: Number(row.kind_weights[index]) })),
})

/** What counts of what was asked for, in GPU-seconds. */
export const sumDemand = ({ outcome }: SharedRound): number =>
  outcome.classes.reduce((sum, { demand }) => sum + demand, 0)

// What was proven on chain counts: it would differ from the solver's word if the solver were wrong.
const sumProven = ({ shares }: SharedRound, levels: readonly bigint[]): number =>
  shares.reduce((sum, { units, weight, class: own }) => {
    if (own === null || weight === null) return sum
    return sum + allocationAt({ units, weight }, fromChainLevel(levels[own + 1] ?? 0n))
  }, 0)

type Round = { row: RowOf<'rounds'>; asks: Map<bigint, Ask>; levels: readonly bigint[] | null }

/**
 * Works rounds out from rows that come in chain order: of a final one from the levels on chain, of any other by the
 * solver. It remembers what every party asked for, since the last request counts.
 */
export const createRoundSummer = () => {
  const kinds = new Map<bigint, number>()
  const policies = new Map<bigint, SharingPolicy>()
  const rounds = new Map<string, Round>()
  const roundOf = ({ pool, epoch }: { pool: bigint; epoch: bigint }): Round => {
    const round = rounds.get(`${pool}-${epoch}`)
    if (round) return round
    throw new AppError('unexpected_log', `Something was said of pool ${pool} in epoch ${epoch} before it was opened.`)
  }
  const work = ({ row, asks, levels }: Round) => {
    const policy = policies.get(row.version)
    if (!policy) throw new AppError('unexpected_log', `Policy ${row.version} counts for a round, but was never set.`)
    const shared = shareRound(Number(row.capacity), policy, [...asks.values()])
    return { demand: sumDemand(shared), allocated: levels ? sumProven(shared, levels) : shared.outcome.allocated }
  }
  return {
    add: (rows: Rows) => {
      for (const { kind, party, party_kind } of rowsOf(rows, 'party_events')) {
        if (kind === 'admitted') kinds.set(party, Number(party_kind))
      }
      for (const row of rowsOf(rows, 'policies')) policies.set(row.version, toPolicy(row))
      for (const row of rowsOf(rows, 'rounds')) {
        rounds.set(`${row.pool}-${row.epoch}`, { row, asks: new Map(), levels: null })
      }
      for (const row of rowsOf(rows, 'requests')) {
        const { party, want } = row
        roundOf(row).asks.set(party, { party, want, kind: kinds.get(party) ?? 0 })
      }
      for (const row of rowsOf(rows, 'settlements')) roundOf(row).levels = row.levels
    },
    finish: (): [subject: string, amount: bigint][] =>
      [...rounds.values()].flatMap((round) => {
        const { pool, epoch } = round.row
        const sums = { ...work(round), settled: round.levels === null ? 0 : 1 }
        return roundNames.map((name): [string, bigint] => [nameRound(pool, epoch, name), BigInt(sums[name])])
      }),
  }
}
