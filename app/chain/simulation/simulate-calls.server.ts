import type { PublicClient } from 'viem'
import { AppError } from '~/domain/errors'
import { allocationPolicyAbi, orderBookAbi } from '../abi/generated'
import { addressOf, buildContractsByAddress } from '../addresses'
import { decodeAction } from '../decode-action'
import type { Deployment } from '../deployment'
import { listLayers } from '../find-revert-data'
import type { Money } from '../rules.server'
import type { TimelockCall } from './as-executed'
import { buildReport, type Report } from './build-report'
import { runCalls } from './run-calls.server'
import { listViews, type Versions } from './views'

/** Where and against what calls are simulated. */
export type Simulator = { client: PublicClient; deployment: Deployment; money: Money }

const LAST_EPOCH = 2 ** 48 - 1

// Every failure of a plain read is the node's: it names no contract of anybody else.
const ask = <Value>(reading: Promise<Value>): Promise<Value> =>
  reading.catch((cause: unknown) => {
    const [{ name } = { name: 'Error' }] = listLayers(cause)
    const message = `The node does not tell (${String(name)}), so nothing was simulated: it may be away, or have dropped the state of an old block, which an archive node keeps.`
    throw new AppError('node_unreachable', message, { cause, retryable: true })
  })

const readVersions = async ({ client, deployment }: Simulator, blockNumber: bigint): Promise<Versions> => {
  const [policy, terms] = await Promise.all([
    client.readContract({
      address: addressOf(deployment, 'AllocationPolicy'),
      abi: allocationPolicyAbi,
      functionName: 'versionAt',
      args: [LAST_EPOCH],
      blockNumber,
    }),
    client.readContract({
      address: addressOf(deployment, 'OrderBook'),
      abi: orderBookAbi,
      functionName: 'termsVersion',
      blockNumber,
    }),
  ])
  return { policy, terms }
}

/** The newest block of the chain, or the one with a number. Throws `node_unreachable` (retryable). */
export const readBlock = async ({ client }: Simulator, blockNumber: bigint | null) =>
  ask(blockNumber === null ? client.getBlock({ blockTag: 'latest' }) : client.getBlock({ blockNumber }))

/**
 * What executing calls as the timelock on a block would do, asked of a node alone. Throws `node_unreachable`
 * (retryable); whatever the calls do is an answer.
 */
export const simulateCalls = async (
  calls: readonly TimelockCall[],
  simulator: Simulator,
  block: Awaited<ReturnType<typeof readBlock>>,
): Promise<Report> => {
  const { client, deployment, money } = simulator
  const timelock = addressOf(deployment, 'TimelockController')
  const [versions, held] = await ask(
    Promise.all([
      readVersions(simulator, block.number),
      client.getBalance({ address: timelock, blockNumber: block.number }),
    ]),
  )
  const contracts = buildContractsByAddress(deployment)
  const decoded = calls.map((call) => decodeAction(call, contracts))
  const views = listViews(decoded, { deployment, versions, money })
  const run = await runCalls(calls, { client, deployment, reads: views, at: block, held })
  return buildReport(calls, run, { deployment, money, block, held, views })
}
