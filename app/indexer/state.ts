import type { Sql } from '#db/client.server'
import { addressOf } from '~/chain/addresses'
import { type Deployment, firstBlockOf } from '~/chain/deployment'
import { AppError } from '~/domain/errors'
import type { Cursor } from './batch'
import { nodeBehind } from './node-errors'
import type { Nodes } from './nodes'

type Base = { chain_id: bigint; governor: string; first_block: bigint; first_block_hash: string }

const getBlock = (nodes: Nodes, number: bigint) =>
  nodes.use(async (node) => {
    const header = await node.findHeader(number)
    if (!header) throw nodeBehind(number)
    return header
  })

const createBase = async (sql: Sql, deployment: Deployment, nodes: Nodes) => {
  // A contract in block 0 has no events: the genesis block holds no transactions.
  const base = await getBlock(nodes, firstBlockOf(deployment) - (firstBlockOf(deployment) > 0n ? 1n : 0n))
  await sql.begin(async (transaction) => {
    await transaction`
      insert into deployment (chain_id, governor, first_block, first_block_hash, contracts)
      values (${deployment.chainId}, ${addressOf(deployment, 'StewardGovernor')}, ${base.number}, ${base.hash},
        ${transaction.json(deployment.contracts)})`
    await transaction`
      insert into blocks (chain_id, number, hash, parent_hash, timestamp, events)
      values (${deployment.chainId}, ${base.number}, ${base.hash}, ${base.parentHash}, ${base.timestamp}, 0)`
    await transaction`
      insert into cursor (chain_id, number, hash, timestamp, finalized, head)
      values (${deployment.chainId}, ${base.number}, ${base.hash}, ${base.timestamp}, ${base.number}, ${base.number})`
  })
}

const checkBase = async (base: Base, deployment: Deployment, nodes: Nodes) => {
  const governor = addressOf(deployment, 'StewardGovernor').toLowerCase()
  if (base.chain_id !== BigInt(deployment.chainId) || base.governor !== governor) {
    const stored = `governor ${base.governor} on chain ${base.chain_id}`
    const message = `The database is about ${stored}, the deployment file about ${governor} on chain ${deployment.chainId}.`
    throw new AppError('wrong_database', `${message} Use another database, or the other deployment file.`)
  }
  const { hash } = await getBlock(nodes, base.first_block)
  if (hash === base.first_block_hash) return
  throw new AppError(
    'wrong_chain',
    `Block ${base.first_block} is ${hash} on this chain, the database was filled from one where it is ` +
      `${base.first_block_hash}. Use that chain, or an empty database (\`npm run reset\` for the demo).`,
  )
}

/** Reads where the index stands, after it has made sure that chain, deployment and database belong together. */
export const loadCursor = async (sql: Sql, deployment: Deployment, nodes: Nodes): Promise<Cursor> => {
  const [base] = await sql<Base[]>`select chain_id, governor, first_block, first_block_hash from deployment`
  if (base) await checkBase(base, deployment, nodes)
  else await createBase(sql, deployment, nodes)
  const [cursor] = await sql<Cursor[]>`
    select number, hash, timestamp from cursor where chain_id = ${deployment.chainId}`
  if (cursor) return cursor
  throw new AppError('wrong_database', 'The database has a deployment but no cursor: index again into an empty one.')
}
