import { z } from 'zod'
import { accountSchema, amountSchema, houseSchema, listOf, oneOf, orNull, voteSchema } from '~/http/shapes'

const nonVoterSchema = z
  .strictObject({ house: houseSchema, account: accountSchema, weight: amountSchema })
  .meta({ id: 'NonVoter', description: 'Who could vote at the snapshot and has not.' })

const receiptSchema = z
  .strictObject({
    voter: accountSchema,
    token: orNull(voteSchema),
    seat: orNull(voteSchema),
  })
  .meta({ id: 'Receipt', description: 'The ballots of one account on one proposal, at most one per house.' })

export const voteListSchema = listOf(voteSchema).meta({ id: 'VoteList' })
export const nonVoterListSchema = listOf(nonVoterSchema).meta({ id: 'NonVoterList' })
export const receiptOneSchema = oneOf(receiptSchema).meta({ id: 'ReceiptAnswer' })

export type NonVoter = z.infer<typeof nonVoterSchema>
export type Receipt = z.infer<typeof receiptSchema>
