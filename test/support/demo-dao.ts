import { readFileSync } from 'node:fs'
import { type Address, encodeFunctionData, type Hex, type LocalAccount, parseEventLogs } from 'viem'
import { modelRegistryAbi, stewardGovernorAbi, stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import { parseDeployment } from '~/chain/deployment'
import { buildHolders, stewards } from '~/cli/demo/cast'
import { demoWallet } from '~/cli/demo/keys'
import { createTestClient } from './anvil'
import type { Portal } from './portal'
import { waitUntil } from './wait-until'

const VOTING_DELAY = 30
const DAY = 86_400

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

  const indexed = () =>
    waitUntil('the portal is level with the chain', async () => {
      const { timestamp } = await client.getBlock()
      const status = (await getJson('/status')) as { indexed?: { time: string } } | undefined
      return Date.parse(status?.indexed?.time ?? '') / 1000 >= Number(timestamp)
    })

  type Opened = { title: string; data: Hex; target?: Address; proposer?: LocalAccount | undefined }

  /** Proposes a call, of the registry unless it says otherwise, by one of the large holders, and waits until its vote is open on the portal. */
  const openVoteOn = async ({
    title,
    data,
    target = registry.address,
    proposer = holders[0],
  }: Opened): Promise<string> => {
    if (proposer === undefined) throw new Error('The demo has no holders.')
    // The same text twice would be the same proposal, which the governor takes once.
    const text = `# ${title}\n\nFor a test at block ${await client.getBlockNumber()}.`
    const args = [[target], [0n], [data], text] as const
    const call = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'propose', args })
    const { logs } = await send(proposer, governor.address, call)
    const [created] = parseEventLogs({ abi: stewardGovernorAbi, eventName: 'ProposalCreated', logs })
    if (created === undefined) throw new Error('No proposal was created.')
    await moveTime(VOTING_DELAY + 2)
    const id = created.args.proposalId.toString()
    await waitForState(id, 'active')
    return id
  }

  /** The same with something harmless. */
  const openVote = (title: string, proposer?: LocalAccount): Promise<string> => {
    const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] })
    return openVoteOn({ title, data, proposer })
  }

  const vote = (voter: LocalAccount, id: string, { support, params }: { support: number; params: Hex }) => {
    const args = [BigInt(id), support, '', params] as const
    const functionName = 'castVoteWithReasonAndParams'
    return send(voter, governor.address, encodeFunctionData({ abi: stewardGovernorAbi, functionName, args }))
  }

  const queueOrExecute = async (functionName: 'queue' | 'execute', id: string) => {
    const proposal = await getJson(`/proposals/${id}`)
    const actions = proposal?.['actions'] as { target: Address; value: string; calldata: Hex }[]
    const args = [
      actions.map(({ target }) => target),
      actions.map(({ value }) => BigInt(value)),
      actions.map(({ calldata }) => calldata),
      proposal?.['descriptionHash'] as Hex,
    ] as const
    const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName, args })
    await send(demoWallet(1), governor.address, data)
  }

  /** Lets both houses vote For, and the time pass, until the proposal is executed. */
  const carryThrough = async (id: string) => {
    for (const holder of holders.slice(0, 5)) await vote(holder, id, { support: 1, params: '0x' })
    for (const steward of stewards.slice(0, 9)) await vote(steward, id, { support: 1, params: '0x01' })
    await moveTime(3 * DAY)
    await waitForState(id, 'succeeded')
    await queueOrExecute('queue', id)
    await moveTime(DAY)
    await waitForState(id, 'queued')
    await queueOrExecute('execute', id)
    await waitForState(id, 'executed')
  }

  return {
    contracts,
    openVoteOn,
    queueOrExecute,
    carryThrough,
    client,
    governor,
    token,
    registry,
    seats,
    send,
    moveTime,
    getJson,
    waitForState,
    indexed,
    openVote,
    vote,
  }
}

/** The large holders that vote for themselves, the largest first. */
export const holders: LocalAccount[] = buildHolders()
  .filter(({ isDelegate }) => isDelegate)
  .map(({ account }) => account)
