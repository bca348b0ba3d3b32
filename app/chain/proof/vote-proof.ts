import { type Address, decodeEventLog, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import type { House } from '~/domain/ballot'
import { AppError } from '~/domain/errors'
import { choiceOfNumber } from '~/domain/house'
import { decodeHeader } from './header'
import { decodeLogs, type ProvenLog } from './receipt'
import { verifyItem } from './trie'

// Bounds for what a stranger may send; the largest real node is a leaf with the logs of one transaction.
const MOST_BYTES = 1_000_000
const MOST_NODES = 16

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})+$/)
  .max(2 + 2 * MOST_BYTES)
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)

const inclusion = z.strictObject({
  block: z.strictObject({ number: z.int().min(0), hash }),
  header: bytes.meta({ description: 'The header in RLP; its keccak256 is the block hash.' }),
  transactionIndex: z.int().min(0),
  logPosition: z.int().min(0).meta({ description: 'The place of the event among the logs of its receipt, from 0.' }),
  nodes: z.array(bytes).min(1).max(MOST_NODES).meta({
    description: 'The Merkle-Patricia nodes from the receiptsRoot of the header to the receipt, the root first.',
  }),
})

/** That ballots are on the chain, checkable by whoever knows the block's hash. It says nothing that it does not prove. */
export const voteProofSchema = z.strictObject({
  chainId: z.int().min(1),
  governor: address,
  proposal: z.string().regex(/^(0|[1-9][0-9]{0,17})$/),
  voter: address,
  token: z.union([inclusion, z.null()]),
  seat: z.union([inclusion, z.null()]),
})

export type VoteProof = z.infer<typeof voteProofSchema>
export type Inclusion = z.infer<typeof inclusion>

/** A ballot as its event says; weight in base units, in seats in the seat house. Untrusted: `reason`. */
export type ProvenVote = {
  house: House
  voter: Address
  proposal: bigint
  support: ReturnType<typeof choiceOfNumber>
  weight: bigint
  reason: string
  block: { number: bigint; hash: Hex; timestamp: bigint }
}

const wrong = (message: string): never => {
  throw new AppError('proof_wrong', message)
}

type Ballot = Pick<ProvenVote, 'house' | 'voter' | 'proposal' | 'support' | 'weight' | 'reason'>

const decodeBallot = ({ topics, data }: ProvenLog): Ballot => {
  const [signature, ...rest] = topics
  try {
    const { eventName, args } = decodeEventLog({
      abi: stewardGovernorAbi,
      data,
      topics: signature === undefined ? [] : [signature, ...rest],
      strict: true,
    })
    if (eventName !== 'VoteCast' && eventName !== 'VoteCastWithParams') return wrong(`The event is ${eventName}.`)
    const house = 'params' in args && args.params === '0x01' ? 'seat' : 'token'
    const { voter, proposalId, weight, reason } = args
    return { house, voter, proposal: proposalId, support: choiceOfNumber(args.support), weight, reason }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('proof_wrong', 'The event is no ballot.', { cause })
  }
}

type Place = { chainId: number; governor: Address }

/** Proves one ballot down to its block's header; throws `proof_wrong`, or `proof_foreign` where the event is another contract's. */
const verifyInclusion = async (given: Inclusion, { governor }: Place): Promise<ProvenVote> => {
  const header = decodeHeader(given.header as Hex)
  if (header.hash !== given.block.hash) {
    return wrong(`The header has the hash ${header.hash}, and the proof says ${given.block.hash}.`)
  }
  if (header.number !== BigInt(given.block.number)) {
    return wrong(`The header is of block ${header.number}, and the proof says ${given.block.number}.`)
  }
  const receipt = await verifyItem(given.nodes as Hex[], { root: header.receiptsRoot, index: given.transactionIndex })
  const logs = decodeLogs(receipt)
  const log = logs[given.logPosition]
  if (log === undefined) return wrong(`The receipt has ${logs.length} logs, and none at ${given.logPosition}.`)
  if (getAddress(log.address) !== governor) {
    const message = `The event was emitted by ${getAddress(log.address)}, and the governor is ${governor}.`
    throw new AppError('proof_foreign', message)
  }
  const { hash, number, timestamp } = header
  return { ...decodeBallot(log), block: { number, hash, timestamp } }
}

/**
 * Everything that a proof proves by itself: that blocks with these hashes hold these ballots. Whether the blocks are of
 * the chain, a node has to say. Throws `proof_wrong` or `proof_foreign` with the reason.
 */
export const verifyVoteProof = async (proof: VoteProof, place: Place): Promise<ProvenVote[]> => {
  if (proof.chainId !== place.chainId || proof.governor !== place.governor) {
    const message = `The proof is about ${proof.governor} on chain ${proof.chainId}, and the deployment is ${place.governor} on chain ${place.chainId}.`
    throw new AppError('proof_foreign', message)
  }
  const votes: ProvenVote[] = []
  for (const house of ['token', 'seat'] as const) {
    const given = proof[house]
    if (given === null) continue
    const vote = await verifyInclusion(given, place)
    if (vote.house !== house) wrong(`The ballot under ${house} is of the ${vote.house} house.`)
    if (String(vote.proposal) !== proof.proposal) {
      wrong(`The ballot is on proposal ${vote.proposal}, and the proof says ${proof.proposal}.`)
    }
    if (vote.voter !== proof.voter) wrong(`The ballot is of ${vote.voter}, and the proof says ${proof.voter}.`)
    votes.push(vote)
  }
  return votes.length === 0 ? wrong('The proof holds no ballot.') : votes
}

/** Reads a proof that someone else gave; throws `proof_wrong` that names what is not of its shape. */
export const parseVoteProof = (value: unknown): VoteProof => {
  const result = voteProofSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  return wrong(`This is no proof: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`)
}
