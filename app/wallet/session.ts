import type { Address, Client } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect, disconnect, getConnection, getConnectorClient, reconnect, switchChain } from 'wagmi/actions'
import type { Refusal } from '~/domain/refusal'
import type { Connected, Refused, Wallet, WalletRequest } from '~/domain/wallet'
import { carryOut } from '~/wallet/carry-out'
import { getConfig } from '~/wallet/config'
import { chooseWallet } from '~/wallet/connect-dialog'
import { chooseDemoAccount } from '~/wallet/demo-connector'
import { encodeIntent } from '~/wallet/encode-intent'
import { readRefusal } from '~/wallet/read-refusal'
import { contextOf, refuse } from '~/wallet/refuse'
import { requestSignature } from '~/wallet/request-signature'
import { findRefusal } from '~/wallet/send'
import { signStatement } from '~/wallet/sign-statement'
import { rememberViewer } from '~/wallet/viewer-cookie'

type Asked = Parameters<Wallet['act']>[1]

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
  prepare(request, (client, account) => carryOut(client, { account, intent, request }))

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
