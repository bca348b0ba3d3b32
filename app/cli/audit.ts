import { parseArgs } from 'node:util'
import { createSql } from '#db/client.server'
import type { Deployment } from '~/chain/deployment'
import { readDeployment } from '~/chain/deployment.server'
import { AppError } from '~/domain/errors'
import { readEnv } from '~/env.server'
import { databaseUnreachable, isDatabaseAway } from '~/indexer/database-errors'
import type { Log } from '~/indexer/log'
import { isRetryable, sayError } from '~/indexer/node-errors'
import { createNodes, type Nodes } from '~/indexer/nodes'
import { compareDigests, compareSums, type Mismatch } from './audit/compare'
import { readApiReleases, readApiRounds, readApiTallies } from './audit/read-api'
import { readApiMarket } from './audit/read-api-market'
import type { AuditLogState } from './audit/read-audit-log'
import { readChain } from './audit/read-chain'
import { type DatabaseState, readDatabase } from './audit/read-database'
import type { Sums } from './audit/sums'
import { buildContentHash } from './audit/table-digests'
import { findRunning, type Running } from './up/running'

const options = {
  rpc: { type: 'string' },
  database: { type: 'string' },
  deployment: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
} as const

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options, strict: true }).values
  } catch (cause) {
    throw new AppError('invalid_usage', `${sayError(cause)} See \`ostrakon help\`.`, { cause })
  }
}

type Values = ReturnType<typeof parse>

/** Flags before settings; with neither, what `npm start` runs on this data folder, its portal included. */
const findTargets = (values: Values): Omit<Running, 'url'> & { url: string | undefined } => {
  const env = readEnv()
  const given = {
    RPC_URL: values.rpc ?? env.RPC_URL,
    DATABASE_URL: values.database ?? env.DATABASE_URL,
    DEPLOYMENT: values.deployment ?? env.DEPLOYMENT,
  }
  const missing = Object.entries(given).filter(([, value]) => !value)
  const running = missing.length === 3 ? findRunning(env.DATA_DIR) : null
  if (running) return { ...running, url: values.url ?? running.url }
  const { RPC_URL, DATABASE_URL, DEPLOYMENT } = given
  if (RPC_URL && DATABASE_URL && DEPLOYMENT) return { RPC_URL, DATABASE_URL, DEPLOYMENT, url: values.url }
  const names = missing.map(([name]) => name).join(', ')
  throw new AppError(
    'invalid_environment',
    `${names} not set, and no \`npm start\` runs on ${env.DATA_DIR}: start it, or set them. See .env.example.`,
  )
}

const isOnChain = async (nodes: Nodes, { cursor }: DatabaseState) => {
  const header = await nodes.use((node) => node.findHeader(cursor.number))
  return header?.hash === cursor.hash
}

/** What the API is asked for: tallies, how releases stand, what rounds of compute come to, stakes, leases and jobs. */
const pickShown = (sums: Sums): Sums =>
  new Map(
    [...sums].filter(
      ([subject]) => /^(proposal|release|round|provider|lease|use|job) /.test(subject) && !subject.endsWith('_voters'),
    ),
  )

const listIds = (sums: Sums, kind: 'proposal' | 'release' | 'round') => [
  ...new Set(
    [...sums.keys()].filter((subject) => subject.startsWith(`${kind} `)).map((subject) => subject.split(' ')[1] ?? ''),
  ),
]

type Audit = { nodes: Nodes; state: DatabaseState; deployment: Deployment; url: string | undefined; log: Log }

