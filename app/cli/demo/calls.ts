import { type Address, encodeFunctionData, type Hex, parseEther } from 'viem'
import {
  councilAbi,
  custodyAbi,
  modelRegistryAbi,
  partyRegistryAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import type { Addresses } from '~/chain/deploy-plan'
import type { Call } from './story'

const call = (target: Address, data: Hex): Call => ({ target, value: 0n, data })

type StageMove = 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen' | 'revoke'

export const moveRelease = (functionName: StageMove, release: number) => (at: Addresses) => [
  call(at.ModelRegistry, encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [release] })),
]

export const appointEvaluators = (accounts: readonly Address[]) => (at: Addresses) =>
  accounts.map((account) =>
    call(
      at.ModelRegistry,
      encodeFunctionData({ abi: modelRegistryAbi, functionName: 'appointEvaluator', args: [account] }),
    ),
  )

export const overrule = (attestation: number) => (at: Addresses) => [
  call(at.ModelRegistry, encodeFunctionData({ abi: modelRegistryAbi, functionName: 'overrule', args: [attestation] })),
]

type Grant = { seal: number; grantee: Address; recipient: Hex; until: number }

export const grantAccess =
  ({ seal, grantee, recipient, until }: Grant) =>
  (at: Addresses) => [
    call(
      at.Custody,
      encodeFunctionData({ abi: custodyAbi, functionName: 'grant', args: [seal, grantee, recipient, until] }),
    ),
  ]

export const admitParty = (controller: Address, kind: number) => (at: Addresses) => [
  call(
    at.PartyRegistry,
    encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [controller, kind] }),
  ),
]

export const admitParties = (controllers: readonly Address[], kind: number) => (at: Addresses) => [
  call(
    at.PartyRegistry,
    encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admitMany', args: [controllers, kind] }),
  ),
]

export const admitSteward = (steward: Address, party: number, constituency: number) => (at: Addresses) => [
  call(
    at.StewardSeats,
    encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'admit', args: [steward, party, constituency] }),
  ),
]

export const removeSeat = (seat: bigint) => (at: Addresses) => [
  call(at.StewardSeats, encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'remove', args: [seat] })),
]

export const setCapacities = (capacities: readonly number[]) => (at: Addresses) => [
  call(
    at.StewardSeats,
    encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'setCapacities', args: [capacities] }),
  ),
]

export const appointCouncil = (account: Address, until: number) => (at: Addresses) => [
  call(at.Council, encodeFunctionData({ abi: councilAbi, functionName: 'appoint', args: [account, until] })),
]

export const mintTokens = (to: Address, amount: string) => (at: Addresses) => [
  call(
    at.VotingToken,
    encodeFunctionData({ abi: votingTokenAbi, functionName: 'mint', args: [to, parseEther(amount)] }),
  ),
]

export const setThreshold = (amount: string) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setProposalThreshold', args: [parseEther(amount)] }),
  ),
]

export const setVotingPeriod = (seconds: number) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingPeriod', args: [seconds] }),
  ),
]

export const setQuorum = (bps: bigint) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateQuorumNumerator', args: [bps] }),
  ),
]

export const setCharterQuorum = (bps: bigint) => (at: Addresses) => [
  call(
    at.StewardGovernor,
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateCharterQuorumNumerator', args: [bps] }),
  ),
]

/** Plain ether to an account: the timelock owns none, and a call with value is always a charter matter. */
export const sendEther = (to: Address, amount: string) => () => [
  { target: to, value: parseEther(amount), data: '0x' } satisfies Call,
]
