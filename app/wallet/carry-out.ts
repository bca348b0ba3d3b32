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

// Null where the contract that is paid may take enough already.
const findApproval = async (
  { client, account, request }: Actor,
  intent: Intent,
  { to: spender }: Transaction,
): Promise<Transaction | null> => {
  const { access } = request
  const amount = intent.kind === 'market' ? BigInt(intent.pays) : 0n
  if (amount === 0n) return null
  const allowed = await readNumber(client, encodeAllowance(access, { account, spender }))
  return allowed >= amount ? null : encodeApproval(access, { spender, amount })
}

// A contract's wallet that does not answer, or forgot what it was asked: what it was handed may still be signed.
const handOver = async <Given>({ account, isShared, request }: Actor, send: () => Promise<Given>) => {
  try {
    return await send()
  } catch (error) {
    if (isShared && (await readRefusal(error, contextOf(request, account))).code === 'unreachable') return unsettled
    throw error
  }
}

// The hash that a contract's wallet gives may be of what its signers sign, which is in no block ever.
const giveUp = ({ isShared, request }: Actor, hash: string): Unsettled | Promise<Refused> =>
  isShared ? unsettled : refuse(request, { code: 'not-mined', hash })

const settle = async (actor: Actor, hash: Hex): Promise<Settled> => {
  const receipt = await waitForReceipt(actor.client, hash).catch(() => null)
  return receipt === null ? giveUp(actor, hash) : { ok: true, receipt }
}

const sendOne = async (actor: Actor, transaction: Transaction): Promise<Settled> => {
  const { client, account, isShared, request } = actor
  const asked = { transaction, account, context: contextOf(request, account) }
  const refusal = await findRefusal(client, asked)
  if (refusal !== null) return refuse(request, refusal)
  showSigning(actor)
  const hash = await handOver(actor, () => sendTransaction(client, asked))
  if (typeof hash !== 'string') return hash
  if (!isShared) request.onProgress('mining')
  const settled = await settle(actor, hash)
  if (!settled.ok || settled.receipt.status === 'success') return settled
  const cause = await findRefusal(client, asked)
  return refuse(request, cause ?? { code: 'reverted', reason: settled.receipt.transactionHash })
}

// Before its money is approved an act is refused for that, if for nothing else; how a token says so is its own affair.
const findRefusalBefore = async ({ client, account, request }: Actor, act: Transaction) => {
  const refusal = await findRefusal(client, { transaction: act, account, context: contextOf(request, account) })
  return refusal?.code === 'contract' && refusal.error !== 'ERC20InsufficientAllowance' ? refusal : null
}

// As one where the wallet can, so that nobody approves money for an act that then fails; null where it cannot.
const sendTogether = async (actor: Actor, calls: Transaction[]): Promise<Settled | null> => {
  const { client, account, isShared, request } = actor
  const { chainId } = request.access
  const { canSendTogether, handOverTogether, waitTogether } = await import('~/wallet/send-together')
  if (!(await canSendTogether(client, { account, chainId }))) return null
  showSigning(actor)
  const id = await handOver(actor, () => handOverTogether(client, { account, calls }))
  if (typeof id !== 'string') return id
  if (!isShared) request.onProgress('mining')
  const told = await waitTogether(client, id)
  if (told === null) return giveUp(actor, id)
  return typeof told === 'string' ? settle(actor, told) : refuse(request, told)
}

// The money first: without it the act itself would be refused before it is signed.
const sendWithApproval = async (actor: Actor, approval: Transaction, act: Transaction): Promise<Settled> => {
  const refusal = await findRefusalBefore(actor, act)
  if (refusal !== null) return refuse(actor.request, refusal)
  const together = await sendTogether(actor, [approval, act])
  if (together !== null) return together
  const approved = await sendOne(actor, approval)
  return approved.ok ? sendOne(actor, act) : approved
}

/** Does what the reader asked for, by as many transactions as that takes. Throws what the wallet throws. */
export const carryOut = async (
  client: Client,
  { account, intent: wanted, request }: Pick<Actor, 'account' | 'request'> & { intent: Intent },
): Promise<Outcome> => {
  const actor = { client, account, request, isShared: await isContract(client, account) }
  const intent = await signFirst(actor, wanted)
  const act = encodeIntent(request.access, intent)
  const approval = await findApproval(actor, intent, act)
  const settled = await (approval === null ? sendOne(actor, act) : sendWithApproval(actor, approval, act))
  if (!settled.ok) return settled
  const { transactionHash: hash, blockNumber } = settled.receipt
  return { ok: true, hash, block: Number(blockNumber), account, created: findCreated(settled.receipt, act.to) }
}
