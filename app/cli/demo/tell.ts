import { type Address, encodeFunctionData, type Hex, keccak256, stringToBytes } from 'viem'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import type { Addresses } from '~/chain/deploy-plan'
import type { Ballot } from './ballots'
import { guardian } from './cast'
import type { Step } from './chain-writer'
import { demoWallet } from './keys'
import type { Story } from './story'
import type { Happening } from './timeline'

const DAY = 86_400
const abi = stewardGovernorAbi
const gas = { propose: 1_200_000n, vote: 250_000n, act: 1_000_000n } as const

type Governor = {
  at: Addresses
  /** The second at which the history ends. */
  end: number
  votingDelay: number
  /** Length of the vote in seconds, as the governor has it now. */
  votingPeriod: number
  readEta: (proposalId: bigint) => Promise<number>
  readDeadline: (proposalId: bigint) => Promise<number>
}

/** What happens to one proposal, from its creation to the end that its story names. */
export const tellStory = (story: Story, id: bigint, ballots: readonly Ballot[], governor: Governor): Happening[] => {
  const { at, end, votingDelay, votingPeriod } = governor
  const to = at.StewardGovernor
  const created = Math.floor(end - story.days * DAY)
  const opens = created + votingDelay
  const closes = opens + votingPeriod
  const calls = story.calls(at)
  const description = `# ${story.title}\n\n${story.body}\n\n#proposer=${story.proposer.address}`
  const targets = calls.map(({ target }) => target)
  const values = calls.map(({ value }) => value)
  const calldatas = calls.map(({ data }) => data)
  const content = [targets, values, calldatas, keccak256(stringToBytes(description))] as const

  const act = (functionName: 'queue' | 'execute' | 'cancel', from = actor(functionName)): Step => ({
    from,
    to,
    gas: gas.act,
    data: encodeFunctionData({ abi, functionName, args: content }),
    label: `${functionName} ${story.title}`,
  })
  const propose: Happening = {
    at: created,
    steps: () => [
      {
        from: story.proposer,
        to,
        gas: gas.propose,
        data: encodeFunctionData({ abi, functionName: 'propose', args: [targets, values, calldatas, description] }),
        label: `propose ${story.title}`,
      },
    ],
  }
  const votes = groupByPart(ballots).map(([part, group]) => ({
    at: Math.floor(opens + 1 + part * (votingPeriod - 2)),
    steps: () => group.map((ballot) => castBallot(ballot, id, to, story)),
  }))

  const once = (when: number, step: Step): Happening => ({ at: when, steps: () => [step] })
  const execute = async () => [once((await governor.readEta(id)) + 900, act('execute'))]
  const queue = (follow?: () => Promise<Happening[]>): Happening => ({
    at: closes + 1,
    steps: () => [],
    follow: async () => {
      const queued = { at: (await governor.readDeadline(id)) + 300, steps: () => [act('queue')] }
      return [follow ? { ...queued, follow } : queued]
    },
  })
  switch (story.ending) {
    case 'executed':
      return [propose, ...votes, queue(execute)]
    case 'unexecuted':
    case 'executable':
    case 'delayed':
      return [propose, ...votes, queue()]
    case 'withdrawn':
      return [propose, once(created + 10, act('cancel', story.proposer))]
    case 'stopped': {
      const stop = Math.floor(opens + votingPeriod / 2)
      return [propose, ...votes.filter((vote) => vote.at < stop), once(stop, act('cancel', guardian))]
    }
    default:
      return [propose, ...votes]
  }
}

// Anyone may queue and execute; here the demo wallets do.
const actor = (functionName: 'queue' | 'execute' | 'cancel') => demoWallet(functionName === 'queue' ? 1 : 8)

const groupByPart = (ballots: readonly Ballot[]): [number, Ballot[]][] => {
  const groups = new Map<number, Ballot[]>()
  for (const ballot of ballots) groups.set(ballot.part, [...(groups.get(ballot.part) ?? []), ballot])
  return [...groups]
}

const castBallot = ({ voter, house, support, reason }: Ballot, id: bigint, to: Address, { title }: Story): Step => {
  const data: Hex =
    house === 1
      ? encodeFunctionData({ abi, functionName: 'castVoteWithReasonAndParams', args: [id, support, reason, '0x01'] })
      : reason === ''
        ? encodeFunctionData({ abi, functionName: 'castVote', args: [id, support] })
        : encodeFunctionData({ abi, functionName: 'castVoteWithReason', args: [id, support, reason] })
  return { from: voter, to, gas: gas.vote, data, label: `ballot of ${voter.address} on ${title}` }
}
