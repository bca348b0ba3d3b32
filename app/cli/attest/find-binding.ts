import type { Address, Hex } from 'viem'
import { enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildEnclaveBinding } from '~/domain/enclave-binding'
import { AppError } from '~/domain/errors'
import { type ChainView, requireCode, withChain } from '../chain/connect'
import { type AttestValues, parseAccount, parseDigest, parseId, requireValue } from './parse-arguments'

/**
 * What an enclave has to put into its report data before its quote is made. Throws `used_nonce`, `unknown_release`, and
 * what the chain throws.
 */
export const findBinding = async (values: AttestValues): Promise<Hex> => {
  const wanted = {
    releaseId: parseId(requireValue(values, 'release'), 'release'),
    operator: parseAccount(requireValue(values, 'operator'), 'operator'),
    serviceKey: parseDigest(requireValue(values, 'service-key'), 'service-key'),
    nonce: parseDigest(requireValue(values, 'nonce'), 'nonce'),
  }
  return withChain(values, (view) => readBinding(view, wanted))
}

type Wanted = { releaseId: number; operator: Address; serviceKey: Hex; nonce: Hex }

const readBinding = async (view: ChainView, { releaseId, operator, serviceKey, nonce }: Wanted): Promise<Hex> => {
  await requireCode(view, ['Enclaves', 'ModelRegistry'])
  const { client, deployment, final } = view
  const enclaves = { address: addressOf(deployment, 'Enclaves'), abi: enclavesAbi } as const
  const registry = {
    address: addressOf(deployment, 'ModelRegistry'),
    abi: modelRegistryAbi,
    blockNumber: final,
  } as const
  const count = await client.readContract({ ...registry, functionName: 'releaseCount' })
  if (releaseId > count) {
    throw new AppError('unknown_release', `There is no release ${releaseId} at the final block ${final}.`)
  }
  const { root } = await client.readContract({ ...registry, functionName: 'release', args: [releaseId] })
  // At the newest block: a nonce that is used there will be used when this claim arrives.
  if (await client.readContract({ ...enclaves, functionName: 'isUsed', args: [operator, nonce] })) {
    throw new AppError('used_nonce', `${operator} has used the nonce ${nonce} before: draw 32 new random bytes.`)
  }
  const chainId = BigInt(deployment.chainId)
  const place = { chainId, enclaves: enclaves.address, registry: registry.address }
  return buildEnclaveBinding({ ...place, operator, root, serviceKey, nonce })
}
