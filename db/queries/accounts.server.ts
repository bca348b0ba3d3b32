import type { Address } from 'viem'
import type { Reader } from './reader.server'

/** Who an account is: its party in an epoch, and the seat that it holds. */
export type AccountRow = { account: Address; party: bigint | null; party_kind: number | null; seat: bigint | null }

/** What is known of each account; `epoch` decides which membership counts. Closed parties have no members. */
export const listAccounts = async (
  sql: Reader,
  { accounts, epoch, epochStart }: { accounts: readonly Address[]; epoch: number; epochStart: number },
): Promise<AccountRow[]> => {
  if (accounts.length === 0) return []
  // A party that is closed in epoch e counts as closed from e + 1 on.
  return sql<AccountRow[]>`
    select a.account, p.party, p.party_kind, s.seat_id as seat
    from (select distinct account from unnest(${accounts as Address[]}::bytea[]) as account) a
    left join lateral (
      select party from party_memberships
      where account = a.account and from_epoch <= ${epoch}
      order by block_number desc, log_index desc limit 1) m on true
    left join parties p on p.party = m.party and (p.closed_time is null or p.closed_time >= ${epochStart})
    left join seats s on s.steward = a.account and s.vacated_time is null`
}
