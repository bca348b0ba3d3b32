import { type Address, getAddress, type Hex, type PublicClient, type TypedDataDefinition } from 'viem'
import { stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import { findSigner } from '~/chain/verify-signed'
import type { House } from '~/domain/ballot'
import { AppError } from '~/domain/errors'
import {
  buildCommitment,
  buildOpenBallot,
  buildPollStatement,
  buildSealedBallot,
  type PollPlace,
  type PollTerms,
  pollIdOf,
} from '~/domain/poll'
import { countPoll, housesAsked, keepLast, type PollCount, sumBallots } from '~/domain/poll-tally'
import type { ChainView } from '../chain/connect'
import type { PollRecord } from './read-record'

type Ballot = PollRecord['ballots'][number]
type Power = Record<House, bigint>

/** What was counted again, and each thing that is not as the record says. */
export type Verified = { id: Hex; ballots: number; counted: number; count: PollShown; objections: string[] }
type PollShown = { outcome: PollCount['outcome']; choice: number | null; houses: { house: House; weights: string[] }[] }

const AT_ONCE = 20

const inParts = async <Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(run))))
  }
  return results
}

// What a contract agreed to then it may not agree to now; a node without that block's state is asked about now.
const isSigned = async (
  { client, head }: ChainView,
  given: { account: Address; typedData: TypedDataDefinition; signature: Hex; block: number | null },
): Promise<boolean> => {
  const at = BigInt(given.block ?? head)
  const then = await findSigner(client, { ...given, block: at }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'node_unreachable') return null
    throw error
  })
  return (then ?? (await findSigner(client, { ...given, block: head }))) !== null
}

const readPower = (client: PublicClient, deployment: Deployment, time: number) => {
  const token = { address: addressOf(deployment, 'VotingToken'), abi: votingTokenAbi } as const
  const seats = { address: addressOf(deployment, 'StewardSeats'), abi: stewardSeatsAbi } as const
  const at = BigInt(time)
  return {
    of: async (account: Address): Promise<Power> => ({
      token: await client.readContract({ ...token, functionName: 'getPastVotes', args: [account, at] }),
      seat: await client.readContract({ ...seats, functionName: 'getPastVotes', args: [account, at] }),
    }),
    supply: async (): Promise<Power> => ({
      token: await client.readContract({ ...token, functionName: 'getPastTotalSupply', args: [at] }),
      seat: await client.readContract({ ...seats, functionName: 'getPastTotalSupply', args: [at] }),
    }),
  }
}

const typedDataOf = (place: PollPlace, { message }: Ballot['signed']): TypedDataDefinition => {
  const bound = { poll: message.poll as Hex, voter: getAddress(message.voter), issuedAt: message.issuedAt }
  return 'commitment' in message
    ? buildSealedBallot(place, { ...bound, commitment: message.commitment as Hex })
    : buildOpenBallot(place, { ...bound, choice: message.choice, reason: message.reason })
}

// What a ballot says: an open one by itself, a sealed one only where its secret makes the commitment.
const readChoice = ({ choice, revealed, signed: { message } }: Ballot): { choice: number | null; wrong: boolean } => {
  if (!('commitment' in message)) return { choice: message.choice, wrong: choice !== message.choice }
  if (revealed === null || choice === null) return { choice: null, wrong: choice !== null || revealed !== null }
  const secret = { poll: message.poll as Hex, voter: getAddress(message.voter), choice, salt: revealed.salt as Hex }
  const isRight = buildCommitment(secret) === message.commitment
  return { choice: isRight ? choice : null, wrong: !isRight }
}

const nameOutcome = ({ outcome, choice }: { outcome: string | null; choice: number | null }) =>
  choice === null ? outcome : `${outcome} ${choice}`

const nameOf = ({ signed: { message } }: Ballot) => `ballot of ${message.voter}, issued at ${message.issuedAt}`

