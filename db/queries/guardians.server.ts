import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** An approval of the council; its account is zero where the vote ended it. Times in UNIX seconds. */
export type AppointmentRow = {
  account: Address
  until: number
  approval: bigint
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  proposal_id: bigint | null
}

/** Every approval of the council, newest first. */
export const listAppointments = async (sql: Reader): Promise<AppointmentRow[]> => [
  ...(await sql<AppointmentRow[]>`
    select c.account, c.until::float8, c.approval, c.block_number::float8, c.block_hash, c.block_time::float8, c.tx_hash,
      (select e.proposal_id from proposal_events e
        where e.block_number = c.block_number and e.tx_hash = c.tx_hash and e.kind = 'executed' limit 1) as proposal_id
    from council_appointments c order by c.block_number desc, c.log_index desc`),
]

/** A cancellation by the council, and which account that was. */
export type CouncilCancelRow = {
  proposal_id: bigint
  account: Address
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
}

/**
 * Proposals that the council canceled, newest first. The governor's event names nobody: the proposer can cancel only
 * until the snapshot, and anyone only where an action's tier was raised since; what remains is the council's. Its
 * cancellations before a snapshot cannot be told from the proposer's and are not listed.
 */
export const listCouncilCancels = async (sql: Reader): Promise<CouncilCancelRow[]> => [
  ...(await sql<CouncilCancelRow[]>`
    select e.proposal_id, c.account, e.block_number::float8, e.block_hash, e.block_time::float8, e.tx_hash
    from proposal_events e
    join proposals p using (proposal_id)
    join lateral (select account, until from council_appointments
      where (block_number, log_index) < (e.block_number, e.log_index)
      order by block_number desc, log_index desc limit 1) c on c.until > e.block_time
    where e.kind = 'canceled' and e.block_time > p.snapshot and not exists (
      select 1 from charter_events r
      join unnest(p.targets, p.calldatas) as action(target, calldata)
        on r.target = action.target and r.selector = substring(action.calldata from 1 for 4)
      where r.kind = 'function_role' and (r.block_number, r.log_index) > (p.block_number, p.log_index)
        and (r.block_number, r.log_index) < (e.block_number, e.log_index))
    order by e.block_number desc, e.log_index desc`),
]
