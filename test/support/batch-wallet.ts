import type { BrowserContext } from 'playwright-core'
import { type Address, createWalletClient, encodeFunctionData, type Hex, http, parseAbi, publicActions } from 'viem'
import type { TestClient } from './anvil'
import { readCalls, showCalls } from './calls'
import { compileContract } from './compile'
import { buildHandler, exposeWallet, type KeyGiven, rejected, type TestWallet, type WalletAnswer } from './wallet'

const abi = parseAbi(['struct Call { address to; bytes data; }', 'function execute(Call[] calls)'])

/** What the reader, or the wallet, does with several calls; a number is the status that the wallet gives up with. */
type Mood = 'batches' | 'keeps its account' | 'refuses' | number

export type BatchWallet = TestWallet & { mood: Mood }

/** Puts the code on the chain that accounts of keys lend themselves (`BatchAccount.sol`). */
export const deployBatchAccount = async (client: TestClient, payer: KeyGiven['account']): Promise<Address> => {
  const data = compileContract('test/contracts/support/BatchAccount.sol', 'BatchAccount')
  const hash = await client.sendTransaction({ account: payer, chain: null, data })
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error('nothing was deployed')
  return contractAddress
}

/** Puts a wallet into every page of the context that signs with a key, which can become a batching account (EIP-7702). */
export const injectBatchWallet = async (
  context: BrowserContext,
  { code, ...given }: KeyGiven & { code: Address },
): Promise<BatchWallet> => {
  const wallet: BatchWallet = { refusesNext: false, chainId: 31_337, asked: [], mood: 'batches' }
  const { account, rpcUrl } = given
  const client = createWalletClient({ account, transport: http(rpcUrl) }).extend(publicActions)
  const answer = buildHandler(given, wallet)
  const sendCalls = async (params: readonly unknown[]): Promise<WalletAnswer> => {
    const calls = readCalls(params)
    if (wallet.mood === 'refuses') return { error: rejected }
    if (wallet.mood === 'keeps its account') return { error: { code: 5750, message: 'The upgrade was refused.' } }
    if (typeof wallet.mood === 'number') return { result: { id: '0x01' } }
    const authorization = await client.signAuthorization({ contractAddress: code, executor: 'self' })
    const data = encodeFunctionData({ abi, functionName: 'execute', args: [calls] })
    const hash = await client.sendTransaction({
      ...{ to: account.address, data, chain: null, authorizationList: [authorization] },
    })
    return { result: { id: hash } }
  }
  const tellStatus = async (id: Hex): Promise<WalletAnswer> => {
    if (typeof wallet.mood === 'number') return { result: showCalls(id, { status: wallet.mood }) }
    const receipt = await client.getTransactionReceipt({ hash: id }).catch(() => null)
    return { result: showCalls(id, receipt === null ? { status: 100 } : { status: 200, receipts: [receipt] }) }
  }
  await exposeWallet(context, async (call) => {
    const { method, params = [] } = call
    if (method === 'wallet_getCapabilities') return { result: { '0x7a69': { atomic: { status: 'ready' } } } }
    if (method === 'wallet_getCallsStatus') return tellStatus(params[0] as Hex)
    if (method !== 'wallet_sendCalls') return answer(call)
    wallet.asked.push(method)
    return sendCalls(params)
  })
  return wallet
}
