import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256, type TypedDataDomain } from 'viem'
import type { House } from './ballot'

/** What binds a message to one deployment: the chain and its governor. */
export type PollPlace = { chainId: number; governor: Address }

/** Whose weight a poll counts. */
export type PollHouses = House | 'both'

/** public: ballots say their choice at once. private: they commit to it, and say it after the end. */
type PollMode = 'public' | 'private'

/**
 * What the author of a temperature check signs, and all of it. Times in UNIX seconds of the chain, `snapshot` that of
 * `snapshotBlock`; `revealEnd` is `end` in public mode; `quorumBps` of each house's supply; `draft` is '' for none.
 */
export type PollTerms = {
  author: Address
  question: string
  body: string
  choices: readonly string[]
  houses: PollHouses
  snapshotBlock: number
  snapshot: number
  start: number
  end: number
  revealEnd: number
  quorumBps: number
  mode: PollMode
  draft: string
}

/** A ballot of a public poll; `choice` counts from 0, `issuedAt` is UNIX milliseconds by the voter's clock. */
export type OpenBallot = { poll: Hex; voter: Address; choice: number; reason: string; issuedAt: number }

/** A ballot of a private poll; see `buildCommitment`. */
export type SealedBallot = { poll: Hex; voter: Address; commitment: Hex; issuedAt: number }

const domainOf = ({ chainId, governor }: PollPlace): TypedDataDomain => ({
  ...{ name: 'Ostrakon Poll', version: '1', chainId, verifyingContract: governor },
})

/** The EIP-712 form of a poll, for its author to sign. */
export const buildPollStatement = (place: PollPlace, message: PollTerms) =>
  ({
    domain: domainOf(place),
    types: {
      Poll: [
        { name: 'author', type: 'address' },
        { name: 'question', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'choices', type: 'string[]' },
        { name: 'houses', type: 'string' },
        { name: 'snapshotBlock', type: 'uint48' },
        { name: 'snapshot', type: 'uint48' },
        { name: 'start', type: 'uint48' },
        { name: 'end', type: 'uint48' },
        { name: 'revealEnd', type: 'uint48' },
        { name: 'quorumBps', type: 'uint16' },
        { name: 'mode', type: 'string' },
        { name: 'draft', type: 'string' },
      ],
    },
    primaryType: 'Poll',
    message,
  }) as const

/** The id of a poll: the digest that its author signs, so that a ballot is bound to every letter of the question. */
export const pollIdOf = (place: PollPlace, message: PollTerms): Hex => hashTypedData(buildPollStatement(place, message))

/** The EIP-712 form of a public ballot. */
export const buildOpenBallot = (place: PollPlace, message: OpenBallot) =>
  ({
    domain: domainOf(place),
    types: {
      Ballot: [
        { name: 'poll', type: 'bytes32' },
        { name: 'voter', type: 'address' },
        { name: 'choice', type: 'uint8' },
        { name: 'reason', type: 'string' },
        { name: 'issuedAt', type: 'uint48' },
      ],
    },
    primaryType: 'Ballot',
    message,
  }) as const

/** The EIP-712 form of a private ballot. */
export const buildSealedBallot = (place: PollPlace, message: SealedBallot) =>
  ({
    domain: domainOf(place),
    types: {
      SealedBallot: [
        { name: 'poll', type: 'bytes32' },
        { name: 'voter', type: 'address' },
        { name: 'commitment', type: 'bytes32' },
        { name: 'issuedAt', type: 'uint48' },
      ],
    },
    primaryType: 'SealedBallot',
    message,
  }) as const

const sealed = [{ type: 'bytes32' }, { type: 'address' }, { type: 'uint8' }, { type: 'bytes32' }] as const

/**
 * What a private ballot shows: keccak256(abi.encode(poll, voter, choice, salt)). The voter is in it, so a copy is of no
 * use to anybody else; `salt` must be 32 random bytes, since there are few choices to try.
 */
export const buildCommitment = (secret: { poll: Hex; voter: Address; choice: number; salt: Hex }): Hex =>
  keccak256(encodeAbiParameters(sealed, [secret.poll, secret.voter, secret.choice, secret.salt]))
