/** How many auditors an order can name. Source: IMarketOrders.OrderTerms. */
export const MOST_AUDITORS = 4

const AUDITOR_BITS = 16n
const AUDITOR_MASK = 0xffffn

/** The attributes that an order asks for as the chain has them: one bit each. */
export const packAttributes = (ids: readonly number[]): bigint =>
  ids.reduce((bits, id) => bits | (1n << BigInt(id)), 0n)

/** The auditors that an order names as the chain has them: 16 bits each, from the lowest. At most `MOST_AUDITORS`. */
export const packAuditors = (ids: readonly number[]): bigint =>
  ids.reduce((word, id, at) => word | (BigInt(id) << (AUDITOR_BITS * BigInt(at))), 0n)

/** The same read back; 0 is none. */
export const unpackAuditors = (packed: bigint): number[] =>
  Array.from({ length: MOST_AUDITORS }, (_, at) =>
    Number((packed >> (AUDITOR_BITS * BigInt(at))) & AUDITOR_MASK),
  ).filter((id) => id !== 0)
