import { createPublicClient, createTestClient, http } from 'viem'
import { getBalance, getBlockNumber, readContract, setAutomine } from 'viem/actions'
import { epochClockAbi, modelRegistryAbi, stewardGovernorAbi } from '~/chain/abi/generated'
import { deployDemoMoney } from '~/chain/demo-money'
import { deploy } from '~/chain/deploy'
import type { Deployment } from '~/chain/deployment'
import { getProfile, withPortal } from '~/chain/profile'
import { AppError } from '~/domain/errors'
import { PROPOSAL_STATES, type ProposalState } from '~/domain/proposal-state'
import { buildBallots, buildVoters } from './ballots'
import { buildGenesis, buildHolders, deployer, faucet, stewards } from './cast'
import { createChainWriter } from './chain-writer'
import { computeAccounts, tellCompute } from './compute'
import { createCustody, tellCustody } from './custody'
import { charterStories } from './data/charter-stories'
import { computeStories } from './data/compute-stories'
import { custodyStories } from './data/custody-stories'
import { evaluationStories } from './data/evaluation-stories'
import { marketStories } from './data/market-stories'
import { memberStories } from './data/member-stories'
import { releaseStories } from './data/release-stories'
import { tellEvaluations } from './evaluations'
import { demoWallet, WALLETS } from './keys'
import { marketAccounts, tellMarket } from './market'
import { tellMarketJobs } from './market-jobs'
import { tellPrologue } from './prologue'
import type { Ending, Story } from './story'
import { tellStory } from './tell'
import { play } from './timeline'

/** How long before the present the demo's chain begins, in seconds. */
export const HISTORY_SECONDS = 71.5 * 86_400

/** As the governor must see each story when the history ends. */
const statesAtEnd: Record<Ending, ProposalState> = {
  executed: 'executed',
  defeated: 'defeated',
  withdrawn: 'canceled',
  stopped: 'canceled',
  unqueued: 'expired',
  unexecuted: 'expired',
  executable: 'queued',
  delayed: 'queued',
  succeeded: 'succeeded',
  objection: 'active',
  active: 'active',
  pending: 'pending',
}

/** `portal`: where the DAO's documents will be served. */
type SeedOptions = {
  rpcUrl: string
  portal: string
  end: number
  signal: AbortSignal
  onProgress: (line: string) => void
}

/**
 * Deploys the demo profile to a fresh local chain and plays the demo's history up to the UNIX second `end`: every
 * transaction is signed by its own key. The chain must have begun `HISTORY_SECONDS` before `end`. Throws `demo_failed`
 * when a transaction reverts or a proposal does not end as its story says.
 */
export const seedDemo = async ({ rpcUrl, portal, end, signal, onProgress }: SeedOptions): Promise<Deployment> => {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl), pollingInterval: 20 })
  const profile = withPortal(getProfile('demo'), portal)
  const holders = buildHolders()
  const writer = createChainWriter(rpcUrl, 31_337)
  await setAutomine(client, true)
  if ((await getBalance(client, { address: deployer.address })) === 0n) {
    await setAutomine(client, false)
    await writer.mine(end - HISTORY_SECONDS + 60, [
      { from: faucet, to: deployer.address, value: 10n ** 20n, gas: 21_000n, label: 'gas money for the deployer' },
    ])
    await setAutomine(client, true)
  }
  const money = await deployDemoMoney({ client, account: faucet, holder: faucet.address })
  const deployment = await deploy({ client, account: deployer, profile, genesis: buildGenesis(holders, money) })
  onProgress(`deployed ${Object.keys(deployment.contracts).length} contracts; the deployer holds no role any more`)
  await setAutomine(client, false)

  const at = Object.fromEntries(
    Object.entries(deployment.contracts).map(([name, { address }]) => [name, address]),
  ) as Parameters<typeof tellPrologue>[0]['at']
  const governor = { address: at.StewardGovernor, abi: stewardGovernorAbi } as const
  const registry = { address: at.ModelRegistry, abi: modelRegistryAbi } as const
  const clock = { address: at.EpochClock, abi: epochClockAbi } as const
  const compute = {
    at,
    end,
    genesis: await readContract(client, { ...clock, functionName: 'genesis' }),
    length: profile.epoch.lengthSeconds,
    settleWindow: profile.epoch.settleWindowSeconds,
    money,
    client: createPublicClient({ transport: http(rpcUrl), cacheTime: 0 }),
    deployment,
  }
  const custody = await createCustody()
  const stories = [
    ...releaseStories,
    ...evaluationStories,
    ...custodyStories(custody.grantee, end),
    ...memberStories,
    ...charterStories(end),
    ...computeStories(end),
    ...marketStories,
  ].sort((a, b) => b.days - a.days)
  const voters = buildVoters(holders)
  const ballotsOf = (story: Story) => buildBallots(story, voters, isUnderVote(story) ? demoAddresses : [])
  const teller = {
    at,
    end,
    votingDelay: profile.governor.votingDelaySeconds,
    votingPeriod: profile.governor.votingPeriodSeconds,
    readEta: async (id: bigint) =>
      Number(await readContract(client, { ...governor, functionName: 'proposalEta', args: [id] })),
    readDeadline: async (id: bigint) =>
      Number(await readContract(client, { ...governor, functionName: 'proposalDeadline', args: [id] })),
  }
  const happenings = stories.flatMap((story, index) => tellStory(story, BigInt(index + 1), ballotsOf(story), teller))
  const evaluations = tellEvaluations({
    registry: at.ModelRegistry,
    end,
    readRoot: async (release) =>
      (await readContract(client, { ...registry, functionName: 'release', args: [release] })).root,
    readNonce: (evaluator) => readContract(client, { ...registry, functionName: 'nonces', args: [evaluator] }),
  })
  const accounts = [...holders.map(({ account }) => account), ...stewards].map(({ address }) => address)
  await writer.takeNonces([...new Set([...accounts, ...demoAddresses, ...computeAccounts, ...marketAccounts])])
  const told = [
    ...tellPrologue({ at, end, holders }),
    ...evaluations,
    ...tellCustody(custody, { at, end }),
    ...tellCompute(compute),
    ...tellMarket(compute),
    ...tellMarketJobs(compute),
    ...happenings,
  ]
  const sent = await play(writer, told, { end, signal })

  for (const [index, story] of stories.entries()) {
    const state = await readContract(client, { ...governor, functionName: 'state', args: [BigInt(index + 1)] })
    const expected = statesAtEnd[story.ending]
    if (PROPOSAL_STATES[state] !== expected) {
      const message = `Proposal ${index + 1} of the demo (${story.title}) is ${PROPOSAL_STATES[state]}, not ${expected}.`
      throw new AppError('demo_failed', message)
    }
  }
  const blocks = await getBlockNumber(client)
  onProgress(`${stories.length} proposals, ${voters.length} voters, ${sent} signed transactions in ${blocks} blocks`)
  return deployment
}

const demoAddresses = Array.from({ length: WALLETS }, (_, index) => demoWallet(index).address)

// The reader votes with the demo wallets: they have not voted where a vote is still open.
const isUnderVote = ({ ending }: Story) => ending === 'active' || ending === 'objection'
