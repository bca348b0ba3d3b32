import { AppError } from '~/domain/errors'
import { type Cell, toCsvLine } from '~/http/csv'
import type { List, Moment } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { readDisputes } from './disputes.server'
import { readLeases } from './leases.server'
import { readOrders } from './orders.server'
import { readProviders } from './providers.server'
import type { Dispute, Lease, Order, Provider } from './schema'

const PAGE = 200
// Each holds a connection to the database for as long as its reader takes.
const MOST_AT_ONCE = 2
const MOST_WAIT_MS = 30_000

type Columns<Item> = Readonly<Record<string, (item: Item) => Cell>>
type Read<Item> = (view: View, page: { limit: number; cursor?: string }) => Promise<List<Item>>

const timeOf = (moment: Moment | null): Cell => moment?.time ?? null
const listOf = (items: readonly { id: string | number }[]): string => items.map(({ id }) => id).join(' ')

const providerColumns: Columns<Provider> = {
  id: ({ id }) => id,
  status: ({ status }) => status,
  operator: ({ operator }) => operator.address,
  party: ({ operator }) => operator.party?.id ?? null,
  pool: ({ pool }) => pool.id,
  units: ({ units }) => units,
  units_in_use: ({ unitsInUse }) => unitsInUse,
  attributes: ({ attributes }) => listOf(attributes),
  hardware: ({ hardware }) => hardware,
  endpoint: ({ endpoint }) => endpoint,
  version: ({ version }) => version,
  audited: ({ audited }) => audited,
  auditors: ({ audits }) => listOf(audits.filter(({ status }) => status === 'counts').map(({ auditor }) => auditor)),
  stake: ({ stake }) => stake.amount.value,
  locked: ({ stake }) => stake.locked.value,
  leases: ({ reputation }) => reputation.leases,
  completed: ({ reputation }) => reputation.completed,
  disputes_lost: ({ reputation }) => reputation.disputesLost,
  gpu_seconds: ({ reputation }) => reputation.gpuSeconds,
  registered: ({ registered }) => registered.at.time,
  transaction: ({ registered }) => registered.transaction,
}

const orderColumns: Columns<Order> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  tenant: ({ tenant }) => tenant.address,
  party: ({ party }) => party?.id ?? null,
  agent: ({ agent }) => agent,
  line: ({ payer }) => payer.line,
  pool: ({ pool }) => pool.id,
  units: ({ units }) => units,
  duration_seconds: ({ duration }) => duration,
  notice_seconds: ({ notice }) => notice,
  max_rate: ({ maxRate }) => maxRate,
  attributes: ({ attributes }) => listOf(attributes),
  auditors: ({ auditors }) => listOf(auditors),
  release: ({ release }) => release,
  spec_digest: ({ specDigest }) => specDigest,
  terms: ({ terms }) => terms,
  placed: ({ placed }) => placed.at.time,
  bids_until: ({ bidsUntil }) => bidsUntil.time,
  open_until: ({ openUntil }) => openUntil.time,
  bids: ({ bids }) => bids,
  lowest_rate: ({ lowestRate }) => lowestRate,
  declined: ({ declined }) => declined,
  provider: ({ lease }) => lease?.provider.id ?? null,
  rate: ({ lease }) => lease?.rate ?? null,
  transaction: ({ placed }) => placed.transaction,
}

const leaseColumns: Columns<Lease> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  provider: ({ provider }) => provider.id,
  operator: ({ provider }) => provider.operator.address,
  provider_party: ({ providerParty }) => providerParty?.id ?? null,
  tenant: ({ tenant }) => tenant.address,
  party: ({ party }) => party?.id ?? null,
  line: ({ payer }) => payer.line,
  pool: ({ pool }) => pool.id,
  units: ({ units }) => units,
  rate: ({ rate }) => rate,
  start: ({ start }) => start.time,
  end: ({ end }) => end.time,
  deposit: ({ deposit }) => deposit.value,
  withdrawn: ({ withdrawn }) => withdrawn.value,
  fee: ({ fee }) => fee.value,
  noticed: ({ noticed }) => timeOf(noticed),
  closed: ({ closed }) => timeOf(closed),
  released: ({ released }) => timeOf(released),
  case: ({ dispute }) => dispute?.case ?? null,
  upheld: ({ dispute }) => dispute?.upheld ?? null,
  terms: ({ terms }) => terms,
  transaction: ({ transaction }) => transaction,
}

