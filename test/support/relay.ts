import type { Address, Hex, LocalAccount, TypedDataDomain } from 'viem'
import { type House, houseParams } from '~/domain/ballot'
import { people, type TestChain } from './chain'
import { deployOf } from './counterfactual'

const ballotFields = [
  { name: 'proposalId', type: 'uint256' },
  { name: 'support', type: 'uint8' },
  { name: 'voter', type: 'address' },
  { name: 'nonce', type: 'uint256' },
] as const

const types = {
  Ballot: ballotFields,
  ExtendedBallot: [...ballotFields, { name: 'reason', type: 'string' }, { name: 'params', type: 'bytes' }],
  Delegation: [
    { name: 'delegatee', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'expiry', type: 'uint256' },
  ],
} as const

// Of the fields that a contract answers, OpenZeppelin's EIP712 hashes these four.
const domainOf = async (chain: TestChain, address: Address) => {
  const { name, version, chainId, verifyingContract } = (await chain.client.getEip712Domain({ address })).domain
  return { name, version, chainId, verifyingContract }
}

type BallotOptions = { nonce?: bigint; domain?: Partial<TypedDataDomain>; signed?: bigint }

/** The body that posts a holder's signed For, as the short type. */
export const signBallot = async (
  chain: TestChain,
  voter: LocalAccount,
  proposal: bigint,
  { nonce = 0n, domain = {}, signed = proposal }: BallotOptions = {},
) => {
  const governor = await domainOf(chain, chain.deployment.contracts.StewardGovernor.address)
  const signature = await voter.signTypedData?.({
    ...{ domain: { ...governor, ...domain }, types: { Ballot: types.Ballot }, primaryType: 'Ballot' },
    message: { proposalId: signed, support: 1, voter: voter.address, nonce },
  })
  const said = { voter: voter.address, support: 'for', nonce: String(nonce), signature }
  return { type: 'Ballot', proposal: String(proposal), ...said }
}

/** The body that posts a signed Against with a reason, in either house. */
export const signExtended = async (chain: TestChain, voter: LocalAccount, proposal: bigint, house: House) => {
  const domain = await domainOf(chain, chain.deployment.contracts.StewardGovernor.address)
  const reason = `no, says the ${house} house`
  const message = {
    proposalId: proposal,
    support: 0,
    voter: voter.address,
    nonce: 0n,
    reason,
    params: houseParams[house],
  }
  const signature = await voter.signTypedData?.({
    ...{ domain, types: { ExtendedBallot: types.ExtendedBallot }, primaryType: 'ExtendedBallot', message },
  })
  const said = { voter: voter.address, support: 'against', nonce: '0', signature }
  return { type: 'ExtendedBallot', proposal: String(proposal), house, reason, ...said }
}

/** The body that posts a signed delegation. */
export const signDelegation = async (
  chain: TestChain,
  delegator: LocalAccount,
  delegatee: Address,
  nonce: bigint,
  domain: Partial<TypedDataDomain> = {},
) => {
  const token = await domainOf(chain, chain.deployment.contracts.VotingToken.address)
  const expiry = 2n ** 40n
  const signature = await delegator.signTypedData?.({
    ...{ domain: { ...token, ...domain }, types: { Delegation: types.Delegation }, primaryType: 'Delegation' },
    message: { delegatee, nonce, expiry },
  })
  return { delegator: delegator.address, delegatee, nonce: String(nonce), expiry: String(expiry), signature }
}

const ACCEPT = '631626ba7e60e01b5f5260205ff3'

/** Accounts of ERC-1271: what runs when they are asked for a signature. */
export const wallets = {
  /** Accepts everything. */
  willing: `0x${ACCEPT}`,
  /** Runs until the gas is gone. */
  burner: '0x5b5f56',
  /** Accepts while nobody pays for gas, and burns it where somebody does. */
  sneaky: `0x3a156009575b6005565b${ACCEPT}`,
} as const satisfies Record<string, Hex>

/** Puts an account with that code on the chain. */
export const createWallet = async (chain: TestChain, code: Hex): Promise<Address> => {
  const hash = await chain.client.sendTransaction({ account: people.funder, chain: null, data: deployOf(code) })
  const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error('no wallet was created')
  return contractAddress
}
