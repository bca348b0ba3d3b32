import { readFileSync, writeFileSync } from 'node:fs'
import { capacityFor, grantPool, listTasks, measureWay, trace, ways } from '#test/support/real-demand'
import { buildPicture } from './demand-picture'
import { buildTables, count, percentOf } from './demand-tables'

// npm run bench:demand [-- PERCENT]: what several ways of sharing do to the demand of a real cluster, when each pool has
// so much of what is asked of it. `npm run bench:demand -- --write` puts the figures for 50 % into docs/real-demand.md.
const PUBLISHED = 50
const isWriting = process.argv.includes('--write')
const percent = isWriting ? PUBLISHED : Number(process.argv[2] ?? PUBLISHED)

const say = (line: string) => process.stdout.write(`${line}\n`)

const { noGpu, noTime } = trace.skipped
say(`${count(trace.tasks.length)} tasks; left out: ${count(noGpu)} without a GPU, ${noTime} without time.`)
say(`Each pool has ${percent} % of what is asked of it.\n`)
const figures = ways.map((way) => measureWay(way, percent))
const tables = buildTables(figures)
say(tables)

say('\nPools: tasks, capacity in GPU-seconds, and in each way the part of it that is granted, and the largest grant')
for (const { name } of trace.pools) {
  const capacity = capacityFor(name, percent)
  const parts = ways.map((way) => {
    const grants = grantPool(name, way, percent)
    const granted = grants.reduce((sum, grant) => sum + grant, 0)
    return `${percentOf(granted, capacity)} ${percentOf(Math.max(...grants), capacity)}`
  })
  say([name.padEnd(8), String(listTasks(name).length).padStart(5), String(capacity).padStart(9), ...parts].join('  '))
}

if (isWriting) {
  const page = new URL('../../docs/real-demand.md', import.meta.url)
  const text = readFileSync(page, 'utf8')
  const marked = /(<!-- figures -->\n)[\s\S]*(<!-- end of figures -->)/
  writeFileSync(
    page,
    text.replace(marked, (_, before, after) => `${before}\n${tables}\n\n${after}`),
  )
  writeFileSync(new URL('../../docs/real-demand.svg', import.meta.url), buildPicture(figures, percent))
}
