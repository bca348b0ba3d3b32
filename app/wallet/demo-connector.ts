import { type Address, getAddress, isAddress } from 'viem'
import { createConnector } from 'wagmi'
import { buildDemoProvider } from '~/wallet/demo-provider'

/** The id of the connector in wagmi's storage. */
export const demoConnectorId = 'demo-wallets'
const accountKey = `${demoConnectorId}.account`

/** Remembers on this device which demo wallet speaks; null forgets it. */
export const chooseDemoAccount = (account: Address | null) => {
  if (account === null) localStorage.removeItem(accountKey)
  else localStorage.setItem(accountKey, account)
}

const findDemoAccount = (): Address | null => {
  const stored = localStorage.getItem(accountKey)
  return stored !== null && isAddress(stored) ? getAddress(stored) : null
}

type DemoProvider = ReturnType<typeof buildDemoProvider>

/** Signs with the accounts of the embedded demo's own chain; built only where `ChainAccess.demo` says so. */
export const demoConnector = (rpcUrl: string) =>
  createConnector<DemoProvider>(({ chains, emitter }) => {
    const listAccounts = () => {
      const account = findDemoAccount()
      return account === null ? [] : [account]
    }
    return {
      id: demoConnectorId,
      name: 'Demo wallets',
      type: demoConnectorId,
      async connect() {
        const accounts = listAccounts()
        if (accounts.length === 0) throw new Error('No demo wallet is chosen.')
        return { accounts: accounts as never, chainId: chains[0].id }
      },
      async disconnect() {
        chooseDemoAccount(null)
      },
      getAccounts: async () => listAccounts(),
      getChainId: async () => chains[0].id,
      getProvider: async () =>
        buildDemoProvider(rpcUrl, findDemoAccount() ?? '0x0000000000000000000000000000000000000000'),
      isAuthorized: async () => findDemoAccount() !== null,
      onAccountsChanged: () => emitter.emit('disconnect'),
      onChainChanged: () => emitter.emit('disconnect'),
      onDisconnect: () => emitter.emit('disconnect'),
    }
  })
