import type { Address, Hex } from 'viem'

/** A call without value: nothing that readers sign here moves ether. */
export type Transaction = { to: Address; data: Hex }
