import { createSql } from '#db/client.server'
import { startApi } from '#test/support/api'
import { accountOf } from '#test/support/seed/draw'
import { FULL, TENTH } from '#test/support/seed/fill-index'
import { startSeededDao } from '#test/support/seeded-dao'
import { type Figures, loadHttp, loadSql } from './api-load'

// npm run bench:api [-- tenth]: how fast the built server answers reads over 10,000 proposals and 1,000,000 ballots, beside the
// database's own JSON of the same page through a pool of the same size, in one run. Cold: no two requests have the same address.
// Server, database and this program share the machine.
const size = process.argv[2] === 'tenth' ? TENTH : FULL
const CONNECTIONS = 4
const COLD = 300
const KEPT = 3_000
const goals = { listP95: 30, freshP95: 5, keptPerSecond: 1_000 }

const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(0)

const strong = accountOf(0)
const hex = (account: string) => `'\\x${account.slice(2)}'`
const proposals = (rest: string) => `select p.*, h.* from proposals p join proposal_heads h using (proposal_id) ${rest}`

/** A list takes a `limit`, whose leading zeros make another address of the same question. */
type Read = { name: string; path: string; list: boolean; floor: string }
const reads: Read[] = [
  {
    name: 'proposals, newest',
    list: true,
    path: '/proposals?limit=20',
    floor: proposals('order by p.proposal_id desc limit 21'),
  },
  {
    name: 'proposals, by deadline',
    list: true,
    path: '/proposals?sort=deadline&limit=20',
    floor: proposals('order by p.deadline desc, p.proposal_id desc limit 21'),
  },
  {
    name: 'proposals, executed',
    list: true,
    path: '/proposals?state=executed&limit=20',
    floor: proposals('where executed_block is not null order by p.proposal_id desc limit 21'),
  },
  {
    name: 'proposals, defeated',
    list: true,
    path: '/proposals?state=defeated&limit=20',
    floor: proposals(
      'where executed_block is null and canceled_block is null and eta is null order by p.proposal_id desc limit 21',
    ),
  },
  {
    name: 'proposals, expired',
    list: true,
    path: '/proposals?state=expired&limit=20',
    floor: proposals(
      'where executed_block is null and canceled_block is null and eta is not null order by p.proposal_id desc limit 21',
    ),
  },
  {
    name: 'proposals with a word',
    list: true,
    path: '/proposals?q=quorum&limit=20',
    floor: proposals(`where (p.title || ' ' || p.description) ilike '%quorum%' order by p.proposal_id desc limit 21`),
  },
  {
    name: 'ballots of a crowd',
    list: true,
    path: '/proposals/3/votes?limit=50',
    floor: 'select * from votes where proposal_id = 3 order by block_number desc, log_index desc limit 51',
  },
  {
    name: 'ballots with reasons',
    list: true,
    path: '/proposals/3/votes?sort=reasons&limit=50',
    floor: `select * from votes where proposal_id = 3 and reason <> '' order by weight desc, block_number, log_index limit 51`,
  },
  {
    name: 'non-voters',
    list: true,
    path: '/proposals/9000/non-voters?limit=50',
    floor: `select * from delegate_heads d where house = 0 and not exists (select from votes v where v.proposal_id = 9000 and v.house = 0 and v.voter = d.account) order by votes desc, account limit 51`,
  },
  {
    name: 'delegates',
    list: true,
    path: '/delegates?limit=50',
    floor: 'select * from delegate_heads where house = 0 order by votes desc, account limit 51',
  },
  {
    name: 'delegators',
    list: true,
    path: `/delegates/${strong}/delegators?limit=50`,
    floor: `select * from holder_heads where delegate = ${hex(strong)} order by balance desc, account limit 51`,
  },
  {
    name: 'ballots of a delegate',
    list: true,
    path: `/delegates/${strong}/votes?limit=50`,
    floor: `select * from votes where voter = ${hex(strong)} order by proposal_id desc limit 51`,
  },
  {
    name: 'power of a delegate',
    list: true,
    path: `/delegates/${strong}/history?limit=50`,
    floor: `select * from vote_power_changes where house = 0 and account = ${hex(strong)} order by block_number desc, log_index desc limit 51`,
  },
  {
    name: 'models',
    list: true,
    path: '/models?limit=50',
    floor: 'select * from models order by model_id desc limit 51',
  },
  {
    name: 'releases',
    list: true,
    path: '/releases?limit=50',
    floor: 'select * from releases order by release_id desc limit 51',
  },
  { name: 'one proposal', list: false, path: '/proposals/', floor: proposals('where p.proposal_id = 4711') },
]

