import type { BrowserContext } from 'playwright-core'
import { type Hex, keccak256, stringToHex } from 'viem'
import { readCalls, showCalls } from './calls'
import type { AccountCall, SharedAccount } from './shared-account'
import { exposeWallet, forwardCall, rejected, type WalletAnswer, type WalletCall } from './wallet'

type Receipt = Awaited<ReturnType<SharedAccount['execute']>>
type Proposed = { hash: Hex; calls: readonly AccountCall[]; receipt: Receipt | null }

/** The first signer's wallet of an account of two keys: what it is asked waits for the second. */
export type SharedWallet = {
  /** What the first signer does with the next request. */
  next: 'signs' | 'refuses' | 'holds' | 'forgets'
  asked: string[]
  proposed: Proposed[]
  /** Lets the second sign all that waits, and sends it. */
  cosign: () => Promise<void>
}

type Given = { account: SharedAccount; rpcUrl: string }

/** Puts that wallet into every page of the context. As those of Safes do, it gives the hash of what signers sign. */
export const injectSharedWallet = async (context: BrowserContext, given: Given): Promise<SharedWallet> => {
  const { account, rpcUrl } = given
  const wallet: SharedWallet = {
    next: 'signs',
    asked: [],
    proposed: [],
    cosign: async () => {
      for (const one of wallet.proposed) one.receipt ??= await account.execute(one.calls)
    },
  }
  const propose = async (calls: readonly AccountCall[]): Promise<WalletAnswer> => {
    if (wallet.next === 'refuses') return { error: rejected }
    const hash = keccak256(stringToHex(`${account.address} ${wallet.proposed.length}`))
    wallet.proposed.push({ hash, calls, receipt: null })
    if (wallet.next === 'holds') return new Promise(() => undefined)
    if (wallet.next === 'forgets') return { error: { code: -32_000, message: 'Request expired.' } }
    return { result: hash }
  }
  const showStatus = (id: Hex) => {
    const receipt = wallet.proposed.find(({ hash }) => hash === id)?.receipt ?? null
    return showCalls(id, receipt === null ? { status: 100 } : { status: 200, receipts: [receipt] })
  }
  const handle = async (call: WalletCall): Promise<WalletAnswer> => {
    const { method, params = [] } = call
    wallet.asked.push(method)
    if (method === 'eth_requestAccounts' || method === 'eth_accounts') return { result: [account.address] }
    if (method === 'wallet_requestPermissions') return { error: { code: -32601, message: 'not offered' } }
    if (method === 'eth_sendTransaction') return propose([params[0] as AccountCall])
    if (method === 'wallet_getCapabilities') return { result: { '0x0': { atomic: { status: 'supported' } } } }
    if (method === 'wallet_sendCalls') return propose(readCalls(params))
    if (method === 'wallet_getCallsStatus') return { result: showStatus(params[0] as Hex) }
    return forwardCall(rpcUrl, call)
  }
  await exposeWallet(context, handle)
  return wallet
}
