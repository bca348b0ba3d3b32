import { expect } from 'vitest'
import { runIndexer } from '~/indexer/run'
import type { TestChain } from './chain'
import type { TestDatabase } from './postgres'
import { readActualRows, readExpectedRows, readHeads, sumExpected } from './rebuild'
import { waitUntil } from './wait-until'

type Start = { chain: TestChain; database: TestDatabase; urls?: readonly string[] }

/** Runs the indexer in this process; `stop` ends it as SIGTERM does. */
export const startIndexer = ({ chain, database, urls = [chain.url] }: Start) => {
  const controller = new AbortController()
  const lines: string[] = []
  let failure: unknown
  const running = runIndexer({
    env: { RPC_URL: urls.join(','), DATABASE_URL: database.url, DEPLOYMENT: chain.deploymentFile },
    signal: controller.signal,
    log: (level, line) => void lines.push(`${level} ${line}`),
  }).catch((error: unknown) => {
    failure = error
  })
  const stop = async () => {
    controller.abort()
    await running
    if (failure) throw failure
  }
  return { lines, stop, running, failure: () => failure }
}

/** Waits until the newest block of the chain is committed, by number and hash. */
export const waitForHead = async (chain: TestChain, { sql }: TestDatabase, seconds = 60) => {
  const head = await chain.client.getBlock()
  let cursor: unknown
  try {
    await waitUntil(
      `block ${head.number} is indexed`,
      async () => {
        ;[cursor] = await sql`select number, hash from cursor where number = ${head.number} and hash = ${head.hash}`
        return cursor
      },
      { seconds },
    )
  } catch (cause) {
    const [stands] = await sql`select number, hash from cursor`
    throw new Error(
      `block ${head.number} ${head.hash} expected, the cursor is ${stands?.['number']} ${stands?.['hash']}`,
      { cause },
    )
  }
}

/** The whole point: event tables and heads equal the chain's logs exactly, nothing missing and nothing more. */
export const expectIndexEqualsChain = async (chain: TestChain, database: TestDatabase) => {
  const expected = await readExpectedRows(chain)
  const actual = await readActualRows(database, expected)
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort())
  for (const [table, rows] of expected) expect(actual.get(table), table).toEqual(rows)
  expect(await readHeads(database)).toEqual(sumExpected(expected))
  const frozen = await database.sql`select 1 from proposals where tier is null or seat_capacity = 0`
  expect(frozen.length).toBe(0)
  return expected
}
