import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '#test/support/postgres'
import { waitUntil } from '#test/support/wait-until'
import { startBusyChain } from './busy-chain'

// npm run bench:indexer [-- VOTES]: how fast a cold index catches up with that many votes, and how soon a new block is
// visible in the database afterwards.
const votes = Number(process.argv[2] ?? 100_000)
const voters = 500
const liveBlocks = 60
const ballotsPerLiveBlock = 20
const root = fileURLToPath(new URL('../../', import.meta.url))

const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => (performance.now() - since) / 1000

const percentile = (values: readonly number[], share: number) => {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0)
}

const readPeakMemory = async ({ pid }: ChildProcess) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN)
  return Math.round(kilobytes / 1024)
}

say(`making ${votes} votes of ${voters} voters`)
const made = performance.now()
const [postgres, chain] = await Promise.all([
  startTestPostgres(),
  startBusyChain({
    voters,
    proposals: Math.ceil(votes / voters) + 1 + Math.ceil((liveBlocks * ballotsPerLiveBlock) / voters),
  }),
])
const database = await postgres.createDatabase()
const folder = await mkdtemp(join(tmpdir(), 'ostrakon-bench-'))
const deploymentFile = join(folder, 'deployment.json')
await writeFile(deploymentFile, JSON.stringify(chain.deployment))
await chain.castBallots(votes, (done) => say(`  ${done} votes, ${Math.round(done / seconds(made))}/s`))
const events = await chain.countEvents()
say(`made in ${seconds(made).toFixed(0)} s: ${events} events in ${await chain.client.getBlockNumber()} blocks`)

const started = performance.now()
const indexer = spawn(process.execPath, ['app/cli/ostrakon.mjs', 'index'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, RPC_URL: chain.url, DATABASE_URL: database.url, DEPLOYMENT: deploymentFile },
})
let following = 0
indexer.stdout.on('data', (data: Buffer) => {
  if (following === 0 && data.includes('following chain')) following = performance.now()
})
const waitForBlock = (number: bigint) =>
  waitUntil(
    `block ${number} is indexed`,
    async () => (await database.sql`select 1 from cursor where number >= ${number}`).length > 0,
    { seconds: 600, every: 50 },
  )
await waitForBlock(await chain.client.getBlockNumber())
const took = seconds(following)
const [counted] = await database.sql<{ votes: bigint }[]>`select count(*) as votes from votes`
if (Number(counted?.votes) !== votes) throw new Error(`${counted?.votes} votes in the database, ${votes} were cast`)

// Visible means committed and told to listeners: that is when a page can update.
const seen = new Map<string, number>()
await database.sql.listen('ostrakon', async () => {
  const now = performance.now()
  const [cursor] = await database.sql<{ number: bigint }[]>`select number from cursor`
  if (cursor && !seen.has(cursor.number.toString())) seen.set(cursor.number.toString(), now)
})
const latencies: number[] = []
for (let block = 0; block < liveBlocks; block++) {
  await chain.sendBallots(ballotsPerLiveBlock)
  // Blocks about a second apart, at no fixed distance from the indexer's own rhythm.
  await sleep(800 + Math.random() * 400)
  await chain.client.mine({ blocks: 1 })
  const mined = performance.now()
  const number = (await chain.client.getBlockNumber()).toString()
  const at = await waitUntil(`block ${number} is told`, async () => seen.get(number), { every: 2 })
  latencies.push(at - mined)
}
const memory = await readPeakMemory(indexer)

say('')
say(
  `backfill  ${votes} votes in ${took.toFixed(1)} s: ${Math.round(votes / took)} votes/s, ${Math.round(events / took)} events/s`,
)
say(`          ${seconds(started).toFixed(1)} s in all since the process began, live blocks included`)
say(
  `live      p50 ${percentile(latencies, 0.5)} ms, p95 ${percentile(latencies, 0.95)} ms (${liveBlocks} blocks of ${ballotsPerLiveBlock} votes)`,
)
say(`memory    peak ${memory} MiB`)

indexer.kill('SIGTERM')
await database.sql.end()
await chain.stop()
await postgres.stop()
await rm(folder, { recursive: true, force: true })
