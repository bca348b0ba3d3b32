import { encodeFunctionData } from 'viem'
import { expect, onTestFinished, test } from 'vitest'
import { startChain } from '#test/support/chain'
import { bulkArgs, openCompute, tenantAt } from '#test/support/compute'
import { capacityFor, kindOf, listTasks, policies, trace } from '#test/support/real-demand'
import { allocationPolicyAbi } from '~/chain/abi/generated'
import { QUALITIES, type TraceTask } from '~/cli/demo/trace'
import { toChainLevel } from '~/domain/allocation/level'
import { shareRound } from '~/domain/allocation/share-round'

/** Reserves and weights for each priority class, and the greatest cap that a vote can set on this chain. */
const policy = { ...policies['with reserves'], capBps: 3_300 }
/** Of what is asked; in the two smallest pools there is more than enough. */
const percentOf = (pool: string): number => (['V100M32', 'A10'].includes(pool) ? 2_500 : 25)
const EPOCH = 2
const BATCH = 1_500n

test('what 7,063 real tasks ask for is allocated on chain to the unit as the solver says; 1,089 have nothing to ask', async () => {
  const { pools, tasks, skipped } = trace
  expect({ tasks: tasks.length, skipped }).toEqual({ tasks: 7_063, skipped: { noGpu: 1_088, noTime: 1 } })
  const chain = await startChain({ args: bulkArgs })
  onTestFinished(chain.stop)
  const compute = await openCompute(chain)

  await compute.setPolicy(policy)
  const ids = new Map<string, number>()
  for (const { name } of pools) {
    ids.set(name, await compute.addPool({ name: `${name} GPUs`, capacity: BigInt(capacityFor(name, percentOf(name))) }))
  }
  const parties = new Map<TraceTask, number>()
  const accountOf = (task: TraceTask) => tenantAt(tasks.indexOf(task))
  for (const quality of QUALITIES) {
    const own = tasks.filter((task) => task.quality === quality)
    const first = await compute.admit(own.map(accountOf), kindOf[quality])
    for (const [index, task] of own.entries()) parties.set(task, first + index)
  }
  await compute.moveToEpoch(EPOCH - 1)
  const poolOf = ({ pool }: TraceTask) => ids.get(pool) ?? 0
  await compute.requestMany(
    tasks.map((task) => ({ account: accountOf(task), pool: poolOf(task), epoch: EPOCH, want: BigInt(task.want) })),
  )
  await compute.moveToWindowOf(EPOCH)

  const solved = new Map<TraceTask, number>()
  const scarce: string[] = []
  for (const { name } of pools) {
    const own = listTasks(name)
    const asks = own.map((task) => ({
      party: BigInt(parties.get(task) ?? 0),
      kind: kindOf[task.quality],
      want: BigInt(task.want),
    }))
    // From the trace alone: whether the chain holds the same requests is what its taking these levels says.
    const { outcome, shares } = shareRound(capacityFor(name, percentOf(name)), policy, asks)
    const levels = [outcome.classLevel, ...outcome.classes.map(({ level }) => level)].map(toChainLevel)
    const pool = ids.get(name) ?? 0
    while (!(await compute.roundOf(pool, EPOCH)).settled) await compute.verify(pool, EPOCH, levels, BATCH)
    for (const [index, task] of own.entries()) solved.set(task, shares[index]?.allocation ?? -1)
    if (outcome.classes.some(({ level }) => level !== null)) scarce.push(name)
  }
  expect(scarce).toEqual(['G2', 'T4', 'G3', 'P100'])

  const calls = tasks.map((task) =>
    encodeFunctionData({
      abi: allocationPolicyAbi,
      functionName: 'allocationOf',
      args: [parties.get(task) ?? 0, poolOf(task), EPOCH],
    }),
  )
  const onChain = await compute.readWords(compute.allocation.address, calls)
  const wrong = tasks.filter((task, index) => onChain[index] !== BigInt(solved.get(task) ?? -1))
  expect(wrong).toEqual([])
  const short = tasks.filter((task) => (solved.get(task) ?? 0) < task.want)
  expect(short.length).toBe(195)
})