const compareAll = async ({ nodes, state, deployment, url, log }: Audit) => {
  const { base, cursor } = state
  const chain = await readChain({ nodes, deployment, base, last: cursor.number, log })
  const mismatches: Mismatch[] = [
    ...compareDigests(chain.digests, state.digests),
    ...compareSums(chain.sums, state.sums, 'database'),
  ]
  if (url) {
    const tallies = await readApiTallies(url, listIds(chain.sums, 'proposal'))
    const releases = await readApiReleases(url, listIds(chain.sums, 'release'))
    const epochs = new Set(listIds(chain.sums, 'round').map((round) => round.split('-')[1] ?? ''))
    const rounds = await readApiRounds(url, [...epochs])
    const market = await readApiMarket(url)
    mismatches.push(
      ...compareSums(pickShown(chain.sums), new Map([...tallies, ...releases, ...rounds, ...market]), 'API'),
    )
  }
  return { chain, mismatches }
}

type Report = {
  matches: boolean
  block: { number: string; hash: string }
  contentHash: string
  tables: Record<string, { rows: number; hash: string }>
  mismatches: Mismatch[]
  auditLog: AuditLogState
}

const sayLog = ({ entries, hash, broken }: AuditLogState): string =>
  broken === null
    ? `The audit log has ${entries} entries, each bound to the one before; the last: ${hash}`
    : `BROKEN the audit log: entry ${broken} does not follow from the ${entries} before it.`

const sayReport = ({ matches, block, contentHash, tables, mismatches, auditLog }: Report) =>
  [
    ...Object.entries(tables).map(
      ([table, { rows, hash }]) => `${table.padEnd(22)} ${String(rows).padStart(9)}  ${hash}`,
    ),
    ...mismatches.map(({ what, chain, found }) => `DIFFERS ${what}: the chain says ${chain}, found ${found}`),
    `${matches ? 'Equal to the chain' : 'NOT equal to the chain'} at block ${block.number} (${block.hash}).`,
    `Content hash of the chain's logs: ${contentHash}`,
    sayLog(auditLog),
  ].join('\n')

/**
 * `ostrakon audit [--url PORTAL] [--json]`: rebuilds every row, tally, outcome of compute and the content hash from the
 * chain's logs and compares them with the database, and what the API shows of them where a portal is named. With no
 * settings at all it audits the running `npm start`. It also follows the audit log, of which the chain knows nothing.
 * 0 equal, 1 not, 3 usage or network.
 */
export const runAudit = async (args: string[]): Promise<number> => {
  const values = parse(args)
  const { RPC_URL, DATABASE_URL: databaseUrl, DEPLOYMENT, url } = findTargets(values)
  const deployment = await readDeployment(DEPLOYMENT)
  const urls = RPC_URL.split(',')
  const sql = createSql(databaseUrl, { max: 1, name: 'ostrakon-audit' })
  const log: Log = (level, line) => {
    if (process.stderr.isTTY && level !== 'debug') process.stderr.write(`${line}\n`)
  }
  const nodes = createNodes({ urls, chainId: deployment.chainId, log, signal: new AbortController().signal })
  try {
    const state = await readDatabase(sql)
    if (!(await isOnChain(nodes, state))) {
      const { number, hash } = state.cursor
      throw new AppError(
        'reorg',
        `The database's block ${number} (${hash}) is not on this chain: a reorg, or another chain.`,
      )
    }
    const { chain, mismatches } = await compareAll({ nodes, state, deployment, url, log })
    const report: Report = {
      matches: mismatches.length === 0,
      block: { number: state.cursor.number.toString(), hash: state.cursor.hash },
      contentHash: buildContentHash(chain.digests),
      tables: Object.fromEntries([...chain.digests].map(([table, { rows, hash }]) => [table, { rows, hash }])),
      mismatches,
      auditLog: state.auditLog,
    }
    process.stdout.write(`${values.json ? JSON.stringify(report) : sayReport(report)}\n`)
    return report.matches && report.auditLog.broken === null ? 0 : 1
  } catch (error) {
    if (isDatabaseAway(error)) throw databaseUnreachable(databaseUrl, error)
    if (isRetryable(error))
      throw new AppError('rpc_unreachable', `No RPC node answers. ${sayError(error)}`, { cause: error })
    throw error
  } finally {
    await Promise.all([nodes.close(), sql.end({ timeout: 1 })])
  }
}
