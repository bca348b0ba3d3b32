import { z } from 'zod'
import {
  accountSchema,
  amountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  timeSchema,
} from '~/http/shapes'

const delegateSummarySchema = z
  .strictObject({
    account: accountSchema,
    votes: amountSchema,
    shareBps: z.int().meta({ description: 'Of the token supply, in hundredths of a percent, rounded down.' }),
    delegators: z.int(),
    ballots: z.int().meta({ description: 'Ballots in the token house so far.' }),
    lastBallot: orNull(momentSchema),
  })
  .meta({ id: 'DelegateSummary' })

const seatSchema = z
  .strictObject({
    id: decimalSchema,
    constituency: z.int(),
    termEnd: timeSchema,
    caretaker: z.boolean().meta({ description: 'The term is over; it votes until the vacancy is filled.' }),
    lastPresent: orNull(momentSchema),
  })
  .meta({ id: 'Seat' })

const delegateSchema = z
  .strictObject({
    ...delegateSummarySchema.shape,
    balance: amountSchema,
    delegatesTo: orNull(accountSchema),
    rank: z.int().nullable().meta({ description: '1 is the largest; null without votes.' }),
    seatHeld: orNull(seatSchema),
    proposalsMade: z.int(),
    hasStatement: z.boolean().meta({ description: 'Whether it says something of itself: see its statement.' }),
    participation: z
      .strictObject({ voted: z.int(), eligible: z.int() })
      .meta({ description: 'Of proposals whose snapshot found it with votes or with a seat.' }),
  })
  .meta({ id: 'Delegate' })

const delegatorSchema = z
  .strictObject({ account: accountSchema, balance: amountSchema, since: momentSchema })
  .meta({ id: 'Delegator' })

const powerPointSchema = z
  .strictObject({ at: momentSchema, votes: amountSchema, transaction: hashSchema })
  .meta({ id: 'PowerPoint', description: 'Absolute votes after a change.' })

export const delegateListSchema = listOf(delegateSummarySchema).meta({ id: 'DelegateList' })
export const delegateOneSchema = oneOf(delegateSchema).meta({ id: 'DelegateAnswer' })
export const delegatorListSchema = listOf(delegatorSchema).meta({ id: 'DelegatorList' })
export const powerHistorySchema = listOf(powerPointSchema).meta({ id: 'PowerHistory' })

export type DelegateSummary = z.infer<typeof delegateSummarySchema>
export type Delegate = z.infer<typeof delegateSchema>
export type Delegator = z.infer<typeof delegatorSchema>
export type PowerPoint = z.infer<typeof powerPointSchema>
