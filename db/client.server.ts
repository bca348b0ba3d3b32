import postgres from 'postgres'

const hex = {
  to: 17,
  from: [17],
  serialize: (value: string | Uint8Array) =>
    typeof value === 'string' ? `\\x${value.slice(2)}` : `\\x${Buffer.from(value).toString('hex')}`,
  parse: (raw: string) => `0x${raw.slice(2)}`,
}

// postgres.js declares a bigint parameter as int8: pass amounts above 2^63 to numeric columns as strings.
const integer = { to: 20, from: [20, 1700], serialize: String, parse: (raw: string) => BigInt(raw) }

type Options = {
  max?: number
  /** Shown in pg_stat_activity. */
  name?: string
  /** Seconds after which a connection is replaced; null: never, for those who hold a lock. */
  lifetime?: number | null
}

/**
 * Opens a pool. Both ways: bytea is `0x` hex, int8 and numeric are bigint. Numeric with a fraction throws: round or cast
 * such results in the query.
 */
export const createSql = (url: string, { max = 4, name = 'ostrakon', lifetime }: Options = {}) =>
  postgres(url, {
    max,
    ...(lifetime === undefined ? {} : { max_lifetime: lifetime }),
    types: { bytea: hex, integer },
    connection: { application_name: name },
    onnotice: () => undefined,
  })

export type Sql = ReturnType<typeof createSql>
export type Transaction = postgres.TransactionSql<{ bytea: string; integer: bigint }>
