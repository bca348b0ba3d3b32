import { BaseError, type ContractFunctionReturnType, ContractFunctionRevertedError, type Hex } from 'viem'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { AppError } from '~/domain/errors'
import type { OpenChain } from './open-chain'

type Stored = ContractFunctionReturnType<typeof modelRegistryAbi, 'view', 'release'>

/** The part of a release that never changes, as the chain has it. Texts are a stranger's. */
export type RegisteredRelease = {
  id: number
  modelId: number
  modelName: string
  version: string
  licence: string
  parents: readonly number[]
  root: Hex
  manifest: Hex
  files: number
  bytes: bigint
}

/** Reads what was registered; throws `unknown_release`. */
export const readRelease = async ({ client, deployment }: OpenChain, id: number): Promise<RegisteredRelease> => {
  const registry = { address: addressOf(deployment, 'ModelRegistry'), abi: modelRegistryAbi } as const
  const stored: Stored = await client
    .readContract({ ...registry, functionName: 'release', args: [id] })
    .catch((cause: unknown) => {
      const isRevert = cause instanceof BaseError && cause.walk((one) => one instanceof ContractFunctionRevertedError)
      if (!isRevert) throw cause
      throw new AppError('unknown_release', `This deployment has no release ${id}.`, { cause })
    })
  const { modelId, version, licence, parents, root, manifest, files, size } = stored
  const [modelName] = await client.readContract({ ...registry, functionName: 'model', args: [modelId] })
  return { id, modelId, modelName, version, licence, parents, root, manifest, files, bytes: size }
}
