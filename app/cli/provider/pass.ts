import { findLease, type LeaseFacts, readChainTime } from '../chain/lease-facts'
import type { Agent } from './agent'
import { bidOnOrders } from './bid'
import { bringReceipt } from './bring-receipt'
import { cleanUp } from './clean-up'
import { claimOwed, collect } from './collect'
import { type Follower, followEvents } from './follow-events'
import type { Workloads } from './run-workloads'
import { fillStake, listAuditors, setUpProvider } from './set-up'

/** What is left to do after a pass: leases that run, and those whose stake is not free yet. */
export type Left = { running: number; unsettled: number }

/**
 * Builds one look at the chain and all that follows from it. Each is complete in itself, so it does not matter when the
 * last one was, or whether it was this process that made it. Answers null while it waits for a transaction of its own.
 */
export const buildPass = (agent: Agent, workloads: Workloads) => {
  let follower: Follower | null = null
  // What is settled changes no more, and is not asked about again.
  const settled = new Map<bigint, LeaseFacts>()
  return async (): Promise<Left | null> => {
    if (await hasUnminedTransaction(agent)) {
      // Money waits, tenants do not.
      if (follower !== null) await tendWorkloads(agent, { workloads, follower, settled })
      return null
    }
    const providerId = agent.providerId ?? (await setUpProvider(agent))
    agent.providerId = providerId
    follower ??= followEvents(agent.view, providerId)
    await fillStake(agent, providerId)
    const auditors = await listAuditors(agent, providerId)
    sayWhetherAudited(agent, { providerId, auditors })
    const tended = await tendWorkloads(agent, { workloads, follower, settled })
    const left = await collectAll(agent, tended, settled)
    await claimOwed(agent)
    const time = await readChainTime(agent.view)
    await bidOnOrders(agent, { providerId, time, auditors }, follower)
    await cleanUpAll(agent, { follower, settled, time })
    return left
  }
}

/** One that a killed agent sent, or that takes long: what it does must be seen before anything else is decided. */
const hasUnminedTransaction = async ({ view, account, say }: Agent): Promise<boolean> => {
  const { address } = account
  const [mined, sent] = await Promise.all([
    view.client.getTransactionCount({ address, blockTag: 'latest' }),
    view.client.getTransactionCount({ address, blockTag: 'pending' }),
  ])
  if (sent > mined) {
    say({ act: 'waits', reason: 'transaction', sentence: `Waiting until transaction ${mined} of ${address} is mined.` })
  }
  return sent > mined
}

const sayWhetherAudited = (agent: Agent, { providerId, auditors }: { providerId: number; auditors: number[] }) => {
  if (auditors.length > 0) return
  const sentence = `Provider ${providerId} waits for an auditor to confirm what it declares: until then it bids on nothing.`
  agent.say({ act: 'waits', reason: 'audit', provider: providerId, sentence })
}

type Kept = { workloads: Workloads; follower: Follower; settled: Map<bigint, LeaseFacts> }
type Tended = { lease: LeaseFacts; time: number; isBusy: boolean }

const tendWorkloads = async (agent: Agent, { workloads, follower, settled }: Kept): Promise<Tended[]> => {
  const tended: Tended[] = []
  for (const leaseId of (await follower.look()).leases) {
    const lease = settled.has(leaseId) ? null : await findLease(agent.view, leaseId)
    if (lease === null) continue
    const time = await readChainTime(agent.view)
    tended.push({ lease, time, isBusy: await workloads.tend(lease, time) })
  }
  return tended
}

const collectAll = async (agent: Agent, tended: readonly Tended[], settled: Kept['settled']): Promise<Left> => {
  const left = { running: 0, unsettled: 0 }
  for (const { lease, time, isBusy } of tended) {
    await bringReceipt(agent, lease, time)
    const isSettled = await collect(agent, lease, time)
    const isOpen = lease.state === 'active' || lease.state === 'noticed'
    if (isBusy || isOpen || lease.earned > lease.withdrawn) left.running++
    else if (isSettled) settled.set(lease.id, lease)
    else left.unsettled++
  }
  return left
}

const cleanUpAll = async (agent: Agent, { follower, settled, time }: Omit<Kept, 'workloads'> & { time: number }) => {
  for (const [leaseId, lease] of settled) {
    if (!(await cleanUp(agent, lease, time))) continue
    follower.forget('leases', leaseId)
    settled.delete(leaseId)
  }
}
