import type { Transaction } from '#db/client.server'
import { leaseNames, marketNames, providerNames } from './market'

const pageSize = 2_000

/** What the database says of stakes, leases, credits and the whole market, named as in `Sums`. */
export const readMarket = async (transaction: Transaction): Promise<[subject: string, amount: string][]> => {
  const sums: [string, string][] = []
  const stakes = transaction<Record<string, bigint>[]>`
    select provider_id, amount as stake, locked, units_in_use from stakes`
  for await (const page of stakes.cursor(pageSize)) {
    for (const row of page) {
      for (const name of providerNames) sums.push([`provider ${row['provider_id']} ${name}`, String(row[name])])
    }
  }
  const leases = transaction<Record<string, bigint>[]>`select lease_id, deposit, withdrawn from lease_heads`
  for await (const page of leases.cursor(pageSize)) {
    for (const row of page) {
      for (const name of leaseNames) sums.push([`lease ${row['lease_id']} ${name}`, String(row[name])])
    }
  }
  const credits = transaction<{ account: string; amount: bigint }[]>`
    select account, sum(case when kind = 'credited' then amount else -amount end) as amount
    from market_credits group by account`
  for await (const page of credits.cursor(pageSize)) {
    for (const { account, amount } of page) sums.push([`claimable ${account}`, String(amount)])
  }
  const [market] = await transaction<Record<string, bigint>[]>`
    select
      (select count(*) from orders o where not exists (select 1 from leases where lease_id = o.order_id)
        and not exists (select 1 from order_cancellations where order_id = o.order_id)) as orders_pending,
      (select count(*) from held_bids) as bids_held,
      count(*) filter (where released_time is null) as leases_unreleased,
      coalesce(sum(deposit - withdrawn), 0) as escrow,
      coalesce(sum(dispute_bond) filter (where case_id is not null and settled_time is null), 0) as bonds,
      coalesce(sum(fee - div(fee * burn_bps, 10000) + coalesce(penalty, 0)), 0)
        - (select coalesce(sum(to_treasury), 0) from fee_payments) as fees_treasury,
      coalesce(sum(div(fee * burn_bps, 10000)), 0) - (select coalesce(sum(burnt), 0) from fee_payments) as fees_burn
    from lease_heads join market_terms using (version)`
  for (const name of marketNames) sums.push([`market ${name}`, String(market?.[name] ?? 0)])
  return sums
}
