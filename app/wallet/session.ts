import type { Address, Client } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect, disconnect, getConnection, getConnectorClient, reconnect, switchChain } from 'wagmi/actions'
import type { Refusal } from '~/domain/refusal'
import type { Connected, Intent, Outcome, Refused, Wallet, WalletRequest } from '~/domain/wallet'
import { describeRefusal } from '~/i18n/describe-refusal'
import { getConfig } from '~/wallet/config'
import { chooseWallet } from '~/wallet/connect-dialog'
import { chooseDemoAccount } from '~/wallet/demo-connector'
import { encodeIntent } from '~/wallet/encode-intent'
import { encodeAllowance, encodeApproval } from '~/wallet/encode-market'
import { type RefusalContext, readRefusal } from '~/wallet/read-refusal'
import { requestSignature } from '~/wallet/request-signature'
import { findCreated, findRefusal, readNumber, sendTransaction, waitForReceipt } from '~/wallet/send'
import { signStatement, signUse } from '~/wallet/sign-statement'
import { rememberViewer } from '~/wallet/viewer-cookie'
import { loadWords } from '~/wallet/words'

type Asked = Parameters<Wallet['act']>[1]

const refuse = async ({ locale }: WalletRequest, refusal: Refusal): Promise<Refused> => ({
  ok: false,
  refusal,
  message: describeRefusal(refusal, { words: await loadWords(locale), locale }),
})

const contextOf = ({ access }: WalletRequest, account: string): RefusalContext => ({
  account,
  chainName: access.name,
  chainId: access.chainId,
})

const findAccount = (config: Config): Address | null => getConnection(config).address ?? null

/** The account that the reader used last on this device, if its wallet still lets us see it without asking. */
const resume = async (config: Config): Promise<Address | null> => {
  const known = findAccount(config)
  if (known !== null) return known
  const recent = await config.storage?.getItem('recentConnectorId')
  const connectors: Connector[] = config.connectors.filter(({ id }) => id === recent)
  if (connectors.length > 0) await reconnect(config, { connectors })
  return findAccount(config)
}

const ask = async (config: Config, request: WalletRequest): Promise<Connected> => {
  const chosen = await chooseWallet(config, request)
  if (chosen === null) return refuse(request, { code: 'dismissed' })
  try {
    if (findAccount(config) !== null) await disconnect(config)
    if (chosen === 'nobody') return { ok: true, account: null }
    // After the disconnect, which forgets the demo wallet that spoke until now.
    if (chosen.demoAccount !== null) chooseDemoAccount(chosen.demoAccount)
    const { accounts } = await connect(config, { connector: chosen.connector })
    return { ok: true, account: accounts[0] }
  } catch (error) {
    return refuse(request, await readRefusal(error, contextOf(request, '')))
  }
}

/** Always asks, so that a reader can change accounts or leave. */
export const connectAccount: Wallet['connect'] = async (request) => {
  const config = getConfig(request.access)
  await resume(config)
  const connected = await ask(config, request)
  if (connected.ok) rememberViewer(connected.account)
  return connected
}

const ensureChain = async (config: Config, request: WalletRequest): Promise<Refusal | null> => {
  const { chainId, name } = request.access
  const connector = getConnection(config).connector
  if ((await connector?.getChainId()) === chainId) return null
  try {
    await switchChain(config, { chainId })
    return null
  } catch (error) {
    const refusal = await readRefusal(error, contextOf(request, ''))
    return refusal.code === 'rejected' || refusal.code === 'busy'
      ? refusal
      : { code: 'wrong-chain', name, chainId: String(chainId) }
  }
}

// The money first: without it the act itself would be refused before it is signed.
const approveMoney = async (
  client: Client,
  intent: Intent,
  request: Asked,
  account: Address,
): Promise<Refused | null> => {
  if (intent.kind !== 'market') return null
  const { access, onProgress } = request
  const amount = BigInt(intent.pays)
  const { to: spender } = encodeIntent(access, intent)
  if (amount === 0n || (await readNumber(client, encodeAllowance(access, { account, spender }))) >= amount) return null
  const transaction = encodeApproval(access, { spender, amount })
  const asked = { transaction, account, context: contextOf(request, account) }
  onProgress('signing')
  const hash = await sendTransaction(client, asked)
  onProgress('mining')
  const receipt = await waitForReceipt(client, hash).catch(() => null)
  return receipt?.status === 'success' ? null : refuse(request, { code: 'not-mined', hash })
}

