import { defineChain } from 'viem'
import { type Config, createConfig, createStorage, http, injected } from 'wagmi'
import type { ChainAccess } from '~/domain/wallet'
import { demoConnector } from '~/wallet/demo-connector'

const configs = new Map<number, Config>()

const buildConfig = (access: ChainAccess): Config => {
  const chain = defineChain({
    id: access.chainId,
    name: access.name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: access.rpcUrl === null ? [] : [access.rpcUrl] } },
  })
  const demo = access.demo && access.rpcUrl !== null ? [demoConnector(access.rpcUrl)] : []
  return createConfig({
    chains: [chain],
    // Wallets that announce themselves (EIP-6963) are found by wagmi; this one is for those that do not.
    connectors: [injected(), ...demo],
    transports: { [chain.id]: http(access.rpcUrl ?? undefined) },
    storage: createStorage({ key: `ostrakon.${chain.id}`, storage: localStorage }),
  })
}

/** The one wagmi configuration of a chain on this page. */
export const getConfig = (access: ChainAccess): Config => {
  const known = configs.get(access.chainId)
  if (known) return known
  const config = buildConfig(access)
  configs.set(access.chainId, config)
  return config
}
