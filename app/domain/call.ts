import type { Address, Hex } from 'viem'

/** One call of a proposal as the governor takes it; `value` is wei as a decimal string, so that it survives JSON. */
export type Call = { target: Address; value: string; calldata: Hex }