// A receipt is a statement of the tenant that anybody may bring, so that is signed before the transaction.
const signFirst = async (client: Client, intent: Intent, { access, onProgress }: Asked, account: Address) => {
  if (intent.kind !== 'market' || intent.act.name !== 'confirmUse') return intent
  onProgress('signing')
  return { ...intent, act: { ...intent.act, signature: await signUse(client, intent.act, { access, account }) } }
}

const carryOut = async (client: Client, wanted: Intent, request: Asked, account: Address) => {
  const { access, onProgress } = request
  const intent = await signFirst(client, wanted, request, account)
  const unpaid = await approveMoney(client, intent, request, account)
  if (unpaid !== null) return unpaid
  const asked = { transaction: encodeIntent(access, intent), account, context: contextOf(request, account) }
  const refusal = await findRefusal(client, asked)
  if (refusal !== null) return refuse(request, refusal)
  onProgress('signing')
  const hash = await sendTransaction(client, asked)
  onProgress('mining')
  const receipt = await waitForReceipt(client, hash).catch(() => null)
  if (receipt === null) return refuse(request, { code: 'not-mined', hash })
  if (receipt.status === 'reverted') {
    const cause = await findRefusal(client, asked)
    return refuse(request, cause ?? { code: 'reverted', reason: hash })
  }
  const done: Outcome = {
    ok: true,
    hash: receipt.transactionHash,
    block: Number(receipt.blockNumber),
    account,
    created: findCreated(receipt, asked.transaction.to),
  }
  return done
}

// What both acting and signing need first: the account that the page shows, on the right chain.
const prepare = async <Done>(
  request: Asked,
  use: (client: Client, account: Address) => Promise<Done>,
): Promise<Done | Refused> => {
  const config = getConfig(request.access)
  request.onProgress('connecting')
  let account = await resume(config)
  if (account === null) {
    const connected = await ask(config, request)
    if (!connected.ok) return connected
    if (connected.account === null) return refuse(request, { code: 'dismissed' })
    account = connected.account
  }
  if (account.toLowerCase() !== request.account?.toLowerCase()) {
    rememberViewer(account)
    return refuse(request, { code: 'account-changed', account })
  }
  try {
    const wrongChain = await ensureChain(config, request)
    if (wrongChain !== null) return refuse(request, wrongChain)
    request.onProgress('checking')
    return await use(await getConnectorClient(config, { account, chainId: request.access.chainId }), account)
  } catch (error) {
    return refuse(request, await readRefusal(error, contextOf(request, account)))
  }
}

/** See `Wallet.act`. */
export const act: Wallet['act'] = (intent, request) =>
  prepare(request, (client, account) => carryOut(client, intent, request, account))

/** See `Wallet.sign`. */
export const sign: Wallet['sign'] = (asked, request) =>
  prepare(request, async (client, attester) => {
    const given = { ...asked, attester, access: request.access }
    const refusal = await findRefusal(client, {
      transaction: encodeIntent(request.access, { kind: 'attest', statement: asked.statement }),
      account: attester,
      context: contextOf(request, attester),
    })
    if (refusal !== null) return refuse(request, refusal)
    request.onProgress('signing')
    return { ok: true as const, signed: await signStatement(client, given) }
  })

/** See `Wallet.signTyped`. */
export const signTyped: Wallet['signTyped'] = (typedData, request) =>
  prepare(request, async (client, account) => {
    request.onProgress('signing')
    return { ok: true as const, signature: await requestSignature(client, account, typedData) }
  })

/** See `Wallet.signIn`. */
export const signIn: Wallet['signIn'] = async (request) => {
  // Few who read and vote sign in.
  const { hasSession, openSession } = await import('~/wallet/sign-in')
  if (request.account !== null && (await hasSession(request.account))) return { ok: true }
  return prepare(request, async (client, account) => {
    request.onProgress('signing')
    await openSession(client, account, request.access.chainId)
    return { ok: true as const }
  })
}
