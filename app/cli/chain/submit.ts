import { type Address, type Hex, isAddress, type LocalAccount, numberToHex } from 'viem'
import { sendTransaction } from 'viem/actions'
import type { ContractName } from '~/chain/addresses'
import { decodeRevert } from '~/chain/decode-revert'
import { findRevertData } from '~/chain/find-revert-data'
import { AppError } from '~/domain/errors'
import { leaveRoom } from '~/domain/gas'
import { sentenceOf } from '../log'
import type { ChainView } from './connect'

/** A call of one of our contracts, or of the money token, and who has to send it where that is known. */
export type ContractCall = { contract: ContractName | Address; data: Hex; from?: Address | undefined }

/** What became of it: sent and mined, or written out for a wallet to sign. */
export type Submitted =
  | { sent: true; transaction: Hex; block: string }
  | { sent: false; chainId: number; from?: Address; to: Address; data: Hex; value: Hex }

/**
 * Sends a call with the account's key and waits until it is mined, or, without one, answers the unsigned transaction.
 * Throws `refused` with the contract's own reason; nothing is sent or written out then. What was not refused at first,
 * and was when it was sent, is retryable: something came between.
 */
export const submit = async (view: ChainView, call: ContractCall, account: LocalAccount | null): Promise<Submitted> => {
  const { client, deployment } = view
  const { contract, data } = call
  const to = isAddress(contract) ? contract : deployment.contracts[contract].address
  const from = account?.address ?? call.from
  // Tried first, since what a transaction carries is public even when it reverts.
  if (from) {
    await client.call({ account: from, to, data }).catch((cause: unknown) => {
      throw toRefusal(cause, { retryable: false })
    })
  }
  if (!account) {
    return { sent: false, chainId: deployment.chainId, ...(from && { from }), to, data, value: numberToHex(0) }
  }
  const transaction = await send(view, { account, to, data }).catch((cause: unknown) => {
    throw toRefusal(cause, { retryable: true })
  })
  const receipt = await client.waitForTransactionReceipt({ hash: transaction })
  if (receipt.status === 'success') return { sent: true, transaction, block: receipt.blockNumber.toString() }
  const message = `The transaction ${transaction} reverted in block ${receipt.blockNumber}.`
  throw new AppError('refused', message, { retryable: true })
}

const send = async ({ client }: ChainView, call: { account: LocalAccount; to: Address; data: Hex }): Promise<Hex> => {
  const gas = leaveRoom(await client.estimateGas(call))
  return sendTransaction(client, { ...call, chain: null, gas })
}

/** The contract's refusal to a call that was not sent; any other error as it is. */
const toRefusal = (cause: unknown, { retryable }: { retryable: boolean }): unknown => {
  if (!findRevertData(cause)) return cause
  const message = `The contract would refuse this: ${sayRefusal(cause)}. Nothing was sent.`
  return new AppError('refused', message, { cause, retryable })
}

const sayRefusal = (error: unknown) => {
  const data = findRevertData(error)
  if (!data) return sentenceOf(error)
  const refusal = decodeRevert(data)
  if (refusal.code !== 'contract') return sentenceOf(error)
  const values = Object.entries(refusal.args).map(([name, value]) => `${name} ${value}`)
  return `${refusal.error}(${values.join(', ')})`
}

/** How a person reads it. */
export const saySubmitted = (submitted: Submitted): string =>
  submitted.sent
    ? `Sent as ${submitted.transaction}, mined in block ${submitted.block}.`
    : `No key was given. Sign and send this transaction with any wallet:\n${JSON.stringify(submitted, null, 2)}`