const build = performance.now()
const dao = await startSeededDao(size)
say(
  `${size.proposals.toLocaleString('en')} proposals and ${size.votes.toLocaleString('en')} ballots made in ${seconds(build)} s`,
)
// The limits of requests are not what is measured.
const api = await startApi({ ...dao.settings, RATE_LIMIT: '1000000000', RATE_LIMIT_KEY: '1000000000' })
const pool = createSql(dao.database.url, { max: 8 })

const show = ({ perSecond, p50, p95, p99 }: Figures) =>
  `${perSecond.toFixed(0).padStart(7)} ${p50.toFixed(1).padStart(7)} ${p95.toFixed(1).padStart(7)} ${p99.toFixed(1).padStart(7)}`
const head = '    /s     p50     p95     p99'

let turn = 0
const coldPath =
  ({ path, list }: Read) =>
  () => {
    turn++
    return list
      ? path.replace(/limit=(\d+)/, (_all, limit) => `limit=${'0'.repeat(turn % 200)}${limit}`)
      : `${path}${1 + (turn % size.proposals)}`
  }
// Leading zeros repeat, so the kept answers must be of another block.
const nextBlock = () => dao.database.sql`update cursor set hash = sha256(hash), updated_at = clock_timestamp()`

const all: { read: Read; cold: Figures; kept: Figures; fresh: Figures; floor: Figures }[] = []
say(`${''.padEnd(24)}${'cold'.padEnd(32)}${'kept'.padEnd(32)}${'304'.padEnd(32)}${'SQL alone'.padEnd(32)}cold/SQL`)
say(`${''.padEnd(24)}${head.padEnd(32)}${head.padEnd(32)}${head.padEnd(32)}${head.padEnd(32)}   p50`)
for (const read of reads) {
  const path = read.list ? read.path : `${read.path}4711`
  const common = { origin: api.origin, connections: CONNECTIONS }
  // A new server's first answers of a kind are slower, by Node's compiler and Postgres's caches.
  await loadHttp({ ...common, amount: 100, expected: 200, nextPath: coldPath(read) })
  const cold: Figures[] = []
  for (let part = 0; part < COLD; part += 100) {
    await nextBlock()
    cold.push(await loadHttp({ ...common, amount: 100, expected: 200, nextPath: coldPath(read) }))
  }
  const worst = cold.reduce((one, other) => (one.p95 > other.p95 ? one : other))
  const first = await api.get(path)
  const etag = first.headers.get('ETag') ?? ''
  const kept = await loadHttp({ ...common, amount: KEPT, expected: 200, nextPath: () => path })
  const fresh = await loadHttp({
    ...common,
    amount: KEPT,
    expected: 304,
    headers: { 'if-none-match': etag },
    nextPath: () => path,
  })
  const text = `select coalesce(json_agg(t), '[]')::text from (${read.floor}) t`
  await loadSql(pool, { text, connections: CONNECTIONS, amount: 50 })
  const floor = await loadSql(pool, { text, connections: CONNECTIONS, amount: COLD })
  all.push({ read, cold: worst, kept, fresh, floor })
  const ratio = (worst.p50 / floor.p50).toFixed(1).padStart(6)
  say(
    `${read.name.padEnd(24)}${[worst, kept, fresh, floor].map((figures) => show(figures).padEnd(32)).join('')}${ratio}`,
  )
}

say('')
const judge = (what: string, missed: string[]) =>
  say(`${missed.length === 0 ? 'met    ' : 'NOT met'}  ${what}${missed.length === 0 ? '' : `: ${missed.join(', ')}`}`)
judge(
  `cold lists within ${goals.listP95} ms (p95)`,
  all
    .filter(({ read, cold }) => read.list && cold.p95 > goals.listP95)
    .map(({ read, cold }) => `${read.name} ${cold.p95.toFixed(0)} ms`),
)
judge(
  `304 within ${goals.freshP95} ms (p95)`,
  all
    .filter(({ fresh }) => fresh.p95 > goals.freshP95)
    .map(({ read, fresh }) => `${read.name} ${fresh.p95.toFixed(1)} ms`),
)
judge(
  `${goals.keptPerSecond.toLocaleString('en')} kept answers a second`,
  all
    .filter(({ kept }) => kept.perSecond < goals.keptPerSecond)
    .map(({ read, kept }) => `${read.name} ${kept.perSecond.toFixed(0)}`),
)

await pool.end()
await api.stop()
await dao.stop()
