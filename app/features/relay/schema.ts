import { getAddress, isAddress } from 'viem'
import { z } from 'zod'
import { addressSchema, decimalSchema, hashSchema, timeSchema } from '~/http/shapes'

// A passkey account's signature takes about a kilobyte.
const MOST_SIGNATURE_BYTES = 4_096
const MOST_REASON_BYTES = 2_000

const address = z
  .string()
  .refine((value) => isAddress(value), 'is no address, or its checksum is wrong')
  .transform((value) => getAddress(value))

const uint256 = z
  .string()
  // What follows would throw for any other text.
  .regex(/^(0|[1-9][0-9]{0,77})$/, { error: 'is no decimal number', abort: true })
  .refine((value) => BigInt(value) < 2n ** 256n, 'is no uint256')
  .transform(BigInt)

const hex = z.custom<`0x${string}`>(
  (value) => typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value),
  'is no hex',
)

const signature = z
  .string()
  .max(2 + 2 * MOST_SIGNATURE_BYTES)
  .pipe(hex)
  .meta({ type: 'string', description: `The signature in hex, at most ${MOST_SIGNATURE_BYTES} bytes.` })

const ballot = {
  proposal: z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'is no id: ids are decimal numbers'),
  voter: address,
  support: z.enum(['against', 'for', 'abstain']),
  nonce: uint256,
  signature,
}

/** A ballot by signature, as the EIP-712 type it was signed as. */
export const signedBallotSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Ballot'), ...ballot }),
    z.strictObject({
      type: z.literal('ExtendedBallot'),
      ...ballot,
      house: z.enum(['token', 'seat']),
      reason: z
        .string()
        .refine((text) => Buffer.byteLength(text) <= MOST_REASON_BYTES, `is longer than ${MOST_REASON_BYTES} bytes`),
    }),
  ])
  .meta({
    id: 'SignedBallot',
    description:
      'Ballot goes to castVoteBySig, ExtendedBallot to castVoteWithReasonAndParamsBySig; house seat is params 0x01, token is 0x.',
  })

/** A delegation by signature; `expiry` in UNIX seconds. */
export const signedDelegationSchema = z
  .strictObject({ delegator: address, delegatee: address, nonce: uint256, expiry: uint256, signature })
  .meta({ id: 'SignedDelegation', description: 'Goes to delegateBySig of the voting token; seats are not delegated.' })

const relayedSchema = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['vote', 'delegation']),
    signer: addressSchema,
    state: z
      .enum(['waiting', 'sent', 'included', 'refused'])
      .meta({ description: 'refused: nothing of it will be sent again.' }),
    includedBy: z.enum(['relay', 'another']).nullable().meta({ description: 'another: somebody else sent it first.' }),
    transaction: z.union([hashSchema, z.null()]),
    block: z.int().nullable(),
    final: z.boolean().meta({ description: 'Whether this state can change no more.' }),
    reason: z.string().nullable().meta({ description: 'Why it was refused.' }),
    created: timeSchema,
    changed: timeSchema,
  })
  .meta({ id: 'Relayed', description: 'What became of what was signed elsewhere.' })

export const relayedOneSchema = z.strictObject({ data: relayedSchema }).meta({ id: 'RelayedAnswer' })

export const relayStatusSchema = z
  .strictObject({
    data: z
      .strictObject({
        chainId: z.int(),
        address: addressSchema,
        state: z.enum(['ready', 'empty', 'expensive']).meta({
          description: 'empty: it cannot pay for a ballot; expensive: gas costs more than it pays. Both: ballots wait.',
        }),
        balance: z.strictObject({ value: decimalSchema, decimals: z.int() }),
        gas: z.strictObject({ price: decimalSchema, most: decimalSchema }).meta({ description: 'In wei per gas.' }),
        quota: z
          .strictObject({ perVoter: z.int(), all: z.int(), left: z.int() })
          .meta({ description: 'In any 24 hours; left of all.' }),
        waiting: z.int(),
        sent: z.int(),
      })
      .meta({ id: 'RelayStatus' }),
  })
  .meta({ id: 'RelayStatusAnswer' })

export type SignedBallot = z.output<typeof signedBallotSchema>
export type SignedDelegation = z.output<typeof signedDelegationSchema>
export type Relayed = z.infer<typeof relayedSchema>
export type RelayStatus = z.infer<typeof relayStatusSchema>
