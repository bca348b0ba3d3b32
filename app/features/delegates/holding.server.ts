import { type Address, getAddress } from 'viem'
import { findHolderRow } from '#db/queries/delegates.server'
import { withView } from '~/services.server'

/** What an account could delegate, base units, and to whom it does; zero and nobody for one that never held any. */
export type Holding = { account: Address; balance: bigint; delegatesTo: Address | null }

export const getHolding = (account: Address): Promise<Holding> =>
  withView(async ({ sql }) => {
    const row = await findHolderRow(sql, account)
    return { account, balance: row?.balance ?? 0n, delegatesTo: row?.delegate ? getAddress(row.delegate) : null }
  })
