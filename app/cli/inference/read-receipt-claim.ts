import { BaseError, type Hex, HttpRequestError } from 'viem'
import { enclavesAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import type { ReceiptClaim } from '~/domain/assess-receipt'
import { buildEnclaveBinding } from '~/domain/enclave-binding'
import { AppError } from '~/domain/errors'
import { type ChainView, requireCode } from '../chain/connect'

/** A claim as it counted at a time, and whether it was taken back since. */
export type FoundClaim = { claim: ReceiptClaim; revokedSince: boolean }

/** Reads a claim, and how it stood at `at` (UNIX seconds). Throws `unknown_enclave`, `wrong_code` and what the chain throws. */
export const readReceiptClaim = async (view: ChainView, id: number, at: number): Promise<FoundClaim> => {
  await requireCode(view, ['Enclaves', 'ModelRegistry'])
  const { client, deployment, final } = view
  const address = addressOf(deployment, 'Enclaves')
  const enclaves = { address, abi: enclavesAbi, blockNumber: final } as const
  const count = await client.readContract({ ...enclaves, functionName: 'enclaveCount' })
  if (id > count) {
    const message = `There is no enclave ${id} at the final block ${final}: ${count} were claimed. Wait until it is final.`
    throw new AppError('unknown_enclave', message)
  }
  const [given, operator, , revoked] = await client.readContract({ ...enclaves, functionName: 'enclave', args: [id] })
  const { root, serviceKey, nonce, expirationTime } = given
  const place = { enclaves: lower(address), registry: addressOf(deployment, 'ModelRegistry') }
  const binding = buildEnclaveBinding({
    ...place,
    chainId: BigInt(deployment.chainId),
    operator,
    root,
    serviceKey,
    nonce,
  })
  const standing = await findStanding(view, id, at)
  return {
    claim: {
      ...{ chainId: deployment.chainId, enclaves: place.enclaves, id, binding, root, serviceKey, expirationTime },
      standing,
    },
    revokedSince: revoked && standing === 'live',
  }
}

const lower = (hex: Hex) => hex.toLowerCase() as Hex

/** Asks the state that counted then: that after the last block which is not younger. */
const findStanding = async (view: ChainView, id: number, at: number): Promise<ReceiptClaim['standing']> => {
  const { client, deployment, final } = view
  const { block: first } = deployment.contracts.Enclaves
  const timeOf = async (blockNumber: bigint) => Number((await client.getBlock({ blockNumber })).timestamp)
  if (at > (await timeOf(final))) return 'later'
  let [low, high] = [BigInt(first), final]
  if (at < (await timeOf(low))) return 'unclaimed'
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if ((await timeOf(middle)) <= at) low = middle
    else high = middle - 1n
  }
  const enclaves = { address: addressOf(deployment, 'Enclaves'), abi: enclavesAbi, blockNumber: low } as const
  try {
    if (id > (await client.readContract({ ...enclaves, functionName: 'enclaveCount' }))) return 'unclaimed'
    return (await client.readContract({ ...enclaves, functionName: 'isLive', args: [id] })) ? 'live' : 'ended'
  } catch (error) {
    // The node is there, and says that it has no state so old.
    const isAway = error instanceof BaseError && error.walk((cause) => cause instanceof HttpRequestError) !== null
    if (error instanceof BaseError && !isAway) return 'unknown'
    throw error
  }
}
