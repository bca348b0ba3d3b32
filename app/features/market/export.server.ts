import { type Cell, type Columns, writeCsv } from '~/http/csv'
import type { List, Moment } from '~/http/shapes'
import type { View } from '~/services.server'
import { readDisputes } from './disputes.server'
import { readJobs } from './jobs.server'
import { readLeases } from './leases.server'
import { readOrders } from './orders.server'
import { readProviders } from './providers.server'
import type { Dispute } from './schema/disputes'
import type { Job } from './schema/jobs'
import type { Lease } from './schema/leases'
import type { Order } from './schema/orders'
import type { Provider } from './schema/providers'

const PAGE = 200

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
  fees: ({ reputation }) => reputation.fees.value,
  completed_bps: ({ reputation }) => reputation.completedBps,
  availability_bps: ({ reputation }) => reputation.availabilityBps,
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
  confirmed_gpu_seconds: ({ confirmed }) => confirmed,
  noticed: ({ noticed }) => timeOf(noticed),
  closed: ({ closed }) => timeOf(closed),
  released: ({ released }) => timeOf(released),
  case: ({ dispute }) => dispute?.case ?? null,
  upheld: ({ dispute }) => dispute?.upheld ?? null,
  terms: ({ terms }) => terms,
  transaction: ({ transaction }) => transaction,
}

const jobColumns: Columns<Job> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  tenant: ({ tenant }) => tenant.address,
  party: ({ party }) => party?.id ?? null,
  provider: ({ provider }) => provider.id,
  operator: ({ provider }) => provider.operator.address,
  provider_party: ({ providerParty }) => providerParty?.id ?? null,
  amount: ({ amount }) => amount.value,
  undelivered: ({ undelivered }) => undelivered.value,
  unpaid: ({ unpaid }) => unpaid.value,
  fee: ({ fee }) => fee.value,
  milestones: ({ milestones }) => milestones.length,
  delivered: ({ delivered }) => delivered,
  spec_digest: ({ specDigest }) => specDigest,
  terms: ({ terms }) => terms,
  offered: ({ offered }) => offered.at.time,
  transaction: ({ offered }) => offered.transaction,
}

const disputeColumns: Columns<Dispute> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  lease: ({ lease }) => lease,
  job: ({ milestone }) => milestone?.job ?? null,
  milestone: ({ milestone }) => milestone?.index ?? null,
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

async function* readPages<Item>(view: View, read: Read<Item>): AsyncGenerator<Item[]> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, page }: List<Item> = await read(view, { limit: PAGE, ...(cursor !== undefined && { cursor }) })
    yield data
    cursor = page.next
  }
}

/** Tables of the market, newest first. */
export const marketTables = {
  'providers.csv': (view: View) => writeCsv(providerColumns, readPages(view, readProviders)),
  'orders.csv': (view: View) => writeCsv(orderColumns, readPages(view, readOrders)),
  'leases.csv': (view: View) => writeCsv(leaseColumns, readPages(view, readLeases)),
  'jobs.csv': (view: View) => writeCsv(jobColumns, readPages(view, readJobs)),
  'disputes.csv': (view: View) => writeCsv(disputeColumns, readPages(view, readDisputes)),
} as const
