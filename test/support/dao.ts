import { findCursor } from '#db/queries/cursor.server'
import { runIndexer } from '~/indexer/run'
import { closeServices, getServices } from '~/services.server'
import { startChain } from './chain'
import { startTestPostgres } from './postgres'
import { waitUntil } from './wait-until'

/** A deployed system on a real anvil, indexed into a real Postgres, which the app's services of this process read. */
export const startDao = async (options: Parameters<typeof startChain>[0] = {}) => {
  const [chain, postgres] = await Promise.all([startChain(options), startTestPostgres()])
  const database = await postgres.createDatabase()
  const settings = { RPC_URL: chain.url, DATABASE_URL: database.url, DEPLOYMENT: chain.deploymentFile }
  Object.assign(process.env, settings)
  const startIndexing = () => {
    const controller = new AbortController()
    const done = runIndexer({ env: settings, signal: controller.signal, log: () => undefined })
    return async () => {
      controller.abort()
      await done
    }
  }
  let stopIndexing = startIndexing()
  /** Waits until the chain's newest block is indexed. */
  const indexed = async () => {
    const block = await chain.client.getBlock({ blockTag: 'latest' })
    await waitUntil(`block ${block.number} is indexed`, async () => {
      const { sql } = await getServices()
      const cursor = await findCursor(sql).catch(() => null)
      return cursor !== null && cursor.hash === block.hash
    })
    return block
  }
  await waitUntil('the database has its tables', async () => {
    const [row] = await database.sql<{ there: boolean }[]>`select to_regclass('cursor') is not null as there`
    return row?.there
  })
  await indexed()
  const stop = async () => {
    await stopIndexing()
    await closeServices()
    await database.sql.end()
    await Promise.all([chain.stop(), postgres.stop()])
  }
  return {
    chain,
    postgres,
    database,
    settings,
    indexed,
    stop,
    pauseIndexing: async () => {
      await stopIndexing()
      return async () => {
        stopIndexing = startIndexing()
      }
    },
  }
}

export type TestDao = Awaited<ReturnType<typeof startDao>>
