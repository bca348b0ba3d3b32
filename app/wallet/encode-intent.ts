import { type Address, encodeFunctionData, type Hex } from 'viem'
import { governorCallAbi, registryCallAbi, tokenCallAbi } from '~/chain/abi/wallet'
import { choiceSupport, houseParams } from '~/domain/ballot'
import type { CallText, ChainAccess, Intent } from '~/domain/wallet'

type RegistryIntent = Extract<Intent, { kind: 'register-model' | 'register-release' }>

/** A call without value: nothing that readers sign here moves ether. */
export type Transaction = { to: Address; data: Hex }

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

const encodeRegistration = (intent: RegistryIntent): Hex => {
  if (intent.kind === 'register-model') {
    return encodeFunctionData({ abi: registryCallAbi, functionName: 'registerModel', args: [intent.name] })
  }
  const { size, gpuSeconds, flop, ...rest } = intent.release
  const input = { ...rest, size: BigInt(size), gpuSeconds: BigInt(gpuSeconds), flop: BigInt(flop) }
  return encodeFunctionData({ abi: registryCallAbi, functionName: 'registerRelease', args: [input] })
}

const isOfRegistry = (intent: Intent): intent is RegistryIntent =>
  intent.kind === 'register-model' || intent.kind === 'register-release'

/** The transaction that does what the reader asked for. */
export const encodeIntent = ({ contracts }: ChainAccess, intent: Intent): Transaction => {
  if (isOfRegistry(intent)) return { to: contracts.registry, data: encodeRegistration(intent) }
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
