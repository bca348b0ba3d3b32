import { custodyAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { AppError } from '~/domain/errors'
import type { ChainView } from '../chain/connect'
import { listEvents } from '../verify/list-events'

const ofCustody = ({ client, deployment: { contracts } }: ChainView, to: bigint) => {
  const { address, block } = contracts.Custody
  return { client, address, abi: custodyAbi, from: BigInt(block), to }
}

/** What a maintainer gave when it sealed, from the event; throws `unknown_seal`. */
export const getSealed = async (view: ChainView, sealId: number, toBlock = view.final) => {
  const [log] = await listEvents({ ...ofCustody(view, toBlock), eventName: 'Sealed', args: { sealId } })
  if (log) return log.args.input
  throw new AppError('unknown_seal', `There is no seal ${sealId} up to block ${toBlock}; a new one needs to be final.`)
}

export type Sealed = Awaited<ReturnType<typeof getSealed>>

/** A grant as it was voted, from the event; throws `unknown_grant`. */
export const getGranted = async (view: ChainView, grantId: number, toBlock = view.final) => {
  const [log] = await listEvents({ ...ofCustody(view, toBlock), eventName: 'Granted', args: { grantId } })
  if (log) return log.args
  throw new AppError('unknown_grant', `There is no grant ${grantId} up to block ${toBlock}.`)
}

/** Shares that stewards gave out to a grant, each as a box to the grantee. */
export const listReleasedShares = async (view: ChainView, grantId: number, toBlock: bigint) => {
  const logs = await listEvents({ ...ofCustody(view, toBlock), eventName: 'ShareReleased', args: { grantId } })
  return logs.map(({ args }) => args)
}

/** Shares that stewards published of a release that is open. */
export const listPublishedShares = async (view: ChainView, sealId: number, toBlock: bigint) => {
  const logs = await listEvents({ ...ofCustody(view, toBlock), eventName: 'SharePublished', args: { sealId } })
  return logs.map(({ args }) => args)
}

/** What a release's maintainer registered, from the event; throws `unknown_release`. */
export const getRegistered = async (view: ChainView, releaseId: number, toBlock = view.final) => {
  const { address, block } = view.deployment.contracts.ModelRegistry
  const [log] = await listEvents({
    ...{ client: view.client, address, abi: modelRegistryAbi, from: BigInt(block), to: toBlock },
    ...{ eventName: 'ReleaseRegistered', args: { releaseId } },
  })
  if (log) return log.args.input
  throw new AppError('unknown_release', `There is no release ${releaseId} up to block ${toBlock}.`)
}
