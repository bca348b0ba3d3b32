import { z } from 'zod'
import { CASE_STATES } from '~/domain/market/states'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partySchema,
  proposalRefSchema,
} from '~/http/shapes'
import { placeSchema } from './parts'

const arbiterVoteSchema = z
  .strictObject({
    arbiter: accountSchema,
    vote: orNull(
      z
        .strictObject({ for: z.enum(['claimant', 'respondent']), reason: hashSchema, ...placeSchema.shape })
        .meta({ id: 'ArbiterBallot' }),
    ),
  })
  .meta({ id: 'ArbiterVote' })

const disputeSchema = z
  .strictObject({
    id: decimalSchema,
    state: z.enum(CASE_STATES).meta({
      id: 'CaseState',
      description:
        'unanswered: arbiters gave no verdict in time. Then, and while it is appealable, a vote of the DAO can give one. undecided: none came.',
    }),
    lease: orNull(decimalSchema),
    milestone: orNull(
      z
        .strictObject({ job: decimalSchema, index: z.int(), amount: moneySchema })
        .meta({ id: 'ContestedMilestone', description: 'The rejected milestone of a job.' }),
    ),
    court: accountSchema,
    claimant: accountSchema,
    respondent: accountSchema,
    claimantParty: orNull(partySchema),
    respondentParty: orNull(partySchema),
    contested: orNull(
      z
        .strictObject({ from: momentSchema, end: momentSchema, earned: moneySchema })
        .meta({ id: 'ContestedTime', description: 'The seconds in dispute, and what they earned.' }),
    ),
    bond: orNull(moneySchema).meta({ description: 'What each side puts up.' }),
    opened: placeSchema,
    arbiters: z.array(arbiterVoteSchema),
    evidence: z.array(
      z.strictObject({ by: accountSchema, digest: hashSchema, ...placeSchema.shape }).meta({ id: 'Evidence' }),
    ),
    votingUntil: momentSchema,
    finalAt: momentSchema.meta({ description: 'From when on the present result is final.' }),
    verdict: orNull(
      z
        .strictObject({
          for: z.enum(['claimant', 'respondent']),
          byVote: z.boolean().meta({ description: 'A vote of the DAO gave it.' }),
          proposal: orNull(proposalRefSchema),
          ...placeSchema.shape,
        })
        .meta({ id: 'Verdict' }),
    ),
    settlement: orNull(
      z
        .strictObject({
          upheld: z.boolean(),
          damages: moneySchema,
          slashed: moneySchema.meta({ description: 'Of the damages what the stake paid.' }),
          penalty: moneySchema,
          ...placeSchema.shape,
        })
        .meta({ id: 'DisputeSettlement' }),
    ),
  })
  .meta({ id: 'Dispute' })

export const disputeListSchema = listOf(disputeSchema).meta({ id: 'DisputeList' })
export const disputeOneSchema = oneOf(disputeSchema).meta({ id: 'DisputeAnswer' })

export type Dispute = z.infer<typeof disputeSchema>
