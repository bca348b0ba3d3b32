import { encodeFunctionData } from 'viem'
import { usageReceiptsAbi } from '~/chain/abi/generated'
import { isRunning, type LeaseFacts } from '../chain/lease-facts'
import type { Agent } from './agent'
import { attempt } from './attempt'

/**
 * Has what the tenant confirmed of a lease that is over recorded, in one transaction for all of it: the provider's record
 * shows it. What the lease did not hold, once a verdict shortened it, stays unsaid.
 */
export const bringReceipt = async (agent: Agent, lease: LeaseFacts, time: number): Promise<void> => {
  const receipt = agent.store.read(lease.id, 'usage')
  if (receipt === null || isRunning(lease, time)) return
  const { client, deployment } = agent.view
  const receipts = { address: deployment.contracts.UsageReceipts.address, abi: usageReceiptsAbi } as const
  const gpuSeconds = BigInt(receipt.gpuSeconds)
  const held = BigInt((Math.min(time, lease.end) - lease.start) * lease.units)
  const confirmed = await client.readContract({ ...receipts, functionName: 'confirmedOf', args: [lease.id] })
  if (gpuSeconds <= confirmed || gpuSeconds > held) return
  const args = [lease.id, gpuSeconds, receipt.signature] as const
  const data = encodeFunctionData({ abi: usageReceiptsAbi, functionName: 'submit', args })
  const facts = { lease: String(lease.id), gpuSeconds: receipt.gpuSeconds }
  const about = `Recording that the tenant of lease ${lease.id} used ${gpuSeconds} GPU-seconds.`
  await attempt(agent, { contract: 'UsageReceipts', data }, { act: 'receipt', about, facts })
}
