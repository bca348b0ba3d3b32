import type { Address } from 'viem'
import { createPublicClient, fallback, http, type PublicClient } from 'viem'
import { createSql, type Sql } from '#db/client.server'
import { listAccounts } from '#db/queries/accounts.server'
import { type ChangeRow, type CursorRow, findCursor, findLastChange } from '#db/queries/cursor.server'
import { getElectorate } from '#db/queries/electorate.server'
import { listProposalRowsById, type ProposalRow } from '#db/queries/proposals.server'
import type { Reader } from '#db/queries/reader.server'
import { buildContractsByAddress, type ContractName } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import { readDeployment } from '~/chain/deployment.server'
import { createHeadWatch, type HeadWatch } from '~/chain/head.server'
import { type Rules, readRules } from '~/chain/rules.server'
import { boundFetch } from '~/chain/simulation/bounded-fetch'
import { type Assessment, assessProposal } from '~/domain/assess-proposal'
import { createBlockCache } from '~/domain/block-cache'
import { type Electorate, type Snapshot, snapshotAt } from '~/domain/electorate'
import { epochAt } from '~/domain/epoch'
import { AppError } from '~/domain/errors'
import { shareNext } from '~/domain/share-next'
import { type Tier, tierOfNumber } from '~/domain/tier'
import { createEnsNames, type NameOf } from '~/ens.server'
import { type Env, readEnv } from '~/env.server'
import { buildAccountOf, toAsOf } from '~/http/present'
import type { Account, AsOf, ProposalRef } from '~/http/shapes'

/** What the web process is connected to. */
export type Services = {
  env: Env
  /** Of a replica, where there is one: for reading only. */
  sql: Sql
  /** For the few things that are not the chain's. */
  writer: Sql
  deployment: Deployment
  contracts: ReadonlyMap<string, ContractName>
  client: PublicClient
  /** For calls to contracts that anybody may have written: never batched with others, and no endless answer. */
  simulationClient: PublicClient
  headWatch: HeadWatch
  /** The newest indexed block, asked once for all who ask at a time; null before the first. */
  readCursor: () => Promise<CursorRow | null>
  /** For pages alone: a name comes when it comes, at no block of the index. */
  nameOf: NameOf
  rules: () => Promise<Rules>
}

const required = (value: string | undefined, name: string): string => {
  if (value !== undefined) return value
  throw new AppError('invalid_environment', `${name} is not set. \`npm start\` sets it; see .env.example.`)
}

// A promise that failed is forgotten, so that the next request tries again.
const lazily = <Value>(make: () => Promise<Value>) => {
  let made: Promise<Value> | undefined
  return (): Promise<Value> => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}

// Sixteen calls can return more than any reader needs.
const MOST_SIMULATED_BYTES = 32_000_000

const connect = async (): Promise<Services> => {
  const env = readEnv()
  const deployment = await readDeployment(required(env.DEPLOYMENT, 'DEPLOYMENT'))
  const urls = required(env.RPC_URL, 'RPC_URL').split(',')
  const nodes = urls.map((url) => url.trim().replace(/^ws/, 'http'))
  const client = createPublicClient({
    transport: fallback(nodes.map((url) => http(url, { batch: true, timeout: 5_000 }))),
  })
  const fetchFn = boundFetch(MOST_SIMULATED_BYTES)
  const alone = nodes.map((url) => http(url, { retryCount: 0, timeout: 15_000, fetchFn }))
  const url = required(env.DATABASE_READ_URL ?? env.DATABASE_URL, 'DATABASE_URL')
  const sql = createSql(url, { max: 8, name: 'ostrakon web' })
  const writeUrl = env.DATABASE_URL ?? url
  return {
    env,
    deployment,
    contracts: buildContractsByAddress(deployment),
    client,
    simulationClient: createPublicClient({ transport: fallback(alone, { retryCount: 0 }) }),
    headWatch: createHeadWatch(client),
    readCursor: shareNext(() => findCursor(sql)),
    nameOf: env.ENS_RPC_URL === undefined ? () => null : createEnsNames(env.ENS_RPC_URL, deployment.chainId),
    sql,
    writer: writeUrl === url ? sql : createSql(writeUrl, { max: 2, name: 'ostrakon web' }),
    rules: lazily(() => readRules(client, deployment)),
  }
}

let connection = lazily(connect)

/** What the web process is connected to, connected on the first call. */
export const getServices = (): Promise<Services> => connection()

/** Where links of ours lead: the address that the operator names, else the one that was asked. */
export const findPortal = ({ env }: Services, origin: string): string => (env.PUBLIC_URL ?? origin).replace(/\/$/, '')

const closers = new Set<() => Promise<void>>()

/** Runs `close` once before the pool is closed; the result's call takes that back. */
export const onClose = (close: () => Promise<void>): (() => void) => {
  closers.add(close)
  return () => closers.delete(close)
}

