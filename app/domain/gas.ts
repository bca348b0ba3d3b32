/**
 * The gas to send a transaction with, of what it was estimated at: what comes before it in its block may make it dearer
 * than it was when it was tried.
 */
export const leaveRoom = (estimated: bigint): bigint => (estimated * 3n) / 2n
