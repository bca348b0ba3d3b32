import { type Address, encodeFunctionData, type Hex, parseSignature, recoverTypedDataAddress } from 'viem'
import type { NewRelayJob } from '#db/queries/relay.server'
import { votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { checkJob, refuse } from './keep.server'
import { getRelay, type Relay } from './relay.server'
import type { SignedDelegation } from './schema'

const delegationTypes = {
  Delegation: [
    { name: 'delegatee', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'expiry', type: 'uint256' },
  ],
} as const

// A signature of other bytes recovers to some other account, for which the contract would delegate nothing.
const requireDelegator = async (relay: Relay, token: Address, given: SignedDelegation): Promise<void> => {
  const { delegator, delegatee, nonce, expiry, signature } = given
  // Of the fields that a contract answers, OpenZeppelin's EIP712 hashes these four.
  const { name, version, chainId, verifyingContract } = (await relay.client.getEip712Domain({ address: token })).domain
  const domain = { name, version, chainId, verifyingContract }
  const signer = await recoverTypedDataAddress({
    ...{ domain, types: delegationTypes, primaryType: 'Delegation', signature },
    message: { delegatee, nonce, expiry },
  }).catch(() => null)
  if (signer !== delegator)
    refuse(`The signature is not one of ${delegator} for this delegation: sign the typed data of ${token}.`)
}

const requireUse = async (relay: Relay, token: Address, given: SignedDelegation): Promise<void> => {
  const { delegator, delegatee, nonce } = given
  const contract = { address: token, abi: votingTokenAbi, args: [delegator] } as const
  const { client } = relay
  const [current, balance, delegate] = await Promise.all([
    client.readContract({ ...contract, functionName: 'nonces' }),
    client.readContract({ ...contract, functionName: 'balanceOf' }),
    client.readContract({ ...contract, functionName: 'delegates' }),
  ])
  if (current !== nonce)
    refuse(`The nonce of ${delegator} is ${current}, and the delegation names ${nonce}: sign it with that one.`)
  if (balance === 0n) refuse(`${delegator} holds no tokens: there is nothing to delegate.`)
  if (delegate === delegatee) refuse(`${delegator} delegates to ${delegatee} already.`)
}

const toRsv = (signature: Hex) => {
  try {
    const { r, s, v, yParity } = parseSignature(signature)
    return { r, s, v: Number(v ?? BigInt(yParity + 27)) }
  } catch {
    return refuse('A delegation takes a signature of 65 bytes: r, s and v.')
  }
}

const LATEST = 2n ** 52n

/**
 * Makes a job of a signed delegation of the voting token, as `checkBallot` of a ballot. Only who holds tokens and changes
 * its delegate is served, since accounts cost nothing.
 */
export const checkDelegation = async (given: SignedDelegation): Promise<NewRelayJob> => {
  const relay = await getRelay()
  const { delegator, delegatee, nonce, expiry } = given
  const token = addressOf(relay.deployment, 'VotingToken')
  const { r, s, v } = toRsv(given.signature)
  const calldata = encodeFunctionData({
    abi: votingTokenAbi,
    functionName: 'delegateBySig',
    args: [delegatee, nonce, expiry, v, r, s],
  })
  const job: NewRelayJob = {
    ...{ kind: 'delegation', slot: `delegation:${delegator.toLowerCase()}:${nonce}`, signer: delegator, nonce },
    ...{ proposal_id: null, house: null, contract: token, calldata, due: Number(expiry < LATEST ? expiry : LATEST) },
  }
  return checkJob(relay, job, async () => {
    await requireDelegator(relay, token, given)
    await requireUse(relay, token, given)
  })
}
