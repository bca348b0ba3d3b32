import type { Address } from 'viem'
import type { Sql } from '#db/client.server'
import { addressOf } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import { copyRows } from '~/indexer/copy-rows'
import type { Row, TableName } from '~/indexer/tables'
import { buildBallots, shareOut } from './ballots'
import { createCalendar, type Start } from './calendar'
import { hashOf } from './draw'
import { buildElectorate } from './electorate'
import { buildModels } from './models'
import { buildProposals } from './proposals'

/** How much is made; `changes` is how often the power of each voter changed. */
export type Size = { proposals: number; votes: number; voters: number; changes: number; releases: number }

/** What the API's goals are measured at. */
export const FULL: Size = { proposals: 10_000, votes: 1_000_000, voters: 20_000, changes: 5, releases: 5_000 }

/** As many rows in every list as at full size, but a tenth of the ballots: for tests that must not take minutes. */
export const TENTH: Size = { proposals: 10_000, votes: 100_000, voters: 20_000, changes: 2, releases: 5_000 }

type Options = {
  size: Size
  start: Start
  deployment: Deployment
  holders: readonly Address[]
  stewards: readonly Address[]
  council: Address
  held: bigint
}

// Three votes of three days each day.
const INTERVAL = 9_600
const BATCH = 20_000

/** Collects rows and copies them a batch at a time, each batch in a transaction of its own. */
const createCopier = (sql: Sql) => {
  const waiting = new Map<TableName, Row[]>()
  const send = async (table: TableName, rows: readonly Row[]) => {
    await sql.begin(async (transaction) => {
      await transaction`set local synchronous_commit = off`
      await copyRows(transaction, table, rows)
    })
  }
  return {
    add: async (table: TableName, rows: readonly Row[]) => {
      const kept = waiting.get(table) ?? []
      for (const row of rows) kept.push(row)
      waiting.set(table, kept)
      while (kept.length >= BATCH) await send(table, kept.splice(0, BATCH))
    },
    flush: async () => {
      for (const [table, rows] of waiting) if (rows.length > 0) await send(table, rows)
      waiting.clear()
    },
  }
}

const rebuildHeads = async (sql: Sql, { proposals }: Size) => {
  for (let first = 1; first <= proposals; first += 500) {
    await sql`select rebuild_proposal_heads(array(select generate_series(${first}::bigint, ${first + 499}::bigint)))`
  }
  await sql`select rebuild_voter_heads(array(select distinct voter from votes))`
  await sql`select rebuild_delegate_heads(0::smallint, array(select distinct account from vote_power_changes where house = 0))`
  await sql`select rebuild_holder_heads(array(
    select sender from token_transfers union select recipient from token_transfers
    union select delegator from delegations where house = 0))`
}

const writeBlocks = async (sql: Sql, blocks: readonly Record<string, unknown>[], chainId: number) => {
  for (let first = 0; first < blocks.length; first += BATCH) {
    await sql`
      insert into blocks (chain_id, number, hash, parent_hash, timestamp, events)
      select ${chainId}, number, decode(substr(hash, 3), 'hex'), decode(substr(parent_hash, 3), 'hex'), timestamp, events
      from jsonb_to_recordset(${sql.json(blocks.slice(first, first + BATCH) as never)}) as block(
        number bigint, hash text, parent_hash text, timestamp bigint, events integer)`
  }
}

/**
 * Fills an index with a long history above its newest block, the same for the same size: what the chain would have said,
 * heads, blocks and cursor included. The chain itself knows nothing of it, so no indexer may run. Answers the last second.
 */
export const fillIndex = async (sql: Sql, options: Options): Promise<{ now: number }> => {
  const { size, start, deployment, holders, stewards, council } = options
  const calendar = createCalendar(start)
  const span = size.proposals * INTERVAL
  const begin = start.timestamp
  const now = begin + span + 1_200
  const copier = createCopier(sql)
  const electorate = buildElectorate(calendar, {
    voters: size.voters,
    changes: size.changes,
    start: begin,
    span,
    holders,
    held: options.held,
  })
  for (const [table, rows] of Object.entries(electorate.events)) await copier.add(table as TableName, rows)
  const timelock = addressOf(deployment, 'TimelockController')
  const models = buildModels(calendar, {
    releases: size.releases,
    start: begin,
    span,
    stewards,
    timelock,
    council,
    firstUid: 1,
  })
  for (const [table, rows] of Object.entries(models)) await copier.add(table as TableName, rows)
  const proposals = buildProposals(calendar, {
    count: size.proposals,
    start: begin,
    interval: INTERVAL,
    now,
    deployment,
    releases: size.releases,
  })
  await copier.add('proposals', proposals.rows)
  await copier.add('proposal_events', proposals.events)
  for (let first = 0; first <= size.proposals; first += 1_000) await sql`select ensure_votes_partition(${first})`
  const { countOf } = shareOut(size.proposals, size.votes)
  for (const proposal of proposals.seeded) {
    const count = countOf(proposal.id)
    await copier.add(
      'votes',
      buildBallots(calendar, proposal, {
        count,
        chainId: deployment.chainId,
        now,
        voters: electorate.voters,
        stewards,
      }),
    )
  }
  await copier.flush()
  await writeBlocks(sql, calendar.listBlocks(), deployment.chainId)
  await sql.unsafe('vacuum (analyze)')
  await rebuildHeads(sql, size)
  const { number, timestamp, hash } = calendar.headerAt(now)
  await sql`
    update cursor set number = ${number}, hash = ${hash}, timestamp = ${timestamp}, finalized = ${number - 64},
      head = ${number}, updated_at = clock_timestamp()`
  await sql`insert into blocks (chain_id, number, hash, parent_hash, timestamp, events)
    values (${deployment.chainId}, ${number}, ${hash}, ${hashOf('b', 0)}, ${timestamp}, 0) on conflict do nothing`
  await sql.unsafe('vacuum (analyze)')
  return { now: timestamp }
}
