import { z } from 'zod'
import {
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partySchema,
  poolRefSchema,
} from '~/http/shapes'
import { leaseSchema } from './leases'
import { attributeRefSchema, auditorRefSchema, bpsSchema, placeSchema, providerRefSchema, unitsSchema } from './parts'

const auditSchema = z
  .strictObject({
    auditor: auditorRefSchema,
    version: orNull(z.int()).meta({ description: 'The declaration that it confirms.' }),
    until: orNull(momentSchema),
    ...placeSchema.shape,
    status: z.enum(['counts', 'expired', 'outdated', 'dismissed', 'revoked', 'lapsed']).meta({
      description: 'counts: it confirms the declaration that counts. Else why it does not.',
    }),
  })
  .meta({ id: 'ProviderAudit', description: 'The last word of an auditor on a provider.' })

const reputationSchema = z
  .strictObject({
    fees: moneySchema.meta({ description: 'That leases and jobs which count paid: what it cost to come by the rest.' }),
    leases: z.int().meta({ description: 'Leases and jobs that the budget paid, or a tenant of another party.' }),
    completed: z.int().meta({ description: 'Of these: over, not ended by the provider, and no verdict against it.' }),
    noticed: z.int().meta({ description: 'Of these: ended by the provider, by notice or by a missed deadline.' }),
    disputesLost: z.int(),
    completedBps: orNull(bpsSchema).meta({
      description: 'Part that was completed of all that ended, weighted by fees; null: none of it paid any.',
    }),
    availabilityBps: orNull(bpsSchema).meta({ description: 'Challenges of auditors passed; null: none was made.' }),
    disputesOpen: z.int(),
    gpuSeconds: decimalSchema.meta({ description: 'Of leases that are over.' }),
    confirmedGpuSeconds: decimalSchema.meta({ description: 'Of these what tenants confirmed to have used.' }),
  })
  .meta({
    id: 'Reputation',
    description:
      'Computed from events of the chain alone; anyone can compute it again. What a party or an account has of itself counts ' +
      'for nothing, what an account without a party has only for the fees that it paid.',
  })

const stakeSchema = z
  .strictObject({
    amount: moneySchema,
    locked: moneySchema.meta({ description: 'By bids, leases and disputes.' }),
    free: moneySchema,
    enough: z.boolean().meta({ description: 'Whether it reaches the least stake of the present terms.' }),
  })
  .meta({ id: 'Stake' })

const providerSchema = z
  .strictObject({
    ...providerRefSchema.shape,
    status: z.enum(['offering', 'retired']),
    pool: poolRefSchema,
    units: unitsSchema,
    unitsInUse: unitsSchema,
    attributes: z.array(attributeRefSchema),
    hardware: hashSchema.meta({ description: 'SHA-256 of the sorted serial numbers of its devices.' }),
    endpoint: z.string().meta({ description: 'Where it takes jobs. Untrusted text.' }),
    version: z.int().meta({ description: 'Of its declaration; audits name it.' }),
    registered: placeSchema,
    declared: placeSchema,
    retired: orNull(placeSchema),
    stake: stakeSchema,
    audited: z.boolean().meta({ description: 'Whether any audit counts.' }),
    audits: z.array(auditSchema),
    reputation: reputationSchema,
  })
  .meta({ id: 'Provider' })

const poolShareSchema = z
  .strictObject({
    auditedUnits: unitsSchema,
    countedUnits: unitsSchema.meta({ description: 'The audited ones, or the floor of the terms.' }),
    capBps: bpsSchema,
    parties: z.array(
      z
        .strictObject({
          party: orNull(partySchema).meta({ description: 'Null: all operators without a party together.' }),
          units: unitsSchema,
          shareBps: z.int().min(0),
        })
        .meta({ id: 'PoolSharePart' }),
    ),
  })
  .meta({ id: 'PoolShare', description: 'Units of its pool that providers of each party lease out now.' })

const reputationEventSchema = z
  .strictObject({
    kind: z.enum([
      ...(['started', 'noticed', 'closed', 'disputed', 'upheld', 'rejected', 'confirmed'] as const),
      ...(['accepted', 'paid', 'returned', 'missed'] as const),
      'challenged',
    ]),
    lease: orNull(decimalSchema),
    job: orNull(decimalSchema),
    ...placeSchema.shape,
  })
  .meta({ id: 'ReputationEvent', description: 'Of a lease, of a job, or an auditor’s report.' })

const challengeSchema = z
  .strictObject({
    epoch: z.int(),
    auditor: orNull(auditorRefSchema),
    made: z.int(),
    passed: z.int(),
    ...placeSchema.shape,
  })
  .meta({
    id: 'ChallengeReport',
    description: 'How often an auditor asked the node in an epoch, and how often it was there.',
  })

const nodeRewardSchema = z
  .strictObject({
    epoch: z.int(),
    made: z.int(),
    passed: z.int(),
    multiplierBps: z.int().min(0).meta({ description: 'Of the pool that was recorded, basis points of the base.' }),
    state: z.enum(['reporting', 'claimable', 'paid']).meta({ description: 'reporting: auditors may still report.' }),
    ordinal: z.int().min(1).meta({ description: 'As which node of its party it claimed, or would now.' }),
    amount: moneySchema.meta({ description: 'What was paid, or would be now.' }),
    claimed: orNull(placeSchema),
  })
  .meta({ id: 'NodeReward', description: 'What a node earned for being there in an epoch.' })

const providerDetailSchema = providerSchema
  .extend({
    poolShare: poolShareSchema,
    leases: z.array(leaseSchema).meta({ description: 'Newest first, at most 50.' }),
    reputationEvents: z.array(reputationEventSchema).meta({ description: 'Newest first, at most 200.' }),
    challenges: z.array(challengeSchema).meta({ description: 'Newest epoch first, at most 200.' }),
    rewards: z.array(nodeRewardSchema).meta({ description: 'Newest epoch first, at most 50.' }),
  })
  .meta({ id: 'ProviderDetail' })

export const providerListSchema = listOf(providerSchema).meta({ id: 'ProviderList' })
export const providerOneSchema = oneOf(providerDetailSchema).meta({ id: 'ProviderAnswer' })

export type ProviderAudit = z.infer<typeof auditSchema>
export type Provider = z.infer<typeof providerSchema>
export type ProviderDetail = z.infer<typeof providerDetailSchema>
export type PoolShare = z.infer<typeof poolShareSchema>
export type NodeReward = z.infer<typeof nodeRewardSchema>
