// Math.min and Math.max take no bigint.
export const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b)
