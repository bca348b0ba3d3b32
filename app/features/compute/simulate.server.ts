import { listRequestRowsOfEpochs, listRoundRows } from '#db/queries/rounds.server'
import { BASIS_POINTS } from '~/domain/allocation/policy'
import { type Ask, type SharedRound, type SharingPolicy, shareRound } from '~/domain/allocation/share-round'
import { findRuleAt } from '~/domain/epoch'
import { partyKinds, toGpuSeconds, toParty } from '~/http/present'
import { InvalidInputError } from '~/http/problem'
import type { One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { sumOfClass, toLevel } from './rounds.server'
import {
  type ComputeRules,
  changeOf,
  getPolicyAt,
  getPolicyRow,
  loadRules,
  ofPool,
  refOfPool,
  toSharingPolicy,
} from './rules.server'
import type { Simulation, SimulationBody, TrialPolicy } from './schema'

/** Throws `invalid_allocation`, with each place, where no vote could set it whatever was asked for. */
const requireTrial = ({ classes, kinds = [] }: TrialPolicy): void => {
  const wrong = (place: string, message: string) => ({
    pointer: `#/body/policy/${place}`,
    code: 'invalid',
    message: `body.policy.${place.replaceAll('/', '.')}: ${message}.`,
  })
  const reserved = classes.reduce((sum, { reserveBps }) => sum + reserveBps, 0)
  const errors = kinds.flatMap(({ kind, class: own }, index) => [
    ...(own !== null && own >= classes.length ? [wrong(`kinds/${index}/class`, `there is no class ${own}`)] : []),
    ...(kinds.findIndex((rule) => rule.kind === kind) < index
      ? [wrong(`kinds/${index}/kind`, `${kind} has a rule already`)]
      : []),
  ])
  if (reserved > BASIS_POINTS) errors.push(wrong('classes', `reserves are ${reserved} of ${BASIS_POINTS} in all`))
  if (errors.length > 0) throw new InvalidInputError(errors, 'invalid_allocation')
}

/** A trial as the solver takes it: kinds that it leaves out keep their rule, if their class is still there. */
const toTrial = (trial: TrialPolicy, present: SharingPolicy): SharingPolicy => ({
  capBps: trial.capBps,
  classes: trial.classes,
  kinds: partyKinds.map((kind, index) => {
    const given = trial.kinds?.find((rule) => rule.kind === kind)
    if (given) return { class: given.class ?? 0, weight: given.class === null ? 0 : (given.weight ?? 1) }
    const kept = present.kinds[index]
    return kept !== undefined && kept.class < trial.classes.length ? kept : { class: 0, weight: 0 }
  }),
})

const toOutcome = (capacity: number, { outcome, shares }: SharedRound): Simulation['before'] => ({
  capacity: toGpuSeconds(capacity),
  cap: toGpuSeconds(outcome.cap),
  classLevel: toLevel(outcome.classLevel),
  classes: outcome.classes.map(({ demand, available, level }, index) => ({
    index,
    demand: toGpuSeconds(demand),
    available: toGpuSeconds(available),
    allocated: toGpuSeconds(sumOfClass(shares, index)),
    level: toLevel(level),
  })),
  allocated: toGpuSeconds(outcome.allocated),
  dust: toGpuSeconds(outcome.dust),
  largestBps: largestBps(capacity, shares),
})

const largestBps = (capacity: number, shares: SharedRound['shares']): number => {
  const largest = shares.reduce((most, { allocation }) => Math.max(most, allocation), 0)
  return capacity === 0 ? 0 : Number((BigInt(largest) * 10_000n) / BigInt(capacity))
}

// A pool in which nobody asked has no round: then what votes say of that epoch.
const findPresent = async (view: View, rules: ComputeRules, { pool, epoch }: { pool: bigint; epoch: number }) => {
  const row = (await listRoundRows(view.sql, [epoch])).find((round) => round.pool === pool)
  if (row) return { capacity: row.capacity, policy: getPolicyRow(rules, row.version), changes: [changeOf(row)] }
  const capacity = findRuleAt(ofPool(rules.capacities, pool), epoch)?.capacity ?? 0
  return { capacity, policy: getPolicyAt(rules, epoch), changes: [] }
}

/**
 * What a policy would give on the requests of a round, beside what the round's own gives. Throws `pool_unknown`, and
 * `invalid_allocation` for a policy that no vote could set.
 */
export const simulateAllocations = (body: SimulationBody): Promise<One<Simulation>> =>
  withView(async (view) => {
    requireTrial(body.policy)
    const rules = await loadRules(view)
    const pool = BigInt(body.pool)
    const ref = refOfPool(rules, pool)
    const { capacity, policy, changes } = await findPresent(view, rules, { pool, epoch: body.epoch })
    const requests = (await listRequestRowsOfEpochs(view.sql, [body.epoch])).filter((one) => one.pool === pool)
    const asks: Ask[] = requests.map(({ party, party_kind: kind, want }) => ({ party, kind, want }))
    const present = toSharingPolicy(policy)
    const tried = body.capacity === undefined ? capacity : Number(body.capacity)
    const before = shareRound(capacity, present, asks)
    const after = shareRound(tried, toTrial(body.policy, present), asks)
    return {
      data: {
        pool: ref,
        epoch: body.epoch,
        before: toOutcome(capacity, before),
        after: toOutcome(tried, after),
        parties: requests.map((request, index) => ({
          party: toParty(request.party, request.party_kind),
          want: toGpuSeconds(request.want),
          before: toGpuSeconds(before.shares[index]?.allocation ?? 0),
          after: toGpuSeconds(after.shares[index]?.allocation ?? 0),
        })),
      },
      asOf: await view.asOf([...changes, ...requests.map(changeOf)]),
    }
  })
