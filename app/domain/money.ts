import { parseUnits } from 'viem'

/** An amount as people type it in base units, exactly; null where it is none or has more digits than the token. */
export const parseMoney = (text: string, decimals: number): bigint | null =>
  /^\d{1,18}(\.\d+)?$/.test(text) && (text.split('.')[1]?.length ?? 0) <= decimals ? parseUnits(text, decimals) : null
