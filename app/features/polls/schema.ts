import { z } from 'zod'
import { pollBounds } from '~/domain/poll-terms'
import {
  accountSchema,
  addressSchema,
  amountSchema,
  hashSchema,
  hexSchema,
  houseSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
} from '~/http/shapes'
import { lineSchema, proseSchema, signatureSchema, signerSchema, uint48Schema, wordSchema } from '~/http/signed'

const housesSchema = z.enum(['token', 'seat', 'both']).meta({ id: 'PollHouses', description: 'Whose weight counts.' })
const modeSchema = z
  .enum(['public', 'private'])
  .meta({ id: 'PollMode', description: 'private: ballots commit to a choice and reveal it after the end.' })

export const pollStateSchema = z
  .enum(['pending', 'active', 'revealing', 'closed'])
  .meta({ id: 'PollState', description: 'By the time of the newest block of the chain.' })

const areDistinct = (values: readonly string[]) =>
  new Set(values.map((value) => value.normalize())).size === values.length

const pollMessageSchema = z.strictObject({
  author: signerSchema,
  question: lineSchema(pollBounds.question),
  body: proseSchema(pollBounds.body),
  choices: z
    .array(lineSchema(pollBounds.choice))
    .min(pollBounds.leastChoices)
    .max(pollBounds.mostChoices)
    .refine(areDistinct, 'has the same choice twice'),
  houses: z.enum(['token', 'seat', 'both']),
  snapshotBlock: uint48Schema,
  snapshot: uint48Schema,
  start: uint48Schema,
  end: uint48Schema,
  revealEnd: uint48Schema,
  quorumBps: z.int().min(0).max(pollBounds.mostQuorumBps),
  mode: z.enum(['public', 'private']),
  draft: z.string().regex(/^[A-Za-z0-9_-]{0,64}$/, 'is no id of a draft'),
})

/** What POST /polls takes: the message (times in UNIX seconds, as they are signed) and its author's signature. */
export const pollBodySchema = z
  .strictObject({ message: pollMessageSchema, signature: signatureSchema })
  .meta({ id: 'PollBody', description: 'EIP-712, type Poll; domain and types are those of docs/decisions/024.' })

const openBallotSchema = z.strictObject({
  poll: wordSchema,
  voter: signerSchema,
  choice: z
    .int()
    .min(0)
    .max(pollBounds.mostChoices - 1),
  reason: proseSchema(pollBounds.reason),
  issuedAt: uint48Schema,
})

const sealedBallotSchema = z.strictObject({
  poll: wordSchema,
  voter: signerSchema,
  commitment: wordSchema,
  issuedAt: uint48Schema,
})

/** What POST /polls/{id}/ballots takes: a public ballot, or a sealed one. */
export const ballotBodySchema = z
  .strictObject({ message: z.union([openBallotSchema, sealedBallotSchema]), signature: signatureSchema })
  .meta({ id: 'PollBallotBody', description: 'EIP-712, type Ballot or SealedBallot; issuedAt in UNIX milliseconds.' })

/** What POST /polls/{id}/reveals takes; it needs no signature, since only the voter knows the salt. */
export const revealBodySchema = z
  .strictObject({
    voter: signerSchema,
    choice: z
      .int()
      .min(0)
      .max(pollBounds.mostChoices - 1),
    salt: wordSchema,
  })
  .meta({ id: 'PollReveal', description: 'commitment = keccak256(abi.encode(poll, voter, uint8 choice, salt)).' })

const signedSchema = <Message extends z.ZodType>(message: Message) =>
  z.strictObject({
    message,
    signature: hexSchema,
    by: z.enum(['key', 'contract']).meta({ description: 'contract: by ERC-1271, at `received.block`.' }),
    received: momentSchema.meta({ description: 'The newest block when it arrived: the clock that decides.' }),
  })

const houseCountSchema = z
  .strictObject({
    house: houseSchema,
    weights: z.array(amountSchema).meta({ description: 'By choice, in the order of the poll.' }),
    turnout: amountSchema,
    supply: amountSchema.meta({ description: 'What the house had in all at the snapshot.' }),
    quorum: amountSchema.meta({ description: 'quorumBps of the supply, rounded up.' }),
    quorumMet: z.boolean(),
    leads: z.int().nullable().meta({ description: 'The choice with most weight; null where none has alone.' }),
  })
  .meta({ id: 'PollHouseCount' })

