import { encodeFunctionData, keccak256, type LocalAccount, stringToBytes } from 'viem'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { type Call, people, type TestChain } from './chain'

const AFTER_DELAY = 8 * 3600

/** Takes a proposal through both houses, the queue and the timelock; everybody votes for it. Answers its id. */
export const decideByVote = async (chain: TestChain, description: string, calls: readonly Call[]): Promise<bigint> => {
  const { client, profile } = chain
  const governor = addressOf(chain.deployment, 'StewardGovernor')
  const [proposer] = people.holders
  if (proposer === undefined) throw new Error('nobody to propose')
  const id = await chain.propose(proposer, description, calls)
  await chain.openVote()
  for (const holder of people.holders) await chain.vote(holder, id, 1)
  for (const steward of people.stewards) await chain.voteSeat(steward, id, 1)
  const act = async (functionName: 'queue' | 'execute', account: LocalAccount) => {
    const args = [
      calls.map(({ target }) => target),
      calls.map(({ value }) => value ?? 0n),
      calls.map(({ data }) => data),
      keccak256(stringToBytes(description)),
    ] as const
    const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName, args })
    const hash = await client.sendTransaction({ account, chain: null, to: governor, data })
    const { status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} of "${description}" reverted`)
  }
  const wait = async (seconds: number) => {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }
  await wait(profile.governor.votingPeriodSeconds + profile.governor.objectionPeriodSeconds + 1)
  await act('queue', proposer)
  await wait(AFTER_DELAY)
  await act('execute', proposer)
  return id
}