const disputeColumns: Columns<Dispute> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  lease: ({ lease }) => lease,
  court: ({ court }) => court.address,
  claimant: ({ claimant }) => claimant.address,
  respondent: ({ respondent }) => respondent.address,
  opened: ({ opened }) => opened.at.time,
  contested_from: ({ contested }) => timeOf(contested?.from ?? null),
  contested_until: ({ contested }) => timeOf(contested?.end ?? null),
  arbiters: ({ arbiters }) => arbiters.length,
  for_claimant: ({ arbiters }) => arbiters.filter(({ vote }) => vote?.for === 'claimant').length,
  for_respondent: ({ arbiters }) => arbiters.filter(({ vote }) => vote?.for === 'respondent').length,
  verdict: ({ verdict }) => verdict?.for ?? null,
  by_vote: ({ verdict }) => verdict?.byVote ?? null,
  final: ({ finalAt }) => finalAt.time,
  upheld: ({ settlement }) => settlement?.upheld ?? null,
  damages: ({ settlement }) => settlement?.damages.value ?? null,
  slashed: ({ settlement }) => settlement?.slashed.value ?? null,
  penalty: ({ settlement }) => settlement?.penalty.value ?? null,
  transaction: ({ opened }) => opened.transaction,
}

async function* writeTable<Item>(view: View, read: Read<Item>, columns: Columns<Item>): AsyncGenerator<string> {
  yield toCsvLine(Object.keys(columns))
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, page }: List<Item> = await read(view, { limit: PAGE, ...(cursor !== undefined && { cursor }) })
    yield data.map((item) => toCsvLine(Object.values(columns).map((cell) => cell(item)))).join('')
    cursor = page.next
  }
}

const tables = {
  'providers.csv': (view: View) => writeTable(view, readProviders, providerColumns),
  'orders.csv': (view: View) => writeTable(view, readOrders, orderColumns),
  'leases.csv': (view: View) => writeTable(view, readLeases, leaseColumns),
  'disputes.csv': (view: View) => writeTable(view, readDisputes, disputeColumns),
} as const

export type ExportedFile = keyof typeof tables

/** A table as of one block; `name` tells which, so that two people can compare what they got byte for byte. */
export type Exported = { name: string; lines: ReadableStream<Uint8Array> }

let running = 0

const within = <Value>(promise: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the reader takes nothing')), MOST_WAIT_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const send = async (chunks: AsyncGenerator<string>, writer: WritableStreamDefaultWriter<Uint8Array>) => {
  const encoder = new TextEncoder()
  try {
    for await (const chunk of chunks) await within(writer.write(encoder.encode(chunk)))
    await within(writer.close())
  } catch (error) {
    await writer.abort(error).catch(() => undefined)
  }
}

/**
 * All rows of a table as CSV, newest first, page by page on one coherent state of the index. A reader who goes away or
 * takes nothing for half a minute ends it. Throws `too_many_streams` (retryable).
 */
export const exportTable = (file: ExportedFile): Promise<Exported> => {
  if (running === MOST_AT_ONCE) {
    throw new AppError('too_many_streams', 'Others read whole tables now: try again in a few seconds.', {
      retryable: true,
    })
  }
  running += 1
  return new Promise<Exported>((resolve, reject) => {
    withView(async (view) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      const { number, hash } = view.cursor
      resolve({ name: `${file.slice(0, -4)}-${number}-${hash}.csv`, lines: readable })
      await send(tables[file](view), writable.getWriter())
    })
      .catch(reject)
      .finally(() => {
        running -= 1
      })
  })
}
