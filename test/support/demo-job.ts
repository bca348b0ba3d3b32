import { encodeFunctionData, erc20Abi, type Hex, type LocalAccount, maxUint256, parseEventLogs } from 'viem'
import { milestoneLeasesAbi } from '~/chain/abi/generated'
import { faucet, marketTenant, providerOperators } from '~/cli/demo/cast'
import type { openDemoDao } from './demo-dao'
import { digestOf } from './market'
import { waitUntil } from './wait-until'

const NODE = 1
const DAY = 86_400
const [operator] = providerOperators

/** Who offered the job, and who works on it. */
export const sides = { tenant: marketTenant, operator }

/**
 * Puts a job on the demo's chain with a milestone that waits for its tenant, one that arbiters have, and one to come; answers
 * its number and its case once the portal shows them.
 */
export const makeJob = async (dao: ReturnType<typeof openDemoDao>): Promise<{ job: string; dispute: string }> => {
  const { address } = dao.contracts.MilestoneLeases
  const money = await dao.client.readContract({ address, abi: milestoneLeasesAbi, functionName: 'money' })
  const act = (who: LocalAccount, data: Hex) => dao.send(who, address, data)
  for (const who of [marketTenant, operator]) {
    const give = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [who.address, 500_000_000n] })
    await dao.send(faucet, money, give)
    const args = [address, maxUint256] as const
    await dao.send(who, money, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
  }
  const now = Number((await dao.client.getBlock()).timestamp)
  const plan = [120_000_000n, 80_500_000n, 60_000_000n].map((amount, index) => ({
    amount,
    deadline: now + (600 + index) * DAY,
  }))
  const abi = milestoneLeasesAbi
  const offer = [NODE, digestOf('what is agreed'), plan] as const
  const { logs } = await act(marketTenant, encodeFunctionData({ abi, functionName: 'offer', args: offer }))
  const [offered] = parseEventLogs({ abi, eventName: 'JobOffered', logs })
  if (offered === undefined) throw new Error('No job was offered.')
  const id = offered.args.jobId
  await act(operator, encodeFunctionData({ abi, functionName: 'acceptJob', args: [id] }))
  for (const made of ['a model', 'half a report']) {
    await act(operator, encodeFunctionData({ abi, functionName: 'deliver', args: [id, digestOf(made)] }))
  }
  const evidence = digestOf('the other half is missing')
  await act(marketTenant, encodeFunctionData({ abi, functionName: 'reject', args: [id, 1, evidence] }))
  const findCase = async () => {
    const shown = (await dao.getJson(`/compute/jobs/${id}`)) as { milestones: { dispute: string | null }[] } | undefined
    return shown?.milestones[1]?.dispute ?? undefined
  }
  const dispute = await waitUntil(`job ${id} is shown`, findCase)
  return { job: String(id), dispute }
}
