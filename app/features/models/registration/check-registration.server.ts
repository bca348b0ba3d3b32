import { type Address, encodeFunctionData } from 'viem'
import { modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { decodeRevert } from '~/chain/decode-revert'
import { findRevertData } from '~/chain/find-revert-data'
import type { Refusal } from '~/domain/refusal'
import type { ReleaseText } from '~/domain/wallet'
import { getServices } from '~/services.server'

/** What the chain would say to a registration now; `refusal` is null where it would take it. */
export type RegistrationCheck = { block: number; refusal: Refusal | null; viewer: Address | null }

/** Asks the chain, without sending anything. Throws viem's errors when the node does not answer. */
export const checkRegistration = async (release: ReleaseText, viewer: Address | null): Promise<RegistrationCheck> => {
  const { client, deployment } = await getServices()
  const block = Number(await client.getBlockNumber())
  if (viewer === null) return { block, refusal: null, viewer }
  const { size, gpuSeconds, flop, ...rest } = release
  const input = { ...rest, size: BigInt(size), gpuSeconds: BigInt(gpuSeconds), flop: BigInt(flop) }
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerRelease', args: [input] })
  try {
    await client.call({ account: viewer, to: addressOf(deployment, 'ModelRegistry'), data })
    return { block, refusal: null, viewer }
  } catch (error) {
    const revert = findRevertData(error)
    if (revert === null) throw error
    return { block, refusal: decodeRevert(revert), viewer }
  }
}
