import { type Address, isAddress } from 'viem'
import { z } from 'zod'
import charterJson from '#contracts/script/charter.json'
import demoJson from '#contracts/script/profiles/demo.json'
import productionJson from '#contracts/script/profiles/production.json'
import { AppError } from '~/domain/errors'

const seconds = z.number().int().positive()
const amount = z.string().regex(/^\d+$/, 'must be a whole number of base units').transform(BigInt)
const bps = z.number().int().min(0).max(10_000)
const range = <T extends z.ZodType>(value: T) => z.object({ min: value, max: value })

const count = z.number().int().min(0).max(32)
/** Passes by evaluation kind, in the order of IEvaluations.EvaluationKind. */
const gate = z.object({ passes: z.tuple([count, count, count, count, count, count]), dwellSeconds: seconds })

const classWeight = z.number().int().min(1).max(65_535)
const kindRule = z.object({ class: z.number().int().min(0).max(7), weight: z.number().int().min(0).max(65_535) })

const profileSchema = z.object({
  profile: z.enum(['demo', 'production']),
  chains: z.array(z.number().int()),
  token: z.object({ name: z.string(), symbol: z.string(), supply: amount, mintCapBps: bps }),
  governor: z.object({
    name: z.string(),
    daoURI: z.string(),
    votingDelaySeconds: seconds,
    votingPeriodSeconds: seconds,
    proposalThreshold: amount,
    quorumBps: bps,
    charterQuorumBps: bps,
    objectionWindowSeconds: seconds,
    objectionPeriodSeconds: seconds,
    delaySeconds: z.tuple([seconds, seconds, seconds]),
    maxDissentSeconds: seconds,
    queueWindowSeconds: seconds,
    gracePeriodSeconds: seconds,
  }),
  bounds: z.object({
    votingDelaySeconds: range(seconds),
    votingPeriodSeconds: range(seconds),
    proposalThreshold: range(amount),
    quorumBps: range(bps),
    charterQuorumBps: range(bps),
  }),
  seats: z.object({
    capacities: z.array(z.number().int().positive()),
    minSeats: z.number().int().positive(),
    presenceWindowSeconds: seconds,
    termSeconds: seconds,
  }),
  council: z.object({ termSeconds: seconds, recallSeconds: seconds, holdSeconds: seconds, pauseSeconds: seconds }),
  /** Per class of cumulative FLOP: below 1e23, below 1e25, from 1e25. */
  gates: z.object({
    maxReportAgeSeconds: seconds,
    toGated: z.tuple([gate, gate, gate]),
    toOpen: z.tuple([gate, gate, gate]),
  }),
  custody: z.object({ maxGrantSeconds: seconds }),
  enclaves: z.object({ maxSeconds: seconds }),
  epoch: z.object({ lengthSeconds: seconds, settleWindowSeconds: seconds }),
  allocation: z.object({
    capBps: range(bps),
    /** As IAllocationRules.Policy; one kind rule for each of IPartyRegistry.Kind. */
    policy: z.object({
      capBps: bps,
      classes: z
        .array(z.object({ reserveBps: bps, weight: classWeight }))
        .min(1)
        .max(8),
      kinds: z.tuple([kindRule, kindRule, kindRule, kindRule, kindRule, kindRule, kindRule]),
    }),
  }),
  market: z.object({
    verdictSeconds: seconds,
    appealSeconds: seconds,
    /** As IMarketTerms.Terms; the bounds are the contract's. */
    terms: z.object({
      maxBids: z.number().int(),
      feeBps: bps,
      burnBps: bps,
      capBps: bps,
      penaltyBps: bps,
      floorUnits: z.number().int().positive(),
      bidTimeSeconds: seconds,
      orderTimeSeconds: seconds,
      minNoticeSeconds: seconds,
      disputeWindowSeconds: seconds,
      maxDurationSeconds: seconds,
      minStake: amount,
      bidDeposit: amount,
      disputeBond: amount,
    }),
    milestones: z.object({ reviewSeconds: seconds }),
    /** As INodeRewards.Rewards; a pool's multiplier takes a vote. */
    rewards: z.object({ base: amount, freeNodes: z.number().int().min(1).max(65_535) }),
  }),
  chain: z.object({ finality: z.union([z.literal('finalized'), z.number().int().positive()]) }),
})

/** The values with which a system is deployed: seconds, base units and basis points. */
export type Profile = z.infer<typeof profileSchema>

const profiles: Record<string, unknown> = { demo: demoJson, production: productionJson }

/** The profile of that name from contracts/script/profiles; throws `unknown_profile`. */
export const getProfile = (name: string): Profile => {
  const json = profiles[name]
  if (json === undefined) {
    throw new AppError('unknown_profile', `There is no profile ${JSON.stringify(name)}; use demo or production.`)
  }
  return profileSchema.parse(json)
}

/** The profile with its `daoURI` (ERC-4824) at the portal that serves it; the governor keeps it for ever. */
export const withPortal = (profile: Profile, portal: string): Profile => ({
  ...profile,
  governor: { ...profile.governor, daoURI: `${portal.replace(/\/$/, '')}/api/v1/dao` },
})

const charterSchema = z.array(
  z.object({
    contract: z.enum([
      'ModelRegistry',
      'Custody',
      'Enclaves',
      'PartyRegistry',
      'AllocationPolicy',
      'ComputeTreasury',
      'ProviderRegistry',
      'OrderBook',
      'Arbitration',
      'NodeRewards',
    ]),
    signature: z.string(),
    role: z.enum(['ROUTINE', 'POLICY']),
  }),
)

/** The restricted functions below the charter tier, with their role; whatever is not listed is the charter's. */
export const charter = charterSchema.parse(charterJson)

const address = z.string().refine((value): value is Address => isAddress(value), 'must be an address')

/** What a genesis file must hold: who owns the first tokens, who the first parties and stewards are, the council, and the money. */
export const genesisSchema = z.object({
  tokens: z.array(z.object({ account: address, amount })).min(1),
  /** Party ids count from 1 in this order; kinds as in IPartyRegistry.Kind. */
  parties: z.array(z.object({ controller: address, kind: z.number().int().min(0).max(6) })),
  seats: z.array(
    z.object({
      steward: address,
      party: z.number().int().positive(),
      constituency: z.number().int().min(0),
    }),
  ),
  council: address.nullable(),
  /** The money of all budgets: an ERC-20 that pays what it says and never changes balances by itself. */
  money: address,
})

/** Who owns what at the start; ids of `parties` count from 1. */
export type Genesis = z.infer<typeof genesisSchema>
