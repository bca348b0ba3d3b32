import type { Address } from 'viem'
import type { CharterRow } from '~/domain/tier'
import type { Reader } from './reader.server'

/** The charter as it stands: the role that each listed function needs. */
export const listCharterRows = async (sql: Reader): Promise<CharterRow[]> => [
  ...(await sql<CharterRow[]>`
    select distinct on (target, selector) target, selector, role from charter_events
    where kind = 'function_role' order by target, selector, block_number desc, log_index desc`),
]

/** How many seats count as present at `now`; times in seconds. */
export const countPresent = async (
  sql: Reader,
  { now, presenceWindow }: { now: number; presenceWindow: number },
): Promise<number> => {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::float8 as count from seats
    where vacated_time is null and greatest(admitted_time, last_present) + ${presenceWindow} >= ${now}`
  return row.count
}

/** Accounts that hold a role of the charter. */
export const listRoleMembers = async (sql: Reader): Promise<Address[]> => {
  const rows = await sql<{ account: Address }[]>`
    select distinct account from (
      select distinct on (role, account) account, kind from charter_events where kind in ('granted', 'revoked')
      order by role, account, block_number desc, log_index desc) newest
    where kind = 'granted'`
  return rows.map(({ account }) => account)
}
