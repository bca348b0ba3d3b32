import { BaseError, decodeErrorResult, type Hex, HttpRequestError, TimeoutError } from 'viem'
import { stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'
import { findRevertData } from '~/chain/find-revert-data'
import { MOST_GAS, type Relay, type RelayCall } from './relay.server'

/** Why the contract would not take a call: the name of its error where it has one, and a sentence. */
export type CallRefusal = { name: string; text: string }

const states = ['pending', 'active', 'canceled', 'defeated', 'succeeded', 'queued', 'expired', 'executed']

const sentences: Record<string, (args: readonly unknown[]) => string> = {
  GovernorInvalidSignature: ([voter]) =>
    `The signature is not one of ${voter} for this ballot: sign the typed data of this governor on this chain, with the nonce that nonces(${voter}) answers.`,
  GovernorAlreadyCastVote: ([voter]) => `${voter} has cast its ballot in this house already; a ballot is final.`,
  GovernorUnexpectedProposalState: ([id, state]) =>
    `Proposal ${id} takes no such ballot: it is ${states[Number(state)] ?? state}.`,
  GovernorNoVotes: ([account]) => `${account} had no weight in this house at the snapshot.`,
  GovernorNonexistentProposal: ([id]) => `There is no proposal ${id}.`,
  VotesExpiredSignature: ([expiry]) => `The signature expired at ${expiry} (UNIX seconds): sign a new one.`,
  InvalidAccountNonce: ([account, nonce]) => `The nonce of ${account} is ${nonce} by now: sign with that one.`,
}

const explain = (data: Hex): CallRefusal => {
  try {
    const { errorName, args } = decodeErrorResult({ abi: [...stewardGovernorAbi, ...votingTokenAbi], data })
    const values: readonly unknown[] = args ?? []
    const text =
      sentences[errorName]?.(values) ?? `The contract refuses it: ${errorName}(${values.map(String).join(', ')}).`
    return { name: errorName, text }
  } catch {
    return { name: 'unknown', text: `The contract refuses it: ${data.slice(0, 74)}.` }
  }
}

const isAway = (error: BaseError) =>
  error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null

/**
 * What the contract would say to a call now; null where it takes it within the gas that one transaction may use. Throws
 * viem's errors where the node does not answer.
 */
export const tryCall = async ({ client, account }: Relay, { to, data }: RelayCall): Promise<CallRefusal | null> => {
  try {
    await client.call({ account: account.address, to, data, gas: MOST_GAS })
    return null
  } catch (error) {
    const revert = findRevertData(error)
    if (revert !== null) return explain(revert)
    if (!(error instanceof BaseError) || isAway(error)) throw error
    if (!/gas|revert/i.test(error.message)) throw error
    return { name: 'unknown', text: `The call fails, or takes more than ${MOST_GAS} gas.` }
  }
}
