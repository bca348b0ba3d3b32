import { getAddress, isAddress, isHash } from 'viem'
import { z } from 'zod'
import { AppError } from '~/domain/errors'

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'is not an address')
  .transform((value) => getAddress(value))

const contract = z.object({
  address,
  /** The block of its creation. */
  block: z.number().int().nonnegative(),
  /** keccak256 of the code at the address. */
  codeHash: z.custom<`0x${string}`>((value) => typeof value === 'string' && isHash(value), 'is not a 32-byte hash'),
})

const schema = z.object({
  chainId: z.number().int().positive(),
  profile: z.enum(['demo', 'production']),
  /** Blocks after which a block counts as final, or `finalized`: the chain's own tag says so. */
  finality: z.union([z.number().int().positive(), z.literal('finalized')]),
  contracts: z.object({
    EpochClock: contract,
    AccessManager: contract,
    TimelockController: contract,
    PartyRegistry: contract,
    VotingToken: contract,
    StewardSeats: contract,
    Council: contract,
    GovernorBounds: contract,
    StewardGovernor: contract,
    ModelRegistry: contract,
    Custody: contract,
    Enclaves: contract,
    AllocationPolicy: contract,
    ComputeTreasury: contract,
    ProviderRegistry: contract,
    ComputeMarket: contract,
    OrderBook: contract,
    Arbitration: contract,
    MilestoneLeases: contract,
    NodeRewards: contract,
    UsageReceipts: contract,
  }),
})

/** Which contracts a portal is about: the content of `deployments/<chainId>.json`. */
export type Deployment = z.infer<typeof schema>

/** Reads the content of a deployment file; throws `invalid_deployment` that names each bad field. `source` names it. */
export const parseDeployment = (content: unknown, source: string): Deployment => {
  const result = schema.safeParse(content)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError(
    'invalid_deployment',
    `${source} is not a deployment file: ${problems.join('; ')}. Write it with \`npm run deploy\`.`,
  )
}

/** The first block that can hold an event of the deployment. */
export const firstBlockOf = (deployment: Deployment): bigint =>
  BigInt(Math.min(...Object.values(deployment.contracts).map(({ block }) => block)))
