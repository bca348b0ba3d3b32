import { readFileSync } from 'node:fs'
import { type Address, encodeFunctionData, type Hex, type LocalAccount, parseEventLogs } from 'viem'
import { modelRegistryAbi, stewardGovernorAbi, stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import { parseDeployment } from '~/chain/deployment'
import { buildHolders } from '~/cli/demo/cast'
import { createTestClient } from './anvil'
import type { Portal } from './portal'
import { waitUntil } from './wait-until'

const VOTING_DELAY = 30

/** The chain below a portal, and the keys of the demo's people. */
export const openDemoDao = ({ url, rpcUrl, deployment: file }: Portal) => {
  const { contracts } = parseDeployment(JSON.parse(readFileSync(file, 'utf8')), file)
  const client = createTestClient(rpcUrl)
  const governor = { address: contracts.StewardGovernor.address, abi: stewardGovernorAbi }
  const token = { address: contracts.VotingToken.address, abi: votingTokenAbi }
  const registry = { address: contracts.ModelRegistry.address, abi: modelRegistryAbi }
  const seats = { address: contracts.StewardSeats.address, abi: stewardSeatsAbi }

  const send = async (account: LocalAccount, to: Address, data: Hex) => {
    const hash = await client.sendTransaction({ account, chain: null, to, data })
    return client.waitForTransactionReceipt({ hash })
  }
  const moveTime = async (seconds: number) => {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }
  const getJson = async (path: string) => {
    const answer = await fetch(`${url}/api/v1${path}`)
    return answer.ok ? ((await answer.json()) as { data: Record<string, unknown> }).data : undefined
  }
  const waitForState = (id: string, state: string) =>
    waitUntil(`proposal ${id} is ${state}`, async () => (await getJson(`/proposals/${id}`))?.['state'] === state)

  /** Proposes something harmless by one of the large holders, and waits until its vote is open on the portal. */
  const openVote = async (title: string, proposer = holders[0]): Promise<string> => {
    if (proposer === undefined) throw new Error('The demo has no holders.')
    const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] })
    // The same text twice would be the same proposal, which the governor takes once.
    const text = `# ${title}\n\nFor a test at block ${await client.getBlockNumber()}.`
    const args = [[registry.address], [0n], [data], text] as const
    const call = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'propose', args })
    const { logs } = await send(proposer, governor.address, call)
    const [created] = parseEventLogs({ abi: stewardGovernorAbi, eventName: 'ProposalCreated', logs })
    if (created === undefined) throw new Error('No proposal was created.')
    await moveTime(VOTING_DELAY + 2)
    const id = created.args.proposalId.toString()
    await waitForState(id, 'active')
    return id
  }

  const vote = (voter: LocalAccount, id: string, { support, params }: { support: number; params: Hex }) => {
    const args = [BigInt(id), support, '', params] as const
    const functionName = 'castVoteWithReasonAndParams'
    return send(voter, governor.address, encodeFunctionData({ abi: stewardGovernorAbi, functionName, args }))
  }

  return { client, governor, token, registry, seats, send, moveTime, getJson, waitForState, openVote, vote }
}

/** The large holders that vote for themselves, the largest first. */
export const holders: LocalAccount[] = buildHolders()
  .filter(({ isDelegate }) => isDelegate)
  .map(({ account }) => account)
