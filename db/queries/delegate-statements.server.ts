import type { Address } from 'viem'
import type { Sql } from '#db/client.server'
import { accountLocks } from '#db/locks'
import type { Receipt } from './polls.server'
import type { Reader } from './reader.server'

/** What a delegate signed of itself; an empty text takes the one before back. `issued_at` UNIX milliseconds. */
export type StatementRow = Receipt & { issued_at: number; text: string; interests: string }

/** Statements of a delegate, the newest first unless `backwards`. */
export const listStatementRows = async (
  sql: Reader,
  query: { delegate: Address; from: string | null; backwards: boolean; limit: number },
): Promise<StatementRow[]> => {
  const { from, backwards } = query
  const after = from && (backwards ? sql`and issued_at > ${from}::bigint` : sql`and issued_at < ${from}::bigint`)
  const rows = await sql<StatementRow[]>`
    select issued_at::float8, text, interests, signature, signed_by, received_block::float8, received_time::float8
    from delegate_statements where delegate = ${query.delegate.toLowerCase()} ${after ?? sql``}
    order by ${backwards ? sql`issued_at` : sql`issued_at desc`} limit ${query.limit}`
  return [...rows]
}

/** Whether a delegate says something of itself now. */
export const hasStatement = async (sql: Reader, delegate: Address): Promise<boolean> => {
  const [row] = await sql<{ text: string }[]>`
    select text from delegate_statements where delegate = ${delegate.toLowerCase()} order by issued_at desc limit 1`
  return (row?.text ?? '') !== ''
}

type NewStatement = { delegate: Address; text: string; interests: string; issuedAt: number; receipt: Receipt }

/** Stores a statement after the last one; the answers are as those of `storePollBallot`. */
export const storeStatement = (
  writer: Sql,
  { delegate: given, text, interests, issuedAt, receipt }: NewStatement,
  most: number,
): Promise<'new' | 'known' | 'outdated' | 'limit'> =>
  writer.begin(async (sql) => {
    const delegate = given.toLowerCase()
    await sql`select pg_advisory_xact_lock(${accountLocks.statement}, hashtext(${delegate}))`
    const [found] = await sql<[{ last: number | null; made: number; same: boolean }]>`
      select max(issued_at)::float8 as last, count(*)::float8 as made,
        coalesce(bool_or(issued_at = ${issuedAt} and text = ${text} and interests = ${interests}), false) as same
      from delegate_statements where delegate = ${delegate}`
    if (found.same) return 'known'
    if (found.last !== null && found.last >= issuedAt) return 'outdated'
    // Whoever reached the limit can still take back what stands.
    if (found.made >= (text === '' ? most + 1 : most)) return 'limit'
    await sql`
      insert into delegate_statements (delegate, issued_at, text, interests, signature, signed_by, received_block,
        received_time)
      values (${delegate}, ${issuedAt}, ${text}, ${interests}, ${receipt.signature}, ${receipt.signed_by},
        ${receipt.received_block}, ${receipt.received_time})`
    return 'new'
  })
