import { type Hex, numberToHex, type TransactionReceipt } from 'viem'
import { expect } from 'vitest'
import type { AccountCall } from './shared-account'

type Told = { status: number; receipts?: readonly TransactionReceipt[] }

/** The calls of a `wallet_sendCalls`, which must be of this version and ask for all or none. */
export const readCalls = ([asked]: readonly unknown[]): readonly AccountCall[] => {
  expect(asked).toMatchObject({ version: '2.0.0', atomicRequired: true, chainId: '0x7a69' })
  return (asked as { calls: AccountCall[] }).calls.map(({ to, data }) => ({ to, data }))
}

/** What `wallet_getCallsStatus` answers (EIP-5792). */
export const showCalls = (id: Hex, { status, receipts = [] }: Told) => ({
  version: '2.0.0',
  id,
  chainId: '0x7a69',
  atomic: true,
  status,
  receipts: receipts.map((receipt) => ({
    logs: receipt.logs.map(({ address, data, topics }) => ({ address, data, topics })),
    status: '0x1',
    blockHash: receipt.blockHash,
    blockNumber: numberToHex(receipt.blockNumber),
    gasUsed: numberToHex(receipt.gasUsed),
    transactionHash: receipt.transactionHash,
  })),
})
