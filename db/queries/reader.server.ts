import type postgres from 'postgres'

/** Anything that a query can run on: a pool or a transaction of createSql. */
export type Reader = postgres.ISql<{ bytea: string; integer: bigint }>
