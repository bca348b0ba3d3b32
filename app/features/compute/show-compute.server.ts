import { parsePolicyFields } from '~/domain/allocation/policy-fields'
import { AppError } from '~/domain/errors'
import { withView } from '~/services.server'
import type { ComputePageProps } from './components/compute-page.server'
import { getComputeEpoch, listAllocationsOfRound, listPolicies, listPools } from './read.server'
import { simulateAllocations } from './simulate.server'

const parseEpoch = (text: string | null): number | null => {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new AppError('invalid_parameter', `epoch=${text.slice(0, 20)} is no epoch: epochs are decimal numbers.`)
}

// The pool with most asked of it says most; without any, the first.
const choosePool = (asked: string | null, pools: ComputePageProps['pools'], epoch: ComputePageProps['epoch']) => {
  if (asked !== null) {
    const pool = pools.find(({ id }) => id === asked)
    if (pool) return pool
    throw new AppError('pool_unknown', `There is no pool ${asked.slice(0, 20)}.`)
  }
  const [busiest] = [...epoch.rounds].sort((a, b) => (BigInt(a.demand.value) < BigInt(b.demand.value) ? 1 : -1))
  return pools.find(({ id }) => id === busiest?.pool.id) ?? pools[0] ?? null
}

/** Everything that the page of an epoch and a pool shows; `search` has epoch, pool and the policy to try. */
export const showCompute = async (search: URLSearchParams): Promise<ComputePageProps> => {
  const facts = await withView(async ({ epoch, rules }) => ({ current: epoch, bounds: rules.capBps }))
  const [{ data: epoch }, { data: pools }, { data: policies }] = await Promise.all([
    getComputeEpoch(parseEpoch(search.get('epoch')) ?? facts.current),
    listPools(),
    listPolicies(),
  ])
  const pool = choosePool(search.get('pool'), pools, epoch)
  const round = epoch.rounds.find((one) => one.pool.id === pool?.id)
  const version = round?.policy ?? epoch.policy
  const policy = policies.find((one) => one.version === version)
  if (policy === undefined) throw new AppError('index_inconsistent', `Policy ${version} is not indexed.`)
  const trial = search.has('cap') ? parsePolicyFields(Object.fromEntries(search), policy, facts.bounds) : null
  const allocations = pool === null ? [] : await listAllocationsOfRound(epoch.epoch, pool.id)
  const simulation =
    trial === null || trial.errors.length > 0 || pool === null
      ? null
      : (
          await simulateAllocations({
            pool: pool.id,
            epoch: epoch.epoch,
            policy: { ...trial.policy, classes: [...trial.policy.classes] },
          })
        ).data
  return { epoch, pools, pool, allocations, policy, trial, simulation, ...facts }
}
