import { z } from 'zod'
import { voteProofSchema } from '~/chain/proof/vote-proof'
import {
  accountSchema,
  amountSchema,
  hashSchema,
  houseSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  voteSchema,
} from '~/http/shapes'

const nonVoterSchema = z
  .strictObject({ house: houseSchema, account: accountSchema, weight: amountSchema })
  .meta({ id: 'NonVoter', description: 'Who could vote at the snapshot and has not.' })

const castBallotSchema = z
  .strictObject({
    ...voteSchema.shape,
    blockHash: hashSchema,
    snapshot: momentSchema.meta({ description: 'The timepoint at which its weight was counted.' }),
  })
  .meta({ id: 'CastBallot', description: 'A ballot and where the chain holds it.' })

const receiptSchema = z
  .strictObject({
    voter: accountSchema,
    token: orNull(castBallotSchema),
    seat: orNull(castBallotSchema),
    proof: z.string().nullable().meta({ description: 'Where to read the proof of inclusion; null without a ballot.' }),
  })
  .meta({ id: 'Receipt', description: 'The ballots of one account on one proposal, at most one per house.' })

export const voteListSchema = listOf(voteSchema).meta({ id: 'VoteList' })
export const nonVoterListSchema = listOf(nonVoterSchema).meta({ id: 'NonVoterList' })
export const receiptOneSchema = oneOf(receiptSchema).meta({ id: 'ReceiptAnswer' })
export const voteProofOneSchema = oneOf(
  voteProofSchema.meta({
    id: 'VoteProof',
    description:
      'Proves that ballots are on the chain to whoever knows the hash of their block: `ostrakon receipt verify`.',
  }),
).meta({ id: 'VoteProofAnswer' })

export type NonVoter = z.infer<typeof nonVoterSchema>
export type Receipt = z.infer<typeof receiptSchema>