/** Checks signatures, weights and the count of a poll against one node. Throws viem's errors where it does not answer. */
export const verifyRecord = async (view: ChainView, { poll, ballots }: PollRecord): Promise<Verified> => {
  const { client, deployment } = view
  const objections: string[] = []
  const object = (isWrong: boolean, text: string) => {
    if (isWrong) objections.push(text)
  }
  const place = { chainId: deployment.chainId, governor: addressOf(deployment, 'StewardGovernor') }
  const { message } = poll.signed
  const terms: PollTerms = { ...message, author: getAddress(message.author) }
  const id = pollIdOf(place, terms)
  object(id !== poll.id, `the poll is called ${poll.id}, and its message has the digest ${id} on this chain`)
  object(
    poll.question !== terms.question ||
      poll.body !== terms.body ||
      poll.choices.join('\n') !== terms.choices.join('\n'),
    'the text that is shown is not the one that was signed',
  )
  const signature = { account: terms.author, typedData: buildPollStatement(place, terms) as TypedDataDefinition }
  const isMade = await isSigned(view, {
    ...signature,
    signature: poll.signed.signature as Hex,
    block: poll.signed.received.block,
  })
  object(!isMade, `${terms.author} did not sign the poll`)
  const snapshot = await client.getBlock({ blockNumber: BigInt(terms.snapshotBlock) })
  object(Number(snapshot.timestamp) !== terms.snapshot, `block ${terms.snapshotBlock} is not of the snapshot's time`)

  const power = readPower(client, deployment, terms.snapshot)
  const checked = await inParts(ballots, async (ballot) => {
    const account = getAddress(ballot.signed.message.voter)
    const typedData = typedDataOf(place, ballot.signed)
    const [weights, signed] = await Promise.all([
      power.of(account),
      isSigned(view, {
        ...{ account, typedData, signature: ballot.signed.signature as Hex },
        block: ballot.signed.received.block,
      }),
    ])
    const { choice, wrong } = readChoice(ballot)
    object(!signed, `${nameOf(ballot)}: it is not signed by that account`)
    object(ballot.signed.message.poll !== id, `${nameOf(ballot)}: it is for another poll`)
    object(wrong, `${nameOf(ballot)}: it does not say what is shown`)
    object(choice !== null && choice >= terms.choices.length, `${nameOf(ballot)}: it has a choice that there is not`)
    for (const { house, weight } of ballot.weights) {
      const text = `it is shown with ${weight.value} in the ${house} house, and the chain says ${weights[house]}`
      object(weight.value !== String(weights[house]), `${nameOf(ballot)}: ${text}`)
    }
    const isUsable = signed && ballot.signed.message.poll === id && (choice ?? 0) < terms.choices.length
    return { voter: account, issuedAt: ballot.signed.message.issuedAt, choice, ...weights, isUsable, ballot }
  })
  const last = keepLast(checked.filter(({ isUsable }) => isUsable))
  const counted = last.flatMap(({ choice, ...one }) => (choice === null ? [] : [{ ...one, choice }]))
  for (const one of checked) {
    const counts = counted.some(({ ballot }) => ballot === one.ballot)
    object(counts !== one.ballot.counts, `${nameOf(one.ballot)}: it ${counts ? 'counts' : 'does not count'}`)
  }
  object(
    new Set(last.map(({ voter }) => voter)).size !== last.length,
    'two ballots of one voter were issued at the same time',
  )
  const sums = sumBallots(counted, terms.choices.length)
  const supply = await power.supply()
  const count = countPoll({ houses: terms.houses, quorumBps: terms.quorumBps, supply, sums })
  for (const house of housesAsked(terms.houses)) {
    const shown = poll.result.houses.find((one) => one.house === house)
    const found = count.houses.find((one) => one.house === house)
    const [said, right] = [
      shown && [...shown.weights.map(({ value }) => value), shown.supply.value, String(shown.quorumMet)],
      found && [...found.weights.map(String), String(found.supply), String(found.quorumMet)],
    ]
    object(String(said) !== String(right), `the ${house} house is shown as ${said}, and counts ${right}`)
  }
  object(
    poll.result.final && (poll.result.outcome !== count.outcome || poll.result.choice !== count.choice),
    `the outcome is shown as ${nameOutcome(poll.result)}, and it is ${nameOutcome(count)}`,
  )
  const houses = count.houses.map(({ house, weights }) => ({ house, weights: weights.map(String) }))
  return {
    id,
    ballots: ballots.length,
    counted: counted.length,
    count: { outcome: count.outcome, choice: count.choice, houses },
    objections,
  }
}
