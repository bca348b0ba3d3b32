import type { Hex } from 'viem'
import { enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildEnclaveBinding } from '~/domain/enclave-binding'
import { AppError } from '~/domain/errors'
import type { EnclaveClaim } from '~/enclave/assess-claim'
import { type ChainView, requireCode } from '../chain/connect'

/** A claim with what its quote has to begin with, and whether its measurement is on the voted list. */
export type ReadClaim = { claim: EnclaveClaim; operator: Hex; binding: Hex; isListed: boolean }

const servedStages = [3, 4]

/** Reads a claim at the final block. Throws `unknown_enclave`, and `wrong_code` when the contracts are others. */
export const readClaim = async (view: ChainView, id: number): Promise<ReadClaim> => {
  await requireCode(view, ['Enclaves', 'ModelRegistry'])
  const { client, deployment, final: blockNumber } = view
  const enclaves = { address: addressOf(deployment, 'Enclaves'), abi: enclavesAbi, blockNumber } as const
  const registry = { address: addressOf(deployment, 'ModelRegistry'), abi: modelRegistryAbi, blockNumber } as const
  const count = await client.readContract({ ...enclaves, functionName: 'enclaveCount' })
  if (id > count) {
    const message = `There is no enclave ${id} at the final block ${blockNumber}: ${count} were claimed. Wait until it is final.`
    throw new AppError('unknown_enclave', message)
  }
  const [given, operator, , revoked] = await client.readContract({ ...enclaves, functionName: 'enclave', args: [id] })
  const { releaseId, root, serviceKey, nonce, measurement, quote, collateral, expirationTime } = given
  const [isListed, stage] = await Promise.all([
    client.readContract({ ...enclaves, functionName: 'isAllowed', args: [measurement] }),
    client.readContract({ ...registry, functionName: 'stageOf', args: [releaseId] }),
  ])
  const parties = {
    chainId: BigInt(deployment.chainId),
    enclaves: enclaves.address,
    registry: registry.address,
    operator,
  }
  const served = servedStages.includes(stage)
  return {
    claim: { id, releaseId, quote, collateral, measurement, expirationTime, revoked, served },
    operator,
    binding: buildEnclaveBinding({ ...parties, root, serviceKey, nonce }),
    isListed,
  }
}
