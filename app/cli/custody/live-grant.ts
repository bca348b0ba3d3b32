import { custodyAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { formatRecipient } from '~/custody/age-keys'
import { AppError } from '~/domain/errors'
import type { ChainView } from '../chain/connect'

const OPEN = 4

const custodyOf = ({ deployment: { contracts } }: ChainView) => ({
  address: contracts.Custody.address,
  abi: custodyAbi,
})

const readGrant = async (view: ChainView, grantId: number, blockNumber: bigint) => {
  const { client } = view
  const args = [grantId] as const
  const count = await client.readContract({ ...custodyOf(view), functionName: 'grantCount', blockNumber })
  if (grantId > count) return null
  return client.readContract({ ...custodyOf(view), functionName: 'grantInfo', args, blockNumber })
}

/**
 * The grant as the final block has it, if shares may be given out to it there and at the newest block too. Throws
 * `unknown_grant`, `not_final`, `grant_revoked`, `grant_expired`, or `grant_suspended` by the stage or a recall.
 */
export const getLiveGrant = async (view: ChainView, grantId: number) => {
  const { client, final } = view
  const head = await client.getBlock({ blockTag: 'latest' })
  const [grant, newest] = [await readGrant(view, grantId, final), await readGrant(view, grantId, head.number)]
  if (!newest) throw new AppError('unknown_grant', `There is no grant ${grantId}: nothing was given out.`)
  if (!grant) {
    const message = `Grant ${grantId} is not final yet at block ${final}: nothing was given out. Try again in a while.`
    throw new AppError('not_final', message)
  }
  if (grant.revoked || newest.revoked) {
    throw new AppError('grant_revoked', `Grant ${grantId} was revoked or stopped: nothing was given out.`)
  }
  if (head.timestamp >= BigInt(grant.expirationTime)) {
    const end = new Date(grant.expirationTime * 1000).toISOString()
    throw new AppError('grant_expired', `Grant ${grantId} ended at ${end}: nothing was given out.`)
  }
  for (const blockNumber of [final, head.number]) {
    const live = await client.readContract({ ...custodyOf(view), functionName: 'isLive', args: [grantId], blockNumber })
    if (live) continue
    const message = `Grant ${grantId} gives nothing out at block ${blockNumber}: the release is recalled, or no longer gated.`
    throw new AppError('grant_suspended', message)
  }
  return { ...grant, released: newest.released, to: formatRecipient(grant.recipient) }
}

/** Throws `not_final` or `not_open` unless the release is open at the final block and at the newest one. */
export const requireOpen = async ({ client, deployment, final }: ChainView, releaseId: number): Promise<void> => {
  const registry = { address: deployment.contracts.ModelRegistry.address, abi: modelRegistryAbi }
  const read = (blockNumber?: bigint) =>
    client.readContract({
      ...registry,
      functionName: 'stageOf',
      args: [releaseId],
      ...(blockNumber && { blockNumber }),
    })
  if ((await read()) !== OPEN) {
    throw new AppError('not_open', `Release ${releaseId} is not open: its shares are given out to grants alone.`)
  }
  if ((await read(final)) === OPEN) return
  throw new AppError(
    'not_final',
    `That release ${releaseId} is open is not final yet at block ${final}: try again soon.`,
  )
}
