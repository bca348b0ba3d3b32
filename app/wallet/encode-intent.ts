import { encodeFunctionData, type Hex } from 'viem'
import {
  allocationCallAbi,
  custodyCallAbi,
  governorCallAbi,
  registryCallAbi,
  tokenCallAbi,
  treasuryCallAbi,
} from '~/chain/abi/wallet'
import { choiceSupport, houseParams } from '~/domain/ballot'
import type { CallText, ChainAccess, ComputeAsk, Intent, ReleaseText } from '~/domain/wallet'
import { encodeMarketAct } from './encode-market'
import type { Transaction } from './transaction'

type RegistryKind =
  | 'register-model'
  | 'register-release'
  | 'attest'
  | 'attest-by-sig'
  | 'revoke-attestation'
  | 'withdraw'
  | 'hold'
  | 'recall'
type RegistryIntent = Extract<Intent, { kind: RegistryKind }>

const functionOf = {
  queue: 'queue',
  execute: 'execute',
  cancel: 'cancel',
  'cancel-retiered': 'cancelIfRetiered',
} as const

const columns = (calls: readonly CallText[]) =>
  [
    calls.map(({ target }) => target),
    calls.map(({ value }) => BigInt(value)),
    calls.map(({ calldata }) => calldata),
  ] as const

const encodeVote = (intent: Extract<Intent, { kind: 'vote' }>): Hex => {
  const id = BigInt(intent.proposalId)
  const support = choiceSupport[intent.choice]
  if (intent.house === 'seat') {
    const args = [id, support, intent.reason, houseParams.seat] as const
    return encodeFunctionData({ abi: governorCallAbi, functionName: 'castVoteWithReasonAndParams', args })
  }
  if (intent.reason === '') {
    return encodeFunctionData({ abi: governorCallAbi, functionName: 'castVote', args: [id, support] })
  }
  const args = [id, support, intent.reason] as const
  return encodeFunctionData({ abi: governorCallAbi, functionName: 'castVoteWithReason', args })
}

const encodeAsk = ({ pool, epoch, want, seq, agentOf }: ComputeAsk): Hex => {
  const abi = allocationCallAbi
  if (agentOf === null) {
    return encodeFunctionData({ abi, functionName: 'request', args: [pool, epoch, BigInt(want), seq] })
  }
  return encodeFunctionData({ abi, functionName: 'requestFor', args: [agentOf, pool, epoch, BigInt(want), seq] })
}

const encodeRelease = ({ size, gpuSeconds, flop, ...rest }: ReleaseText): Hex => {
  const input = { ...rest, size: BigInt(size), gpuSeconds: BigInt(gpuSeconds), flop: BigInt(flop) }
  return encodeFunctionData({ abi: registryCallAbi, functionName: 'registerRelease', args: [input] })
}

const encodeRegistry = (intent: RegistryIntent): Hex => {
  const abi = registryCallAbi
  switch (intent.kind) {
    case 'register-model':
      return encodeFunctionData({ abi, functionName: 'registerModel', args: [intent.name] })
    case 'register-release':
      return encodeRelease(intent.release)
    case 'attest':
      return encodeFunctionData({ abi, functionName: 'attest', args: [intent.statement] })
    case 'attest-by-sig': {
      const { attester, statement, deadline, signature } = intent.signed
      return encodeFunctionData({ abi, functionName: 'attestBySig', args: [attester, statement, deadline, signature] })
    }
    case 'revoke-attestation':
      return encodeFunctionData({ abi, functionName: 'revokeAttestation', args: [intent.uid] })
    case 'withdraw':
      return encodeFunctionData({ abi, functionName: 'withdraw', args: [intent.releaseId] })
    case 'hold':
    case 'recall':
      return encodeFunctionData({ abi, functionName: intent.kind, args: [intent.releaseId, intent.reason] })
  }
}

const registryKinds: readonly string[] = [
  'register-model',
  'register-release',
  'attest',
  'attest-by-sig',
  'revoke-attestation',
  'withdraw',
  'hold',
  'recall',
] satisfies RegistryKind[]

const isOfRegistry = (intent: Intent): intent is RegistryIntent => registryKinds.includes(intent.kind)

/** The transaction that does what the reader asked for. */
export const encodeIntent = (access: ChainAccess, intent: Intent): Transaction => {
  const { contracts } = access
  if (isOfRegistry(intent)) return { to: contracts.registry, data: encodeRegistry(intent) }
  if (intent.kind === 'stop-grant') {
    const data = encodeFunctionData({ abi: custodyCallAbi, functionName: 'stopGrant', args: [intent.grantId] })
    return { to: contracts.custody, data }
  }
  if (intent.kind === 'request-compute') return { to: contracts.allocation, data: encodeAsk(intent.request) }
  if (intent.kind === 'market') return encodeMarketAct(access, intent.act)
  if (intent.kind === 'claim-money') {
    const data = encodeFunctionData({ abi: treasuryCallAbi, functionName: 'claim', args: [intent.grantId] })
    return { to: contracts.treasury, data }
  }
  if (intent.kind === 'vote') return { to: contracts.governor, data: encodeVote(intent) }
  if (intent.kind === 'delegate') {
    const data = encodeFunctionData({ abi: tokenCallAbi, functionName: 'delegate', args: [intent.to] })
    return { to: contracts.token, data }
  }
  if (intent.kind === 'propose') {
    const args = [...columns(intent.calls), intent.description] as const
    return { to: contracts.governor, data: encodeFunctionData({ abi: governorCallAbi, functionName: 'propose', args }) }
  }
  const args = [...columns(intent.calls), intent.descriptionHash] as const
  const data = encodeFunctionData({ abi: governorCallAbi, functionName: functionOf[intent.kind], args })
  return { to: contracts.governor, data }
}
