import { earnedAt } from '~/domain/market/earnings'
import type { Lease } from '../schema/leases'

/** What a lease has earned at a UNIX second of the chain. */
export const earnedBy = ({ clock, deposit }: Lease, now: number) => ({
  ...deposit,
  value: String(earnedAt({ ...clock, rate: BigInt(clock.rate) }, now)),
})
