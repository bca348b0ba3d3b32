import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { QUALITIES, readTrace } from '~/cli/demo/trace'

const folder = new URL('../../../app/cli/demo/data/alibaba-gpu-2023/', import.meta.url)
const readLines = (name: string) => readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n').slice(1)

const trace = readTrace()

test('takes every row of the trace or counts it as left out', () => {
  const { tasks, skipped } = trace
  expect({ tasks: tasks.length, skipped }).toEqual({ tasks: 7_063, skipped: { noGpu: 1_088, noTime: 1 } })
  expect(tasks.length + skipped.noGpu + skipped.noTime).toBe(readLines('pods.csv').length)
  expect(new Set(tasks.map(({ name }) => name)).size).toBe(tasks.length)
})

test('a task asks for the GPU-seconds that it took, rounded up, of a type that it accepts', () => {
  const rows = new Map(readLines('pods.csv').map((line) => [line.split(',')[0], line.split(',')]))
  for (const { name, want, pool, quality, created } of trace.tasks) {
    const [, , , count, milli, spec, qos, , from, to] = rows.get(name) ?? []
    const took = (BigInt(count ?? 0) * BigInt(milli ?? 0) * (BigInt(to ?? 0) - BigInt(from ?? 0)) + 999n) / 1_000n
    expect({ name, want: BigInt(want), quality, created }).toEqual({
      name,
      want: took,
      quality: qos,
      created: Number(from),
    })
    expect(spec === '' ? ['G2'] : spec?.split('|')).toContain(pool)
  }
})

test('pools are the types of GPU in the order of how many there are', () => {
  const gpus = trace.pools.map((pool) => pool.gpus)
  expect(gpus).toEqual([...gpus].sort((a, b) => b - a))
  const counted = readLines('nodes.csv').reduce((sum, line) => sum + Number(line.split(',')[3]), 0)
  expect(gpus.reduce((sum, own) => sum + own, 0)).toBe(counted)
  expect(counted).toBe(6_212)
})

test('all four priority classes occur', () => {
  expect(new Set(trace.tasks.map(({ quality }) => quality))).toEqual(new Set(QUALITIES))
})
