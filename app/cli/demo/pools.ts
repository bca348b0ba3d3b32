import { QUALITIES, type Quality, readTrace, type TraceTask } from './trace'

/** The demo's DAO shares one in so many GPUs of the trace. */
const SAMPLE = 128
const EPOCH_SECONDS = 86_400n
const HOUR = 3_600n
/** A millionth of a base unit, of which the demo's money has a million each dollar. */
const DOLLAR_RATE = 10n ** 12n

/** What the machine of whoever tries the demo gives, which need not have a GPU. */
export const SLOTS = 4

/** Cents for a GPU-hour: what such GPUs rent for, roughly, as whole base units a second; the trace has no prices. */
const cents: Record<string, bigint> = { G2: 126n, T4: 36n, G3: 198n, P100: 90n, V100M32: 144n, V100M16: 126n, A10: 90n }

/** A pool of the demo: seconds of its units in a day, its greatest rate, and what a day of it can cost in base units. */
export type DemoPool = { name: string; capacity: bigint; maxRate: bigint; money: bigint }

const trace = readTrace()

const describePool = (name: string, units: number, price: bigint): DemoPool => {
  const capacity = BigInt(units) * EPOCH_SECONDS
  const maxRate = (price * DOLLAR_RATE) / (100n * HOUR)
  return { name, capacity, maxRate, money: (capacity * maxRate + 999_999n) / 1_000_000n }
}

/** The demo's pools by GPU type, the largest first, and one without a GPU; their ids count from 1 in this order. */
export const demoPools: readonly DemoPool[] = [
  ...trace.pools
    .map(({ name, gpus }) => ({ name, units: Math.floor(gpus / SAMPLE) }))
    .filter(({ units }) => units > 0)
    .map(({ name, units }) => describePool(`${name} GPUs`, units, cents[name] ?? 90n)),
  describePool('CPU slots', SLOTS, 5n),
]

/** The id of the pool whose units are slots on a machine without a GPU. */
export const slotPool = demoPools.length

const tasksOf = new Map<Quality, TraceTask[]>(
  QUALITIES.map((quality) => [
    quality,
    trace.tasks.filter((task) => task.quality === quality).sort((a, b) => a.created - b.created),
  ]),
)

/** Who asks in which epoch, counted from 0: `member` of `members` parties whose tasks are of one quality. */
export type Turn = { quality: Quality; member: number; members: number; epoch: number; epochs: number }

/**
 * What a party asks for in an epoch, added up by pool (index from 1): the trace's tasks of its quality are dealt in turn
 * to all members and epochs; where there are fewer tasks than turns, some are dealt again.
 */
export const dealTasks = ({ quality, member, members, epoch, epochs }: Turn): Map<number, bigint> => {
  const tasks = tasksOf.get(quality) ?? []
  const turns = members * epochs
  const wants = new Map<number, bigint>()
  for (let index = epoch * members + member, dealt = 0; index < tasks.length || dealt === 0; index += turns, dealt++) {
    const task = tasks[index % tasks.length]
    const pool = demoPools.findIndex(({ name }) => name === `${task?.pool} GPUs`) + 1
    if (task && pool > 0) wants.set(pool, (wants.get(pool) ?? 0n) + BigInt(task.want))
  }
  return wants
}
