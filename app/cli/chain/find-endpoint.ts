import { listEvents } from '../verify/list-events'
import type { ChainView } from './connect'
import { marketOf } from './market-contracts'

/** Where a provider said last that it serves; null where there is no such provider. A stranger wrote it. */
export const findEndpoint = async (
  { client, deployment }: Pick<ChainView, 'client' | 'deployment'>,
  providerId: number,
): Promise<string | null> => {
  const { address, abi } = marketOf({ deployment }).registry
  const range = { client, address, abi, from: BigInt(deployment.contracts.ProviderRegistry.block) }
  const [to, args] = [await client.getBlockNumber(), { providerId }]
  const declared = (await listEvents({ ...range, to, eventName: 'ProviderDeclared', args })).at(-1)
  const changed = (await listEvents({ ...range, to, eventName: 'EndpointChanged', args })).at(-1)
  if (!declared || !changed) return declared?.args.endpoint ?? null
  const isLater =
    changed.blockNumber > declared.blockNumber ||
    (changed.blockNumber === declared.blockNumber && changed.logIndex > declared.logIndex)
  return (isLater ? changed : declared).args.endpoint
}
