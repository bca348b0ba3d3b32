import type { Address } from 'viem'
import type { Reader } from './reader.server'
import { executedIn, place, type SetByRow } from './set-by.server'

export type SettingRow = SetByRow & { name: string; value: bigint }

/** The newest value of each governor setting. */
export const listSettings = async (sql: Reader): Promise<SettingRow[]> => [
  ...(await sql<SettingRow[]>`
    select c.name, c.new_value as value, ${place(sql)}, ${executedIn(sql)}
    from (select distinct on (name) * from setting_changes order by name, block_number desc, log_index desc) c`),
]

/** The newest capacities; null before the deployment is indexed. */
export const findCapacities = async (
  sql: Reader,
): Promise<(SetByRow & { capacities: number[]; total: number }) | null> => {
  const [row] = await sql<(SetByRow & { capacities: number[]; total: number })[]>`
    select c.capacities, c.total, ${place(sql)}, ${executedIn(sql)}
    from seat_capacities c order by c.block_number desc, c.log_index desc limit 1`
  return row ?? null
}

/** The newest appointment of the council; null when there was none. */
export const findAppointment = async (
  sql: Reader,
): Promise<(SetByRow & { account: Address; until: number; approval: bigint }) | null> => {
  const [row] = await sql<(SetByRow & { account: Address; until: number; approval: bigint })[]>`
    select c.account, c.until::float8, c.approval, ${place(sql)}, ${executedIn(sql)}
    from council_appointments c order by c.block_number desc, c.log_index desc limit 1`
  return row ?? null
}

const zero = `0x${'0'.repeat(40)}`

/** The supply of the token and its last mint or burn; null before the deployment is indexed. */
export const findSupply = async (sql: Reader): Promise<(SetByRow & { supply: bigint }) | null> => {
  const [row] = await sql<(SetByRow & { supply: bigint })[]>`
    select (select sum(case when sender = ${zero} then value else -value end) from token_transfers
        where (sender = ${zero} or recipient = ${zero}) and sender <> recipient) as supply,
      ${place(sql)}, ${executedIn(sql)}
    from token_transfers c where c.sender = ${zero} or c.recipient = ${zero}
    order by c.block_number desc, c.log_index desc limit 1`
  return row ?? null
}
