import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildPicture } from '#test/bench/demand-picture'
import { buildTables } from '#test/bench/demand-tables'
import { measureWay, trace, ways } from '#test/support/real-demand'

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
const figures = ways.map((way) => measureWay(way, 50))

test('the page about real demand shows the figures that the code computes, as tables and as a picture', () => {
  expect(read('real-demand.md')).toContain(`<!-- figures -->\n\n${buildTables(figures)}\n\n<!-- end of figures -->`)
  expect(read('real-demand.svg')).toBe(buildPicture(figures, 50))
})

test('what is granted, in any way, is never more than a pool has or a task asks', () => {
  for (const { all, qualities, concentration } of figures) {
    expect(all.tasks).toBe(trace.tasks.length)
    expect(2 * all.grant).toBeLessThanOrEqual(all.demand)
    expect(concentration.total).toBe(BigInt(all.grant))
    for (const { grant, demand } of Object.values(qualities)) expect(grant).toBeLessThanOrEqual(demand)
  }
})
