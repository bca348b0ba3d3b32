import type { Address } from 'viem'
import { listDelegateRows } from '#db/queries/delegates.server'
import { findSupply } from '#db/queries/parameters.server'
import { withView } from '~/services.server'

/** What a delegation is measured against, base units: the whole supply, and the largest delegate but `delegate`. */
export const getConcentration = (delegate: Address): Promise<{ supply: bigint; largestOther: bigint }> =>
  withView(async (view) => {
    const rows = await listDelegateRows(view.sql, { from: null, backwards: false, limit: 2 })
    const other = rows.find(({ account }) => account.toLowerCase() !== delegate.toLowerCase())
    return { supply: (await findSupply(view.sql))?.supply ?? 0n, largestOther: other?.votes ?? 0n }
  })