/** Ends what streams, then the pool; the next call of getServices connects anew. */
export const closeServices = async (): Promise<void> => {
  const open = connection()
  connection = lazily(connect)
  keepElectorate = createBlockCache<Electorate>(1)
  await Promise.all([...closers].map((close) => close().catch(() => undefined)))
  closers.clear()
  await open.then(
    ({ sql, writer }) => Promise.all([sql, writer].map((pool) => pool.end({ timeout: 5 }))),
    () => [],
  )
}

/** One coherent look at the index: every query inside it sees the same block. Times in UNIX seconds. */
export type View = {
  sql: Reader
  services: Services
  rules: Rules
  cursor: CursorRow
  /** The chain's time: that of the newest indexed block. */
  now: number
  epoch: number
  nameOf: (address: string) => ContractName | null
  /** Shows accounts, with their parties in an epoch (the present one); all that occur are looked up at once. */
  loadAccounts: (accounts: readonly Address[], epoch?: number) => Promise<(address: Address) => Account>
  /** State, result and dissent of a proposal now. */
  assess: (row: ProposalRow) => Promise<Assessment>
  /** What a proposal of a tier would find if its snapshot were now. */
  snapshotNow: (tier: Tier) => Promise<Snapshot>
  refOf: (row: ProposalRow) => Promise<ProposalRef>
  /** Names proposals; all that occur are looked up at once. Null stays null. */
  loadProposals: (ids: readonly (bigint | null)[]) => Promise<(id: bigint | null) => ProposalRef | null>
  /** The newest of the given changes as `asOf`; the newest of all where none is given. */
  asOf: (changes: readonly ChangeRow[]) => Promise<AsOf>
}

const toFacts = (row: ProposalRow) => ({
  tier: tierOfNumber(row.tier),
  seatCapacity: BigInt(row.seat_capacity),
  presentSeats: row.recovery ? BigInt(row.present_seats) : null,
  token: { for: row.token_for, against: row.token_against, abstain: row.token_abstain },
  seat: { for: row.seat_for, against: row.seat_against, abstain: row.seat_abstain },
  milestones: {
    snapshot: row.snapshot,
    deadline: row.deadline,
    extendedDeadline: row.extended_deadline,
    eta: row.eta,
    executed: row.executed_block !== null,
    canceled: row.canceled_block !== null,
  },
})

let keepElectorate = createBlockCache<Electorate>(1)

const findElectorate = (sql: Reader, { hash }: CursorRow): Promise<Electorate> =>
  keepElectorate(hash, '', () => getElectorate(sql))

const buildView = (sql: Reader, services: Services, { cursor, rules }: { cursor: CursorRow; rules: Rules }): View => {
  const now = cursor.timestamp
  const epoch = epochAt(rules, now)
  const startOf = (one: number) => rules.epochGenesis + one * rules.epochLength
  const nameOf = (address: string) => services.contracts.get(address.toLowerCase()) ?? null
  const assess = async (row: ProposalRow) =>
    assessProposal(toFacts(row), { electorate: await findElectorate(sql, cursor), windows: rules, now })
  const refOf = async (row: ProposalRow): Promise<ProposalRef> => ({
    id: String(row.proposal_id),
    title: row.title,
    state: (await assess(row)).state,
  })
  return {
    sql,
    services,
    rules,
    cursor,
    now,
    epoch,
    nameOf,
    loadAccounts: async (accounts, at = epoch) =>
      buildAccountOf(await listAccounts(sql, { accounts, epoch: at, epochStart: startOf(at) }), nameOf),
    assess,
    snapshotNow: async (tier) => snapshotAt(await findElectorate(sql, cursor), { time: now, tier }),
    refOf,
    loadProposals: async (given) => {
      const ids = [...new Set(given)].filter((id) => id !== null)
      const rows = ids.length === 0 ? [] : await listProposalRowsById(sql, ids)
      const refs = new Map(await Promise.all(rows.map(async (row) => [row.proposal_id, await refOf(row)] as const)))
      return (id) => (id === null ? null : (refs.get(id) ?? null))
    },
    asOf: async (changes) => {
      const [first, ...rest] = changes
      const newest = first && rest.reduce((last, one) => (one.block > last.block ? one : last), first)
      const change = newest ?? (await findLastChange(sql))
      return toAsOf(change ?? { block: cursor.number, hash: cursor.hash, time: cursor.timestamp }, cursor.finalized)
    },
  }
}

/**
 * Runs `query` on one coherent state of the index. Throws `index_starting` (retryable) before the first block is
 * indexed. `fresh` also sees what was just written, which a replica may not have yet.
 */
export const withView = async <Result>(
  query: (view: View) => Promise<Result>,
  { fresh = false }: { fresh?: boolean } = {},
): Promise<Result> => {
  const services = await getServices()
  const rules = await services.rules()
  return (fresh ? services.writer : services.sql).begin('isolation level repeatable read read only', async (sql) => {
    const cursor = await findCursor(sql)
    if (cursor === null) {
      throw new AppError('index_starting', 'Nothing is indexed yet: try again in a few seconds.', { retryable: true })
    }
    return query(buildView(sql, services, { cursor, rules }))
  }) as Promise<Result>
}
