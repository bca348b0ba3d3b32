import { QUALITIES, type Quality, readTrace, type TraceTask } from '~/cli/demo/trace'
import { type SharingPolicy, shareRound } from '~/domain/allocation/share-round'
import { type Concentration, measureConcentration } from '~/domain/concentration'
import { kinds } from './compute'

/** The kind of party that stands for each priority class of the trace, as in the demo. */
export const kindOf: Record<Quality, number> = {
  LS: kinds.lab,
  BE: kinds.simulation,
  Burstable: kinds.university,
  Guaranteed: kinds.publicInterest,
}

/** The trace: every task as one party, in the order of the file. */
export const trace = readTrace()

const tasksOf = new Map(trace.pools.map(({ name }) => [name, trace.tasks.filter(({ pool }) => pool === name)]))
export const listTasks = (pool: string): readonly TraceTask[] => tasksOf.get(pool) ?? []

const sumWants = (tasks: readonly TraceTask[]): number => tasks.reduce((sum, { want }) => sum + want, 0)

/** So much of what is asked of a pool, in GPU-seconds. */
export const capacityFor = (pool: string, percent: number): number =>
  Math.floor((sumWants(listTasks(pool)) * percent) / 100)

type ClassRule = SharingPolicy['classes'][number]

/** One class for each priority class, in the order of QUALITIES. */
const classed = (capBps: number, classes: readonly ClassRule[]): SharingPolicy => ({
  capBps,
  classes,
  kinds: Array.from({ length: 7 }, (_, kind) => {
    const own = QUALITIES.findIndex((quality) => kindOf[quality] === kind)
    return own < 0 ? { class: 0, weight: 0 } : { class: own, weight: 1 }
  }),
})

const together = (capBps: number): SharingPolicy => ({
  capBps,
  classes: [{ reserveBps: 0, weight: 1 }],
  kinds: Array.from({ length: 7 }, () => ({ class: 0, weight: 1 })),
})

/** LS, BE, Burstable, Guaranteed. */
const reserved = [
  { reserveBps: 3_000, weight: 3 },
  { reserveBps: 1_000, weight: 1 },
  { reserveBps: 1_000, weight: 2 },
  { reserveBps: 500, weight: 2 },
]

/** What a vote can decide here, by name. */
export const policies = {
  'max-min': together(10_000),
  'with a cap': together(500),
  'with reserves': classed(10_000, reserved),
  'with both': classed(500, reserved),
} as const satisfies Record<string, SharingPolicy>

const FIRST_COME = 'first come, first served'
export type Way = typeof FIRST_COME | keyof typeof policies
export const ways: readonly Way[] = [FIRST_COME, ...(Object.keys(policies) as (keyof typeof policies)[])]

const serveInOrder = (tasks: readonly TraceTask[], capacity: number): number[] => {
  let left = capacity
  const grants = new Map<TraceTask, number>()
  for (const task of [...tasks].sort((a, b) => a.created - b.created)) {
    grants.set(task, Math.min(task.want, left))
    left -= grants.get(task) ?? 0
  }
  return tasks.map((task) => grants.get(task) ?? 0)
}

/** What each task of a pool gets in one of the ways, in GPU-seconds and in the order of `listTasks`. */
export const grantPool = (pool: string, way: Way, percent: number): number[] => {
  const [tasks, capacity] = [listTasks(pool), capacityFor(pool, percent)]
  if (way === FIRST_COME) return serveInOrder(tasks, capacity)
  const asks = tasks.map(({ want, quality }, index) => ({
    party: BigInt(index + 1),
    kind: kindOf[quality],
    want: BigInt(want),
  }))
  return shareRound(capacity, policies[way], asks).shares.map(({ allocation }) => allocation)
}

type OfQuality = { tasks: number; demand: number; grant: number; whole: number; none: number }
/** Who gets what: GPU-seconds of all pools together. `whole` counts tasks that get all they ask, `none` nothing. */
export type Figures = {
  way: Way
  qualities: Record<Quality, OfQuality>
  all: OfQuality
  concentration: Concentration
}

const sumUp = (granted: readonly { task: TraceTask; grant: number }[]): OfQuality => ({
  tasks: granted.length,
  demand: granted.reduce((sum, { task }) => sum + task.want, 0),
  grant: granted.reduce((sum, { grant }) => sum + grant, 0),
  whole: granted.filter(({ task, grant }) => grant === task.want).length,
  none: granted.filter(({ grant }) => grant === 0).length,
})

/** The figures of one way, where each pool has so much of what is asked of it. */
export const measureWay = (way: Way, percent: number): Figures => {
  const granted = trace.pools.flatMap(({ name }) => {
    const grants = grantPool(name, way, percent)
    return listTasks(name).map((task, index) => ({ task, grant: grants[index] ?? 0 }))
  })
  const of = (quality: Quality) => sumUp(granted.filter(({ task }) => task.quality === quality))
  return {
    way,
    qualities: { LS: of('LS'), BE: of('BE'), Burstable: of('Burstable'), Guaranteed: of('Guaranteed') },
    all: sumUp(granted),
    concentration: measureConcentration(granted.map(({ grant }) => BigInt(grant))),
  }
}
