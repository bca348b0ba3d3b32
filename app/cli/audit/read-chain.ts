import { addressOf, contractNames } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import type { Cursor } from '~/indexer/batch'
import { createRowBuilder } from '~/indexer/build-rows'
import type { Log } from '~/indexer/log'
import type { Nodes } from '~/indexer/nodes'
import { createRangeFetcher } from '~/indexer/range-fetcher'
import { rowsOf } from '~/indexer/rows'
import { tableNames } from '~/indexer/tables'
import { createSummer, type Sums } from './sums'
import { createDigester, type TableDigests } from './table-digests'

type ReadChain = { nodes: Nodes; deployment: Deployment; base: Cursor; last: bigint; log: Log }

/**
 * Rebuilds everything from the logs between `base` and block `last`, in constant memory but for the sums and what rounds
 * were asked for.
 */
export const readChain = async (options: ReadChain): Promise<{ digests: TableDigests; sums: Sums }> => {
  const { nodes, deployment, base, last, log } = options
  const addresses = contractNames.map((name) => addressOf(deployment, name))
  const fetchRange = createRangeFetcher({ nodes, addresses, log })
  const buildRows = createRowBuilder(deployment)
  const digester = createDigester()
  const summer = createSummer()
  let at = base
  while (at.number < last) {
    const { to, headers, logs } = await fetchRange(at, last)
    const rows = buildRows(logs, new Map(headers.map((header) => [header.hash, header])))
    for (const table of tableNames) for (const row of rowsOf(rows, table)) digester.add(table, row)
    summer.add(rows)
    at = to
    log('info', `read the chain to block ${at.number} of ${last}`)
  }
  return { digests: digester.finish(), sums: summer.finish(at.timestamp) }
}
