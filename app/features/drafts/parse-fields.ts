import { type Address, getAddress, type Hex, isAddress } from 'viem'
import type { CallText } from '~/domain/wallet'
import type { FieldErrors } from './schema'

/** The call of a draft, or all that is wrong with it. */
export type Built = { call: CallText } | { errors: FieldErrors }

const UINT32_MAX = 2 ** 32 - 1

/** An address, by its checksum or in lower case; null where it is none. */
export const parseAccount = (text: string): Address | null =>
  isAddress(text, { strict: text !== text.toLowerCase() }) ? getAddress(text) : null

/** An id from 1 on, at most `most`; null where it is none. */
export const parseNumber = (text: string, most = UINT32_MAX): number | null =>
  /^[1-9]\d{0,9}$/.test(text) && Number(text) <= most ? Number(text) : null

/** The UNIX second at which a day begins in UTC; null where it is no day. */
export const parseDay = (text: string): number | null => {
  const seconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / 1000 : Number.NaN
  return Number.isNaN(seconds) ? null : seconds
}

/** A call without value. */
export const toCall = (target: Address, calldata: Hex): Built => ({ call: { target, value: '0', calldata } })
