import { findCursor } from '#db/queries/cursor.server'
import { getTotals } from '#db/queries/totals.server'
import { toTime } from '~/http/present'
import type { One } from '~/http/shapes'
import { getServices, withView } from '~/services.server'
import type { Contracts, Status } from './schema'

/** Indexer, head, lag, last reorg; never throws because of a lag. */
export const getStatus = async (): Promise<{ data: Status }> => {
  const { sql, deployment, env, headWatch } = await getServices()
  const [cursor, head, totals] = await Promise.all([findCursor(sql), headWatch.getHead(), getTotals(sql)])
  const lagSeconds = cursor === null ? null : headWatch.getLagSeconds(cursor, head)
  const isLagging = lagSeconds !== null && lagSeconds > env.MAX_LAG
  const seen = Math.max(head?.number ?? 0, cursor?.head ?? 0)
  return {
    data: {
      chainId: deployment.chainId,
      profile: deployment.profile,
      health: cursor === null ? 'starting' : isLagging ? 'lagging' : 'ok',
      indexed: cursor === null ? null : { number: cursor.number, hash: cursor.hash, time: toTime(cursor.timestamp) },
      finalBlock: cursor?.finalized ?? null,
      head: head?.number ?? null,
      lagBlocks: cursor === null ? null : Math.max(0, seen - cursor.number),
      lagSeconds,
      maxLagSeconds: env.MAX_LAG,
      lastReorg:
        cursor === null || cursor.last_reorg_at === null
          ? null
          : { at: toTime(Math.floor(cursor.last_reorg_at.getTime() / 1000)), depth: cursor.last_reorg_depth ?? 0 },
      totals,
    },
  }
}

/** The chain's time at the indexed block, UNIX seconds; what streams by the second is told as of it. */
export const getChainTime = (): Promise<number> => withView(({ now }) => Promise.resolve(now))

/** Every contract of the deployment, with the digest of its code. */
export const listContracts = (): Promise<One<Contracts>> =>
  withView(async (view) => {
    const { deployment } = view.services
    return {
      data: {
        chainId: deployment.chainId,
        profile: deployment.profile,
        contracts: Object.entries(deployment.contracts).map(([name, contract]) => ({
          name,
          ...contract,
          account: `eip155:${deployment.chainId}:${contract.address}`,
        })),
      },
      asOf: await view.asOf([]),
    }
  })