const resultSchema = z
  .strictObject({
    binding: z.literal(false).meta({ description: 'A temperature check binds nobody and executes nothing.' }),
    final: z.boolean(),
    ballots: z.int().meta({ description: 'Accounts with a ballot.' }),
    sealed: z.int().meta({ description: 'Of those, how many do not say their choice (yet).' }),
    outcome: z
      .enum(['choice', 'tied', 'divided', 'quorum-missed', 'no-ballots'])
      .nullable()
      .meta({ description: 'null until it is final.' }),
    choice: z.int().nullable(),
    houses: z.array(houseCountSchema),
  })
  .meta({ id: 'PollResult' })

const pollSummarySchema = z
  .strictObject({
    id: hashSchema.meta({ description: 'The EIP-712 digest that the author signed.' }),
    question: z.string().meta({ description: 'Untrusted text.' }),
    choices: z.array(z.string()),
    author: accountSchema,
    houses: housesSchema,
    mode: modeSchema,
    state: pollStateSchema,
    snapshot: momentSchema,
    start: momentSchema,
    end: momentSchema,
    revealEnd: orNull(momentSchema).meta({ description: 'Until when ballots are revealed; null in public mode.' }),
    quorumBps: z.int(),
    draft: z.string().nullable(),
    result: resultSchema,
  })
  .meta({ id: 'PollSummary' })

const pollTermsSchema = z
  .strictObject({
    author: addressSchema,
    question: z.string(),
    body: z.string(),
    choices: z.array(z.string()),
    houses: housesSchema,
    snapshotBlock: z.int(),
    snapshot: z.int(),
    start: z.int(),
    end: z.int(),
    revealEnd: z.int(),
    quorumBps: z.int(),
    mode: modeSchema,
    draft: z.string(),
  })
  .meta({ id: 'PollMessage' })

const pollSchema = z
  .strictObject({
    ...pollSummarySchema.shape,
    body: z.string().meta({ description: 'Markdown. Untrusted text.' }),
    place: z
      .strictObject({ chainId: z.int(), governor: addressSchema })
      .meta({ description: 'Domain of all messages: Ostrakon Poll, version 1, this chain and contract.' }),
    signed: signedSchema(pollTermsSchema),
  })
  .meta({ id: 'Poll' })

const pollBallotSchema = z
  .strictObject({
    voter: accountSchema,
    counts: z.boolean().meta({ description: 'false: replaced by a later ballot, or not revealed (yet).' }),
    replaced: z.boolean(),
    choice: z.int().nullable().meta({ description: 'null: sealed.' }),
    reason: z.string().meta({ description: 'Untrusted text.' }),
    weights: z
      .array(z.strictObject({ house: houseSchema, weight: amountSchema }))
      .meta({ description: 'In each house asked, as getPastVotes says of the snapshot.' }),
    revealed: orNull(z.strictObject({ salt: hashSchema, at: momentSchema })),
    signed: signedSchema(
      z.union([
        z.strictObject({
          poll: hashSchema,
          voter: addressSchema,
          choice: z.int(),
          reason: z.string(),
          issuedAt: z.int(),
        }),
        z.strictObject({ poll: hashSchema, voter: addressSchema, commitment: hashSchema, issuedAt: z.int() }),
      ]),
    ),
  })
  .meta({ id: 'PollBallot' })

export const pollListSchema = listOf(pollSummarySchema).meta({ id: 'PollList' })
export const pollOneSchema = oneOf(pollSchema).meta({ id: 'PollAnswer' })
export const pollBallotListSchema = listOf(pollBallotSchema).meta({ id: 'PollBallotList' })
export const pollBallotOneSchema = oneOf(pollBallotSchema).meta({ id: 'PollBallotAnswer' })

export type PollBody = z.output<typeof pollBodySchema>
export type BallotBody = z.output<typeof ballotBodySchema>
export type RevealBody = z.output<typeof revealBodySchema>
export type PollSummary = z.infer<typeof pollSummarySchema>
export type Poll = z.infer<typeof pollSchema>
export type PollBallot = z.infer<typeof pollBallotSchema>
export type PollResult = z.infer<typeof resultSchema>
