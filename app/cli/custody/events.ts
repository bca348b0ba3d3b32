import { getContractEvents } from 'viem/actions'
import { custodyAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { AppError } from '~/domain/errors'
import type { ChainView } from './connect'

// Nodes that serve many limit a request's range of blocks; halving finds what they take.
const SMALLEST_RANGE = 64n

type Range = { fromBlock: bigint; toBlock: bigint }

const readInPieces = async <T>(range: Range, read: (range: Range) => Promise<readonly T[]>): Promise<T[]> => {
  const { fromBlock, toBlock } = range
  try {
    return [...(await read(range))]
  } catch (error) {
    if (toBlock - fromBlock < SMALLEST_RANGE) throw error
    const middle = (fromBlock + toBlock) / 2n
    const before = await readInPieces({ fromBlock, toBlock: middle }, read)
    return [...before, ...(await readInPieces({ fromBlock: middle + 1n, toBlock }, read))]
  }
}

const custodyOf = ({ deployment: { contracts } }: ChainView) => ({
  address: contracts.Custody.address,
  abi: custodyAbi,
})

const sinceCustody = ({ deployment: { contracts } }: ChainView, toBlock: bigint): Range => ({
  fromBlock: BigInt(contracts.Custody.block),
  toBlock,
})

/** What a maintainer gave when it sealed, from the event; throws `unknown_seal`. */
export const getSealed = async (view: ChainView, sealId: number, toBlock = view.final) => {
  const [log] = await readInPieces(sinceCustody(view, toBlock), (range) =>
    getContractEvents(view.client, {
      ...custodyOf(view),
      ...range,
      eventName: 'Sealed',
      args: { sealId },
      strict: true,
    }),
  )
  if (log) return log.args.input
  throw new AppError('unknown_seal', `There is no seal ${sealId} up to block ${toBlock}; a new one needs to be final.`)
}

export type Sealed = Awaited<ReturnType<typeof getSealed>>

/** A grant as it was voted, from the event; throws `unknown_grant`. */
export const getGranted = async (view: ChainView, grantId: number, toBlock = view.final) => {
  const [log] = await readInPieces(sinceCustody(view, toBlock), (range) =>
    getContractEvents(view.client, {
      ...custodyOf(view),
      ...range,
      eventName: 'Granted',
      args: { grantId },
      strict: true,
    }),
  )
  if (log) return log.args
  throw new AppError('unknown_grant', `There is no grant ${grantId} up to block ${toBlock}.`)
}

/** Shares that stewards gave out to a grant, each as a box to the grantee. */
export const listReleasedShares = async (view: ChainView, grantId: number, toBlock: bigint) => {
  const logs = await readInPieces(sinceCustody(view, toBlock), (range) =>
    getContractEvents(view.client, {
      ...custodyOf(view),
      ...range,
      eventName: 'ShareReleased',
      args: { grantId },
      strict: true,
    }),
  )
  return logs.map(({ args }) => args)
}

/** Shares that stewards published of a release that is open. */
export const listPublishedShares = async (view: ChainView, sealId: number, toBlock: bigint) => {
  const logs = await readInPieces(sinceCustody(view, toBlock), (range) =>
    getContractEvents(view.client, {
      ...custodyOf(view),
      ...range,
      eventName: 'SharePublished',
      args: { sealId },
      strict: true,
    }),
  )
  return logs.map(({ args }) => args)
}

/** What a release's maintainer registered, from the event; throws `unknown_release`. */
export const getRegistered = async (view: ChainView, releaseId: number, toBlock = view.final) => {
  const { address, block } = view.deployment.contracts.ModelRegistry
  const [log] = await readInPieces({ fromBlock: BigInt(block), toBlock }, (range) =>
    getContractEvents(view.client, {
      ...{ address, abi: modelRegistryAbi, eventName: 'ReleaseRegistered', args: { releaseId }, strict: true },
      ...range,
    }),
  )
  if (log) return log.args.input
  throw new AppError('unknown_release', `There is no release ${releaseId} up to block ${toBlock}.`)
}
