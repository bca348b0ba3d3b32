import type { Address, Hex, TypedDataDefinition } from 'viem'
import type { Receipt } from '#db/queries/polls.server'
import { addressOf } from '~/chain/addresses'
import { findSigner } from '~/chain/verify-signed'
import { AppError } from '~/domain/errors'
import type { PollPlace } from '~/domain/poll'
import { getServices } from '~/services.server'

/** The chain's newest block: its time, UNIX seconds, decides whether a message comes too late. */
export type Head = { block: number; time: number }

/** How far ahead of both clocks a message may say to be, so that a wrong clock locks no voter out of later messages. */
const MOST_AHEAD_MS = 15 * 60_000

/** Asks the node, not the index, which may be behind. Throws viem's errors, which become `node_unreachable`. */
export const readHead = async (): Promise<Head> => {
  const { client } = await getServices()
  const { number, timestamp } = await client.getBlock({ blockTag: 'latest' })
  return { block: Number(number), time: Number(timestamp) }
}

/** Where messages are signed for: this chain and its governor. */
export const getPlace = async (): Promise<PollPlace> => {
  const { deployment } = await getServices()
  return { chainId: deployment.chainId, governor: addressOf(deployment, 'StewardGovernor') }
}

type Given = { account: Address; typedData: TypedDataDefinition; signature: Hex; head: Head; issuedAt?: number }

/**
 * What is kept of a message that the account signed. Throws `invalid_signature` where it did not, or says a time to come
 * (`issuedAt`, UNIX milliseconds), and `node_unreachable` (retryable).
 */
export const requireSigned = async ({ account, typedData, signature, head, issuedAt }: Given): Promise<Receipt> => {
  const latest = Math.max(Date.now(), head.time * 1_000) + MOST_AHEAD_MS
  if (issuedAt !== undefined && issuedAt > latest) {
    const message = `issuedAt ${issuedAt} is more than 15 minutes ahead, ${latest} is the latest that is taken: mend the clock, sign again.`
    throw new AppError('invalid_signature', message)
  }
  const { client, deployment } = await getServices()
  const by = await findSigner(client, { account, typedData, signature, block: BigInt(head.block) })
  if (by === null) {
    const { name, chainId, verifyingContract } = typedData.domain ?? {}
    const domain = `${name}, version 1, chain ${chainId}, contract ${verifyingContract}`
    const message = `${account} did not sign this ${typedData.primaryType} for the domain ${domain}: sign exactly this message there (chain ${deployment.chainId}).`
    throw new AppError('invalid_signature', message)
  }
  return { signature, signed_by: by, received_block: head.block, received_time: head.time }
}
