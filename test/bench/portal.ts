import { Agent, get } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { startApi } from '#test/support/api'
import { launchChromium } from '#test/support/chromium'
import { accountOf } from '#test/support/seed/draw'
import { FULL, TENTH } from '#test/support/seed/fill-index'
import { startSeededDao } from '#test/support/seeded-dao'

// npm run bench:portal [-- tenth]: how fast the built server answers pages over 10,000 proposals and 1,000,000 ballots, and what a
// real Chromium makes of them at a quarter of this machine's speed. Server, database, browser and this program share the machine.
const size = process.argv[2] === 'tenth' ? TENTH : FULL
const CONNECTIONS = 2
const AMOUNT = 200
const SLOWER = 4
const VISITS = 5
const goals = { ttfb: 80, lcp: 1_500, script: 120 * 1_024, shift: 0 }

const say = (line: string) => process.stdout.write(`${line}\n`)

type Place = { name: string; pathOf: (turn: number) => string }
const places: Place[] = [
  { name: 'home', pathOf: () => '/' },
  { name: 'proposals', pathOf: () => '/proposals' },
  { name: 'a proposal', pathOf: (turn) => `/proposals/${1 + ((turn * 97) % size.proposals)}` },
  { name: 'ballots of a crowd', pathOf: () => '/proposals/3' },
  { name: 'delegates', pathOf: () => '/delegates' },
  { name: 'a delegate', pathOf: (turn) => `/delegates/${accountOf(turn % 400)}` },
  { name: 'power', pathOf: () => '/power' },
]

const readFirstByte = (url: string, agent: Agent) =>
  new Promise<number>((resolve, reject) => {
    const began = performance.now()
    get(url, { agent }, (response) => {
      const took = performance.now() - began
      response.resume()
      response.once('end', () =>
        response.statusCode === 200 ? resolve(took) : reject(new Error(`${url} answered ${response.statusCode}`)),
      )
    }).once('error', reject)
  })

const quantile = (times: number[], part: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

const measureFirstBytes = async (origin: string, { pathOf }: Place, between: () => Promise<unknown>) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const times: number[] = []
  let turn = 0
  const work = async () => {
    while (turn < AMOUNT) {
      turn += 1
      // A new block now and then, as a chain has them: what is kept of the one before is of no use.
      if (turn % 50 === 0) await between()
      times.push(await readFirstByte(`${origin}${pathOf(turn)}`, agent))
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  agent.destroy()
  return times
}

/** One visit with nothing cached, at a quarter of the processor's speed. */
const visit = async (browser: Browser, url: string) => {
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.goto(url, { waitUntil: 'load' })
  const painted = await page.evaluate(
    () =>
      new Promise<{ lcp: number; shift: number }>((resolve) => {
        const found = { lcp: 0, shift: 0 }
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) found.lcp = entry.startTime
        }).observe({ type: 'largest-contentful-paint', buffered: true })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) found.shift += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(found), 2_000)
      }),
  )
  const script = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0)
  await context.close()
  return { ...painted, script }
}

const dao = await startSeededDao(size)
const api = await startApi({ ...dao.settings, RATE_LIMIT: '1000000000' })
const browser = await launchChromium()
const nextBlock = () => dao.database.sql`update cursor set hash = sha256(hash), updated_at = clock_timestamp()`
say(`${size.proposals.toLocaleString('en')} proposals, ${size.votes.toLocaleString('en')} ballots; milliseconds`)
say(
  `${''.padEnd(22)}${'first byte p50'.padStart(16)}${'p95'.padStart(8)}${'LCP'.padStart(8)}${'CLS'.padStart(8)}${'script, gzip'.padStart(14)}`,
)
const missed: string[] = []
for (const place of places) {
  const times = await measureFirstBytes(api.origin, place, nextBlock)
  const visits = []
  for (let turn = 1; turn <= VISITS; turn += 1) visits.push(await visit(browser, `${api.origin}${place.pathOf(turn)}`))
  const p95 = quantile(times, 0.95)
  const lcp = quantile(
    visits.map((one) => one.lcp),
    0.5,
  )
  const shift = Math.max(...visits.map((one) => one.shift))
  const script = Math.max(...visits.map((one) => one.script))
  const figures = [quantile(times, 0.5).toFixed(0).padStart(16), p95.toFixed(0).padStart(8), lcp.toFixed(0).padStart(8)]
  say(`${place.name.padEnd(22)}${figures.join('')}${shift.toFixed(3).padStart(8)}${`${script} B`.padStart(14)}`)
  if (p95 > goals.ttfb) missed.push(`${place.name}: first byte ${p95.toFixed(0)} ms, goal ${goals.ttfb}`)
  if (lcp > goals.lcp) missed.push(`${place.name}: LCP ${lcp.toFixed(0)} ms, goal ${goals.lcp}`)
  if (shift > goals.shift) missed.push(`${place.name}: CLS ${shift}, goal 0`)
  if (script > goals.script) missed.push(`${place.name}: ${script} bytes of script, goal ${goals.script}`)
}
say(missed.length === 0 ? 'all goals met' : `NOT met: ${missed.join('; ')}`)

await browser.close()
await api.stop()
await dao.stop()
