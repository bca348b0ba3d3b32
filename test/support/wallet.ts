import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createWalletClient, type Hex, http, type LocalAccount } from 'viem'
import { expect } from 'vitest'
import { openReader } from './open-page'
import type { Portal } from './portal'

export type WalletCall = { method: string; params?: readonly unknown[] }
export type WalletAnswer = { result?: unknown; error?: { code: number; message: string; data?: unknown } }

/** What a test can make the wallet do, and what it was asked. */
export type TestWallet = {
  /** Answers the next signature with "user rejected". */
  refusesNext: boolean
  /** The chain that it says to be on, until it is asked to switch. */
  chainId: number
  asked: string[]
}

export const rejected = { code: 4001, message: 'User rejected the request.' }

export type KeyGiven = { account: LocalAccount; rpcUrl: string }

/** What the node answers. */
export const forwardCall = async (rpcUrl: string, { method, params = [] }: WalletCall): Promise<WalletAnswer> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const answer = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return (await answer.json()) as WalletAnswer
}

/** Answers as a wallet does that signs with a key of the test. */
export const buildHandler = ({ account, rpcUrl }: KeyGiven, wallet: TestWallet) => {
  const client = createWalletClient({ account, transport: http(rpcUrl, { retryCount: 0 }) })
  const takeRefusal = (): boolean => {
    const refuses = wallet.refusesNext
    wallet.refusesNext = false
    return refuses
  }
  const send = async ([transaction]: readonly unknown[]): Promise<WalletAnswer> => {
    if (takeRefusal()) return { error: rejected }
    const { to, data } = transaction as { to: Hex; data: Hex }
    return { result: await client.sendTransaction({ to, data, chain: null }) }
  }
  return async (call: WalletCall): Promise<WalletAnswer> => {
    wallet.asked.push(call.method)
    if (call.method === 'eth_requestAccounts' || call.method === 'eth_accounts') return { result: [account.address] }
    if (call.method === 'eth_chainId') return { result: `0x${wallet.chainId.toString(16)}` }
    if (call.method === 'eth_sendTransaction') return send(call.params ?? [])
    if (call.method === 'personal_sign') {
      const [raw] = call.params as [Hex]
      return { result: await account.signMessage({ message: { raw } }) }
    }
    if (call.method === 'eth_signTypedData_v4') {
      if (takeRefusal()) return { error: rejected }
      const [, typedData] = call.params as [Hex, string]
      return { result: await account.signTypedData(JSON.parse(typedData)) }
    }
    if (call.method === 'wallet_requestPermissions') return { error: { code: -32601, message: 'not offered' } }
    if (call.method === 'wallet_switchEthereumChain') {
      const [{ chainId }] = call.params as [{ chainId: Hex }]
      if (takeRefusal()) return { error: rejected }
      wallet.chainId = Number(chainId)
      return { result: null }
    }
    return forwardCall(rpcUrl, call)
  }
}

// Runs in the page, before its own scripts: announces itself as EIP-6963 asks, and hands every request to the test.
const announce = () => {
  const ask = (window as unknown as { ostrakonTestWallet: (call: unknown) => Promise<WalletAnswer> }).ostrakonTestWallet
  const provider = {
    request: async (call: unknown) => {
      const { result, error } = await ask(call)
      if (error) throw Object.assign(new Error(error.message), error)
      return result
    },
    on: () => provider,
    removeListener: () => provider,
  }
  const info = {
    uuid: '7d0d3c6e-6a3c-4a52-9a3f-000000000001',
    name: 'Test Wallet',
    icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    rdns: 'org.example.wallet',
  }
  const tell = () => {
    const detail = Object.freeze({ info, provider })
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  }
  window.addEventListener('eip6963:requestProvider', tell)
  tell()
}

/** Puts a wallet into every page of the context whose requests are answered here. */
export const exposeWallet = async (
  context: BrowserContext,
  handle: (call: WalletCall) => Promise<WalletAnswer>,
): Promise<void> => {
  await context.exposeBinding('ostrakonTestWallet', (_source, call: WalletCall) =>
    handle(call).catch((error: unknown) => ({ error: { code: -32_603, message: String(error) } })),
  )
  await context.addInitScript(announce)
}

/** Puts a wallet into every page of the context that signs with a key of the test. */
export const injectWallet = async (context: BrowserContext, given: KeyGiven): Promise<TestWallet> => {
  const wallet: TestWallet = { refusesNext: false, chainId: 31_337, asked: [] }
  await exposeWallet(context, buildHandler(given, wallet))
  return wallet
}

/** A reader whose wallet signs with this key; every error of a page fails the test at its end. */
export const openWithWallet = async (browser: Browser, portal: Portal, account: LocalAccount) => {
  const { open, context, errors } = await openReader(browser, portal, { viewer: account.address })
  await injectWallet(context, { account, rpcUrl: portal.rpcUrl })
  const close = async () => {
    expect(errors).toEqual([])
    await context.close()
  }
  return { open, close }
}

/** Chooses it in the dialog that asks for a wallet. */
export const pickTestWallet = (page: Page) =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: /Test Wallet/ })
    .click()
