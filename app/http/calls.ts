import { getAddress, type Hex, isAddress, isHex } from 'viem'
import { z } from 'zod'

export const MOST_ACTIONS = 16
const MOST_CALLDATA = 64_000
const MOST_WEI = 2n ** 128n

/** A call of a proposal in a body, as calldata. */
export const bodyCallSchema = z
  .strictObject({
    target: z
      .string()
      .refine((value) => isAddress(value), 'is no address, or its checksum is wrong')
      .transform((value) => getAddress(value)),
    value: z
      .string()
      .regex(/^(0|[1-9][0-9]{0,38})$/, 'is no whole number of wei')
      .refine((value) => !/^\d+$/.test(value) || BigInt(value) < MOST_WEI, 'is more wei than there is')
      .default('0'),
    calldata: z
      .string()
      .max(2 + 2 * MOST_CALLDATA, 'is too long')
      .refine((value) => isHex(value) && value.length % 2 === 0, 'is no bytes in hex')
      .transform((value) => value.toLowerCase() as Hex),
  })
  .meta({ id: 'DraftCall' })

/** The calls of a proposal in a body. */
export const bodyCallsSchema = z
  .array(bodyCallSchema)
  .min(1, 'holds no call')
  .max(MOST_ACTIONS, `holds more than ${MOST_ACTIONS} calls`)

/** The most that a body about a draft may hold. */
export const MOST_DRAFT_BYTES = 512_000
