import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** Accounts with votes in either house, by address. */
export const listMemberRows = async (
  sql: Reader,
  { from, limit }: { from: Address | null; limit: number },
): Promise<{ account: Address }[]> => {
  const after = from === null ? sql`` : sql`and account > ${from.toLowerCase()}`
  // Each part is read from the primary key (house, account).
  const rows = await sql<{ account: Address }[]>`
    select account from (
      (select account from delegate_heads where house = 0 and votes > 0 ${after} order by account limit ${limit})
      union
      (select account from delegate_heads where house = 1 and votes > 0 ${after} order by account limit ${limit})
    ) members order by account limit ${limit}`
  return [...rows]
}

/** What proposals call, in the order of the governor. */
export type CallsRow = { proposal_id: bigint; targets: Address[]; values: bigint[]; calldatas: Hex[] }

/** The calls of the proposals with these ids, in no order. */
export const listCallsRows = async (sql: Reader, ids: readonly bigint[]): Promise<CallsRow[]> => [
  ...(await sql<CallsRow[]>`
    select proposal_id, targets, values, calldatas from proposals
    where proposal_id = any(${ids.map(String)}::bigint[])`),
]

/** Who proposed or voted; `house` and `support` are null for a proposal. */
export type ActivityRow = {
  proposal_id: bigint
  member: Address
  house: number | null
  support: number | null
  block_number: number
  log_index: number
  tx_hash: Hex
}

/** The place of an activity. */
export type ActivityPlace = { proposal: string; block: string; log: string }

/** Proposals and ballots, the newest proposal first, and of one proposal the newest ballot first. */
export const listActivityRows = async (
  sql: Reader,
  { from, limit }: { from: ActivityPlace | null; limit: number },
): Promise<ActivityRow[]> => {
  const after =
    from === null
      ? sql``
      : sql`and (proposal_id, block_number, log_index) < (${from.proposal}::bigint, ${from.block}::bigint, ${from.log}::integer)`
  const rows = await sql<ActivityRow[]>`
    select proposal_id, member, house, support, block_number::float8, log_index, tx_hash from (
      (select proposal_id, proposer as member, null::smallint as house, null::smallint as support, block_number,
          log_index, tx_hash
        from proposals where true ${after} order by proposal_id desc limit ${limit})
      union all
      (select proposal_id, voter, house, support, block_number, log_index, tx_hash
        from votes where true ${after} order by proposal_id desc, block_number desc, log_index desc limit ${limit})
    ) activities
    order by proposal_id desc, block_number desc, log_index desc limit ${limit}`
  return [...rows]
}
