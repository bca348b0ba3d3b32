import type { Address, Client, Hex, TransactionReceipt } from 'viem'
import type { Intent, Outcome, Refused, Unsettled, Wallet } from '~/domain/wallet'
import { encodeIntent } from '~/wallet/encode-intent'
import { encodeAllowance, encodeApproval } from '~/wallet/encode-market'
import { readRefusal } from '~/wallet/read-refusal'
import { contextOf, refuse } from '~/wallet/refuse'
import { findCreated, findRefusal, isContract, readNumber, sendTransaction, waitForReceipt } from '~/wallet/send'
import { signUse } from '~/wallet/sign-statement'
import type { Transaction } from '~/wallet/transaction'

/** Who does it and by which wallet; of a contract, others may have to sign too. */
type Actor = { client: Client; account: Address; isShared: boolean; request: Parameters<Wallet['act']>[1] }

type Settled = { ok: true; receipt: TransactionReceipt } | Unsettled | Refused

const unsettled: Unsettled = { ok: false, refusal: null }

const showSigning = ({ isShared, request }: Actor) => request.onProgress(isShared ? 'cosigning' : 'signing')

// A receipt is a statement of the tenant that anybody may bring, so that is signed before the transaction.
const signFirst = async (actor: Actor, intent: Intent): Promise<Intent> => {
  if (intent.kind !== 'market' || intent.act.name !== 'confirmUse') return intent
  const { client, account, request } = actor
  showSigning(actor)
  const signature = await signUse(client, intent.act, { access: request.access, account })
  return { ...intent, act: { ...intent.act, signature } }
}

// The money first: without it the act itself would be refused before it is signed.
const listSteps = async ({ client, account, request }: Actor, intent: Intent): Promise<Transaction[]> => {
  const { access } = request
  const act = encodeIntent(access, intent)
  const amount = intent.kind === 'market' ? BigInt(intent.pays) : 0n
  if (amount === 0n) return [act]
  const allowed = await readNumber(client, encodeAllowance(access, { account, spender: act.to }))
  return allowed >= amount ? [act] : [encodeApproval(access, { spender: act.to, amount }), act]
}

// Null where a contract's wallet did not answer, or forgot what it was asked: what it was handed may still be signed.
const handOver = async ({ client, account, isShared, request }: Actor, transaction: Transaction) => {
  const context = contextOf(request, account)
  try {
    return await sendTransaction(client, { transaction, account, context })
  } catch (error) {
    if (isShared && (await readRefusal(error, context)).code === 'unreachable') return null
    throw error
  }
}

// The hash that a contract's wallet gives may be of what its signers sign, which is in no block ever.
const settle = async (actor: Actor, hash: Hex | null): Promise<Settled> => {
  const receipt = hash === null ? null : await waitForReceipt(actor.client, hash).catch(() => null)
  if (receipt !== null) return { ok: true, receipt }
  return actor.isShared || hash === null ? unsettled : refuse(actor.request, { code: 'not-mined', hash })
}

const sendOne = async (actor: Actor, transaction: Transaction): Promise<Settled> => {
  const { client, account, isShared, request } = actor
  const asked = { transaction, account, context: contextOf(request, account) }
  const refusal = await findRefusal(client, asked)
  if (refusal !== null) return refuse(request, refusal)
  showSigning(actor)
  const hash = await handOver(actor, transaction)
  if (!isShared) request.onProgress('mining')
  const settled = await settle(actor, hash)
  if (!settled.ok || settled.receipt.status === 'success') return settled
  const cause = await findRefusal(client, asked)
  return refuse(request, cause ?? { code: 'reverted', reason: settled.receipt.transactionHash })
}

const sendAll = async (actor: Actor, [step, ...rest]: Transaction[]): Promise<Settled> => {
  if (step === undefined) return unsettled
  const settled = await sendOne(actor, step)
  return settled.ok && rest.length > 0 ? sendAll(actor, rest) : settled
}

/** Does what the reader asked for, by as many transactions as that takes. Throws what the wallet throws. */
export const carryOut = async (
  client: Client,
  { account, intent: wanted, request }: Pick<Actor, 'account' | 'request'> & { intent: Intent },
): Promise<Outcome> => {
  const actor = { client, account, request, isShared: await isContract(client, account) }
  const intent = await signFirst(actor, wanted)
  const settled = await sendAll(actor, await listSteps(actor, intent))
  if (!settled.ok) return settled
  const { transactionHash: hash, blockNumber } = settled.receipt
  const { to } = encodeIntent(request.access, intent)
  return { ok: true, hash, block: Number(blockNumber), account, created: findCreated(settled.receipt, to) }
}
