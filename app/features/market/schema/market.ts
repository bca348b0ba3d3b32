import { z } from 'zod'
import {
  accountSchema,
  addressSchema,
  decimalSchema,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  poolRefSchema,
  setBySchema,
} from '~/http/shapes'
import { attributeRefSchema, auditorSchema, bpsSchema, placeSchema, secondsSchema, unitsSchema } from './parts'

const termsSchema = z
  .strictObject({
    version: z.int(),
    maxBids: z.int(),
    feeBps: bpsSchema,
    burnBps: bpsSchema.meta({ description: 'Part of the fee that is burnt.' }),
    capBps: bpsSchema.meta({ description: 'The most of a pool’s audited units that one party leases out.' }),
    penaltyBps: bpsSchema.meta({ description: 'Part of the damages that the loser pays on top.' }),
    floorUnits: unitsSchema,
    bidSeconds: secondsSchema,
    orderSeconds: secondsSchema,
    minNotice: secondsSchema,
    disputeWindow: secondsSchema,
    maxDuration: secondsSchema,
    minStake: moneySchema,
    bidDeposit: moneySchema,
    disputeBond: moneySchema,
    setBy: setBySchema,
  })
  .meta({ id: 'MarketTerms', description: 'An order keeps the version under which it was placed.' })

const pauseSchema = z
  .strictObject({
    council: accountSchema,
    approval: decimalSchema.meta({ description: 'Of the council; one pause for each.' }),
    until: momentSchema,
    ...placeSchema.shape,
  })
  .meta({ id: 'MarketPause' })

const feesDueSchema = z.strictObject({ toTreasury: moneySchema, toBurn: moneySchema }).meta({ id: 'FeesDue' })

const rewardsSchema = z
  .strictObject({
    address: addressSchema.meta({ description: 'The contract that pays them.' }),
    pot: moneySchema.meta({ description: 'What they can be paid from.' }),
    rules: z
      .array(
        z
          .strictObject({
            fromEpoch: z.int(),
            base: moneySchema.meta({ description: 'For a node and an epoch, at a multiplier of 10,000.' }),
            freeNodes: z.int().meta({ description: 'How many nodes of a party earn all of it.' }),
            setBy: setBySchema,
          })
          .meta({ id: 'RewardRule' }),
      )
      .meta({ description: 'Newest first.' }),
    multipliers: z
      .array(
        z
          .strictObject({ pool: poolRefSchema, fromEpoch: z.int(), bps: z.int().min(0), setBy: setBySchema })
          .meta({ id: 'RewardMultiplier' }),
      )
      .meta({ description: 'Newest first; a pool without one earns nothing.' }),
  })
  .meta({ id: 'Rewards', description: 'What nodes earn for being there when auditors ask.' })

const marketSchema = z
  .strictObject({
    address: addressSchema.meta({ description: 'The market, which takes stakes and deposits.' }),
    current: z.int().meta({ description: 'The version of orders placed now.' }),
    terms: z.array(termsSchema).meta({ description: 'Newest first.' }),
    paused: orNull(pauseSchema).meta({ description: 'The pause that is in effect.' }),
    pauses: z.array(pauseSchema).meta({ description: 'Newest first.' }),
    pauseSeconds: secondsSchema,
    verdictSeconds: secondsSchema,
    appealSeconds: secondsSchema,
    auditors: z.array(auditorSchema),
    attributes: z.array(attributeRefSchema.extend({ setBy: setBySchema }).meta({ id: 'Attribute' })),
    arbiters: z.array(
      z.strictObject({ account: accountSchema, appointed: z.boolean(), setBy: setBySchema }).meta({ id: 'Arbiter' }),
    ),
    feesDue: feesDueSchema,
    jobs: z
      .strictObject({ address: addressSchema, reviewSeconds: secondsSchema, feesDue: feesDueSchema })
      .meta({ id: 'JobRules', description: 'The contract of jobs, and how long a tenant has to reject a delivery.' }),
    rewards: rewardsSchema,
  })
  .meta({ id: 'Market' })

const creditSchema = z
  .strictObject({ account: accountSchema, claimable: moneySchema, claimableOfJobs: moneySchema })
  .meta({
    id: 'Credit',
    description: 'What the market, and the contract of jobs, owe an account, which it takes itself.',
  })

export const creditOneSchema = oneOf(creditSchema).meta({ id: 'CreditAnswer' })
export const marketOneSchema = oneOf(marketSchema).meta({ id: 'MarketAnswer' })

export type Credit = z.infer<typeof creditSchema>
export type MarketTerms = z.infer<typeof termsSchema>
export type Market = z.infer<typeof marketSchema>
