import { type Address, concatHex, encodeErrorResult, type Hex, numberToHex, padHex } from 'viem'

const push2 = (value: number): Hex => concatHex(['0x61', numberToHex(value, { size: 2 })])
const size = (data: Hex): number => (data.length - 2) / 2

// PUSH2 size, PUSH2 where the data begins, PUSH0, CODECOPY, PUSH2 size, PUSH0, REVERT, and the data.
const revertsWith = (data: Hex): Hex =>
  concatHex([push2(size(data)), push2(13), '0x5f39', push2(size(data)), '0x5ffd', data])

const word = (value: Hex): Hex => concatHex(['0x7f', padHex(value, { size: 32 })])
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

/** Code that runs until its gas is gone. */
export const gasBomb: Hex = '0x5b5f56'

/** Code that returns 2.5 MB of nothing. */
export const hugeReturn: Hex = '0x622625a05ff3'

/** Code that reverts without a word. */
export const silentRevert: Hex = '0x5f5ffd'

/** Code that reverts with a text of its own. */
export const revertsSaying = (text: string): Hex =>
  revertsWith(
    encodeErrorResult({
      abi: [{ type: 'error', name: 'Error', inputs: [{ type: 'string', name: 'message' }] }],
      errorName: 'Error',
      args: [text],
    }),
  )

/** Code that reverts with bytes that no error has. */
export const revertsWithBytes = (data: Hex): Hex => revertsWith(data)

/** Code that claims, in an event of its own, that a token moved. */
export const claimsTransfer = ({ from, to, amount }: { from: Address; to: Address; amount: bigint }): Hex =>
  concatHex([word(numberToHex(amount)), '0x5f52', word(to), word(from), word(TRANSFER), '0x60205fa300'])
