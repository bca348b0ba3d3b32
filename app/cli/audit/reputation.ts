import type { Address } from 'viem'
import { AppError } from '~/domain/errors'
import { feeOn } from '~/domain/market/earnings'
import { type LeaseFacts, type ProviderEvent, type Reputation, reputationOf } from '~/domain/market/reputation'
import { type Rows, rowsOf } from '~/indexer/rows'
import type { RowOf } from '~/indexer/tables'

const NOBODY = -1n

/** A reputation named as in `Sums`; what there is nothing to say of is -1. */
export const sumReputation = (provider: bigint, reputation: Reputation): [subject: string, amount: bigint][] =>
  Object.entries(reputation).map(([name, value]) => [`reputation ${provider} ${name}`, BigInt(value ?? NOBODY)])

type Lease = {
  provider: bigint
  facts: LeaseFacts
  feeBps: number
  end: bigint
  fee: bigint
  isNoticed: boolean
  isDisputed: boolean
  settlement: { upheld: boolean; damages: bigint } | null
}

type Job = {
  provider: bigint
  facts: LeaseFacts
  feeBps: number
  amounts: readonly bigint[]
  fees: bigint[]
  returned: bigint[]
  isAccepted: boolean
  isEnded: boolean
}

const listOfLease = (lease: Lease, now: bigint): ProviderEvent[] => {
  const { facts, feeBps, end, fee, isNoticed, isDisputed, settlement } = lease
  const events: ProviderEvent[] = [{ type: 'started', lease: facts }]
  if (fee > 0n) events.push({ type: 'settled', lease: facts, fee })
  if (isNoticed) events.push({ type: 'noticed', lease: facts })
  if (end <= now && (!isDisputed || settlement !== null)) events.push({ type: 'completed', lease: facts })
  if (settlement?.upheld) {
    events.push({ type: 'disputeLost', lease: facts, forgoneFee: feeOn(settlement.damages, feeBps) })
  }
  return events
}

const listOfJob = ({ facts, feeBps, amounts, fees, returned, isAccepted, isEnded }: Job): ProviderEvent[] => {
  if (!isAccepted) return []
  const events: ProviderEvent[] = [{ type: 'started', lease: facts }]
  for (const fee of fees) events.push({ type: 'settled', lease: facts, fee })
  for (const amount of returned) {
    events.push({ type: 'disputeLost', lease: facts, forgoneFee: feeOn(amount, feeBps) })
  }
  if (isEnded) events.push({ type: 'noticed', lease: facts })
  if (fees.length + returned.length === amounts.length) events.push({ type: 'completed', lease: facts })
  return events
}

/** Computes the reputation of every provider by the domain's own rule, from rows that come in chain order. */
export const createReputationSummer = () => {
  const terms = new Map<bigint, RowOf<'market_terms'>>()
  const orders = new Map<bigint, RowOf<'orders'>>()
  const operators = new Map<bigint, Address>()
  const leases = new Map<bigint, Lease>()
  const jobs = new Map<bigint, Job>()
  const challenges = new Map<bigint, ProviderEvent[]>()

  const get = <Value>(map: Map<bigint, Value>, what: string, id: bigint): Value => {
    const value = map.get(id)
    if (value !== undefined) return value
    throw new AppError('unexpected_log', `The market names ${what} ${id}, of which no log stands before.`)
  }
  const feeBpsOf = (version: bigint) => Number(get(terms, 'terms', version).fee_bps)
  const sideOf = (provider: bigint, party: bigint) => ({
    account: get(operators, 'provider', provider),
    party: Number(party),
  })

  const readLease = ({ lease_id, provider_id: provider, party, end_time: end }: RowOf<'leases'>) => {
    const order = get(orders, 'order', lease_id)
    const facts: LeaseFacts = {
      id: `lease ${lease_id}`,
      paidBy: order.epoch === 0n ? 'tenant' : 'budget',
      tenant: { account: order.tenant as Address, party: Number(order.party) },
      provider: sideOf(provider, party),
    }
    const nothingYet = { fee: 0n, isNoticed: false, isDisputed: false, settlement: null }
    leases.set(lease_id, { provider, facts, feeBps: feeBpsOf(order.version), end, ...nothingYet })
  }
  const changeLease = ({ lease_id, kind, end_time, fee, block_time }: RowOf<'lease_events'>) => {
    const lease = get(leases, 'lease', lease_id)
    lease.fee = fee ?? lease.fee
    if (end_time === null) return
    // Whoever gives notice ends the lease later; a tenant ends it at once.
    if (kind === 'shortened' && end_time > block_time) lease.isNoticed = true
    lease.end = end_time
  }
  const readJob = (row: RowOf<'jobs'>) => {
    const { job_id, provider_id: provider, tenant, tenant_party, provider_party, version, amounts } = row
    const facts: LeaseFacts = {
      id: `job ${job_id}`,
      paidBy: 'tenant',
      tenant: { account: tenant as Address, party: Number(tenant_party) },
      provider: sideOf(provider, provider_party),
    }
    const nothingYet = { fees: [], returned: [], isAccepted: false, isEnded: false }
    jobs.set(job_id, { provider, facts, feeBps: feeBpsOf(version), amounts, ...nothingYet })
  }
  const changeJob = ({ job_id, milestone, fee, outcome }: RowOf<'milestone_events'>) => {
    const job = get(jobs, 'job', job_id)
    if (fee !== null) job.fees.push(fee)
    if (outcome === 2n) job.returned.push(job.amounts[Number(milestone)] ?? 0n)
  }
  const readLeases = (rows: Rows) => {
    for (const row of rowsOf(rows, 'leases')) readLease(row)
    for (const row of rowsOf(rows, 'lease_events')) changeLease(row)
    for (const { lease_id } of rowsOf(rows, 'lease_disputes')) get(leases, 'lease', lease_id).isDisputed = true
    for (const { lease_id, upheld, damages } of rowsOf(rows, 'dispute_settlements')) {
      get(leases, 'lease', lease_id).settlement = { upheld, damages }
    }
  }
  const readJobs = (rows: Rows) => {
    for (const row of rowsOf(rows, 'jobs')) readJob(row)
    for (const { job_id, kind } of rowsOf(rows, 'job_events')) {
      const job = get(jobs, 'job', job_id)
      if (kind === 'accepted') job.isAccepted = true
      else job.isEnded = true
    }
    for (const row of rowsOf(rows, 'milestone_events')) changeJob(row)
  }
  return {
    add: (rows: Rows) => {
      for (const row of rowsOf(rows, 'market_terms')) terms.set(row.version, row)
      for (const row of rowsOf(rows, 'orders')) orders.set(row.order_id, row)
      for (const { provider_id, operator } of rowsOf(rows, 'provider_declarations')) {
        operators.set(provider_id, operator as Address)
      }
      readLeases(rows)
      readJobs(rows)
      for (const { provider_id, made, passed } of rowsOf(rows, 'challenge_reports')) {
        const reports = challenges.get(provider_id) ?? []
        challenges.set(provider_id, [...reports, { type: 'challenged', made, passed }])
      }
    },
    /** As of a UNIX second, by which leases have run out or not. */
    finish: (now: bigint): [subject: string, amount: bigint][] => {
      const events = new Map([...operators.keys()].map((provider) => [provider, challenges.get(provider) ?? []]))
      for (const lease of leases.values()) events.get(lease.provider)?.push(...listOfLease(lease, now))
      for (const job of jobs.values()) events.get(job.provider)?.push(...listOfJob(job))
      return [...events].flatMap(([provider, own]) => sumReputation(provider, reputationOf(own)))
    },
  }
}
