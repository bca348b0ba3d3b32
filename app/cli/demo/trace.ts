import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AppError } from '~/domain/errors'

const folder = fileURLToPath(new URL('./data/alibaba-gpu-2023/', import.meta.url))

/** A type of GPU and how many there are of it. */
type TracePool = { name: string; gpus: number }

/** The priority classes of the trace: latency-sensitive, best effort, burstable, guaranteed. */
export const QUALITIES = ['LS', 'BE', 'Burstable', 'Guaranteed'] as const
export type Quality = (typeof QUALITIES)[number]

/** A task of the trace as a request: `want` in GPU-seconds of one pool. */
export type TraceTask = { name: string; pool: string; want: number; quality: Quality; created: number }

/** Tasks, and how many rows were left out and why: they took no GPU, or no time. */
export type Trace = { pools: TracePool[]; tasks: TraceTask[]; skipped: { noGpu: number; noTime: number } }

// The files have no quoted field; a row of another shape is no part of the trace.
const readRows = (file: string, columns: readonly string[]): string[][] => {
  const [header = '', ...lines] = readFileSync(`${folder}${file}`, 'utf8').trimEnd().split('\n')
  if (header === columns.join(',')) return lines.map((line) => line.split(','))
  throw new AppError('demo_failed', `${file} of the GPU trace has the columns ${header}, not ${columns.join(',')}.`)
}

const nodeColumns = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model']
const podColumns = [
  'name',
  'cpu_milli',
  'memory_mib',
  'num_gpu',
  'gpu_milli',
  'gpu_spec',
  'qos',
  'pod_phase',
  'creation_time',
  'deletion_time',
  'scheduled_time',
]

const readPools = (): TracePool[] => {
  const gpus = new Map<string, number>()
  for (const [, , , count, model = ''] of readRows('nodes.csv', nodeColumns)) {
    gpus.set(model, (gpus.get(model) ?? 0) + Number(count))
  }
  return [...gpus].map(([name, count]) => ({ name, gpus: count })).sort((a, b) => b.gpus - a.gpus)
}

const isQuality = (text: string): text is Quality => (QUALITIES as readonly string[]).includes(text)

/**
 * The whole trace: nodes as pools by GPU type, the largest first; tasks as requests in GPU-seconds, rounded up. A task
 * that accepts several types asks for the first that it lists, one that accepts any for the largest pool.
 */
export const readTrace = (): Trace => {
  const pools = readPools()
  const skipped = { noGpu: 0, noTime: 0 }
  const tasks: TraceTask[] = []
  for (const row of readRows('pods.csv', podColumns)) {
    const [name = '', , , count, milli, spec = '', quality = '', , created, deleted] = row
    // In thousandths of a GPU, so that the product is a whole number.
    const share = Number(count) * Number(milli)
    const seconds = Number(deleted) - Number(created)
    if (share === 0) skipped.noGpu++
    else if (!(seconds > 0)) skipped.noTime++
    else {
      const [listed] = spec.split('|')
      const pool = pools.find((one) => spec === '' || one.name === listed)
      if (!pool || !isQuality(quality))
        throw new AppError('demo_failed', `Task ${name} of the GPU trace is not usable.`)
      const want = Math.ceil((share * seconds) / 1000)
      tasks.push({ name, pool: pool.name, want, quality, created: Number(created) })
    }
  }
  return { pools, tasks, skipped }
}
