import type { Sql, Transaction } from '#db/client.server'
import { AppError } from '~/domain/errors'
import type { Cursor, Horizon } from './batch'
import { moveCursor } from './commit'
import { holdLeadership } from './leader'
import type { Nodes } from './nodes'
import { writeMessages } from './outbox'
import { tableNames } from './tables'

type Stored = { number: bigint; hash: string; timestamp: bigint }

const pageSize = 32

type Search = { chainId: number; cursor: Cursor; lowest: bigint }

/**
 * The newest indexed block that the chain still has. Throws `reorg_too_deep` when it is none of those from `lowest` on:
 * what was final is not, and no guess is made.
 */
export const findAncestor = async (sql: Sql, nodes: Nodes, { chainId, cursor, lowest }: Search): Promise<Cursor> => {
  for (let above = cursor.number + 1n; ; ) {
    const page = await sql<Stored[]>`
      select number, hash, timestamp from blocks
      where chain_id = ${chainId} and number < ${above} and number >= ${lowest}
      order by number desc limit ${pageSize}`
    const headers = await nodes.use((node) => Promise.all(page.map(({ number }) => node.findHeader(number))))
    const index = page.findIndex(({ hash }, at) => headers[at]?.hash === hash)
    const found = page[index]
    if (found) return { ...found, hash: found.hash as Cursor['hash'] }
    const last = page.at(-1)
    if (!last) break
    above = last.number
  }
  throw new AppError(
    'reorg_too_deep',
    `The chain no longer has any indexed block from ${lowest} to ${cursor.number}: the reorg is deeper than twice its ` +
      'finality. Nothing was changed. Check the node; if it is right, index again into an empty database.',
  )
}

const deleteAbove = async (transaction: Transaction, number: bigint) => {
  const proposals = await transaction<{ proposal_id: bigint }[]>`
    select distinct proposal_id from (
      select proposal_id from proposals where block_number > ${number}
      union all select proposal_id from proposal_events where block_number > ${number}
      union all select proposal_id from votes where block_number > ${number}) touched
    order by proposal_id`
  const voters = await transaction<{ voter: string }[]>`select distinct voter from votes where block_number > ${number}`
  const delegates = await transaction<{ house: number; account: string }[]>`
    select distinct house, account from vote_power_changes where block_number > ${number}`
  const holders = await transaction<{ account: string }[]>`
    select sender as account from token_transfers where block_number > ${number}
    union select recipient from token_transfers where block_number > ${number}
    union select delegator from delegations where house = 0 and block_number > ${number}`
  let votes = 0
  for (const table of tableNames) {
    const { count } = await transaction`delete from ${transaction(table)} where block_number > ${number}`
    if (table === 'votes') votes = count
  }
  const ids = proposals.map(({ proposal_id }) => proposal_id.toString())
  await transaction`select rebuild_proposal_heads(${ids}::bigint[])`
  await transaction`select rebuild_voter_heads(${voters.map(({ voter }) => voter)}::bytea[])`
  for (const house of [0, 1]) {
    const accounts = delegates.filter((delegate) => delegate.house === house).map(({ account }) => account)
    await transaction`select rebuild_delegate_heads(${house}::smallint, ${accounts}::bytea[])`
  }
  await transaction`select rebuild_holder_heads(${holders.map(({ account }) => account)}::bytea[])`
  return { proposals: ids, votes }
}

type Withdrawal = { chainId: number; cursor: Cursor; ancestor: Cursor; horizon: Horizon }

/** Deletes everything above the ancestor and says in the outbox what was withdrawn, in one transaction. */
export const withdrawAbove = async (sql: Sql, { chainId, cursor, ancestor, horizon }: Withdrawal) => {
  await sql.begin(async (transaction) => {
    await holdLeadership(transaction)
    const { proposals, votes } = await deleteAbove(transaction, ancestor.number)
    const blocks = await transaction<{ hash: string }[]>`
      delete from blocks where chain_id = ${chainId} and number > ${ancestor.number} returning hash`
    await moveCursor(transaction, { chainId, cursor, to: ancestor, horizon })
    const depth = Number(cursor.number - ancestor.number)
    await transaction`
      update cursor set last_reorg_at = clock_timestamp(), last_reorg_depth = ${depth} where chain_id = ${chainId}`
    const payload = {
      ancestor: { number: ancestor.number.toString(), hash: ancestor.hash },
      head: { number: cursor.number.toString(), hash: cursor.hash },
      depth,
      blocks: blocks.map(({ hash }) => hash),
      proposals,
      votes,
    }
    await writeMessages(transaction, [{ kind: 'reorg', payload }], ancestor)
  })
}
