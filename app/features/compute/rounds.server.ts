import type { Address } from 'viem'
import { listRequestRowsOfEpochs, listRoundRows, type RequestRow, type RoundRow } from '#db/queries/rounds.server'
import { fromChainLevel } from '~/domain/allocation/level'
import { shareOfCapacity } from '~/domain/allocation/share-classes'
import { type PartyShare, type SharedRound, shareRound } from '~/domain/allocation/share-round'
import { timesOfEpoch } from '~/domain/epoch'
import { toGpuSeconds, toMoment } from '~/http/present'
import type { Account } from '~/http/shapes'
import type { View } from '~/services.server'
import { type ComputeRules, changeOf, getPolicyRow, kindsOfClass, refOfPool, toSharingPolicy } from './rules.server'
import type { Round } from './schema'

/** A round, what was asked of it in the order of parties, and what that comes to by the contract's own rule. */
export type WorkedRound = { row: RoundRow; requests: RequestRow[]; shared: SharedRound }

/** Works out the rounds of some epochs, newest epoch first and in the order of pools. */
export const workRounds = async (
  view: View,
  rules: ComputeRules,
  epochs: readonly number[],
): Promise<WorkedRound[]> => {
  const rows = await listRoundRows(view.sql, epochs)
  const requests = new Map<string, RequestRow[]>()
  for (const request of await listRequestRowsOfEpochs(view.sql, epochs)) {
    const own = requests.get(keyOf(request))
    if (own) own.push(request)
    else requests.set(keyOf(request), [request])
  }
  return rows.map((row) => {
    const own = requests.get(keyOf(row)) ?? []
    return { row, requests: own, shared: shareOf(rules, row, own) }
  })
}

const keyOf = ({ pool, epoch }: Pick<RoundRow, 'pool' | 'epoch'>): string => `${pool}-${epoch}`

/** What the requests of a round come to under its own policy. */
const shareOf = (rules: ComputeRules, row: RoundRow, requests: readonly RequestRow[]): SharedRound =>
  shareRound(
    row.capacity,
    toSharingPolicy(getPolicyRow(rules, row.version)),
    requests.map(({ party, party_kind: kind, want }) => ({ party, kind, want })),
  )

/** The blocks that changed a round. */
export const changesOfRound = ({ row, requests }: WorkedRound) => [
  changeOf(row),
  ...requests.map(changeOf),
  ...(row.settled_block === null || row.settled_hash === null || row.settled_time === null
    ? []
    : [{ block: row.settled_block, hash: row.settled_hash, time: row.settled_time }]),
]

/** Whether its result is proven, can be, or requests still come. */
export const statusOf = (view: View, row: RoundRow): Round['status'] => {
  if (row.levels !== null) return 'final'
  return view.now < timesOfEpoch(view.rules, row.epoch).requestsUntil ? 'taking' : 'settling'
}

export const toLevel = (level: bigint | null): string | null => (level === null ? null : String(level))

/** What a class gets in all, in GPU-seconds. */
export const sumOfClass = (shares: readonly PartyShare[], index: number): number =>
  shares.reduce((sum, share) => (share.class === index ? sum + share.allocation : sum), 0)

const toClasses = (rules: ComputeRules, { row, shared }: WorkedRound): Round['classes'] => {
  const policy = toSharingPolicy(getPolicyRow(rules, row.version))
  return shared.outcome.classes.map(({ demand, available, level }, index) => {
    const { reserveBps = 0, weight = 1 } = policy.classes[index] ?? {}
    return {
      index,
      kinds: kindsOfClass(policy, index),
      weight,
      reserveBps,
      reserve: toGpuSeconds(shareOfCapacity(row.capacity, reserveBps)),
      demand: toGpuSeconds(demand),
      available: toGpuSeconds(available),
      allocated: toGpuSeconds(sumOfClass(shared.shares, index)),
      level: toLevel(level),
    }
  })
}

const toSettlement = (row: RoundRow, accountOf: (account: Address) => Account): Round['settled'] => {
  const { levels, keeper, settled_time: time, settled_tx: transaction } = row
  if (levels === null || keeper === null || time === null || transaction === null) return null
  return {
    at: toMoment(time, row.settled_block),
    transaction,
    keeper: accountOf(keeper),
    levels: levels.map(String),
  }
}

type ShowRound = { view: View; rules: ComputeRules; accountOf: (account: Address) => Account }

/** How a round is shown. Of a final one the class level is the one on chain; the solver found the same. */
export const toRound = (worked: WorkedRound, { view, rules, accountOf }: ShowRound): Round => {
  const { row, requests, shared } = worked
  const { outcome } = shared
  const [proven] = row.levels ?? []
  return {
    pool: refOfPool(rules, row.pool),
    epoch: row.epoch,
    status: statusOf(view, row),
    policy: row.version,
    capacity: toGpuSeconds(row.capacity),
    cap: toGpuSeconds(row.cap),
    requests: requests.length,
    demand: toGpuSeconds(outcome.classes.reduce((sum, { demand }) => sum + demand, 0)),
    allocated: toGpuSeconds(outcome.allocated),
    dust: toGpuSeconds(outcome.dust),
    classLevel: toLevel(proven === undefined ? outcome.classLevel : fromChainLevel(proven)),
    classes: toClasses(rules, worked),
    opened: { at: toMoment(row.block_time, row.block_number), transaction: row.tx_hash },
    settled: toSettlement(row, accountOf),
  }
}
