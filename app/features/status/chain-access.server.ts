import { arbitrum, base, foundry, mainnet, optimism, sepolia } from 'viem/chains'
import { addressOf } from '~/chain/addresses'
import type { ChainAccess } from '~/domain/wallet'
import { getServices } from '~/services.server'

const LOCAL_CHAIN = 31_337
const known = [mainnet, optimism, base, arbitrum, sepolia, foundry]

/**
 * What a browser needs to reach the chain. A node's address is given away only in the embedded demo, or where the
 * operator names one for readers (PUBLIC_RPC_URL); else wallets use their own.
 */
export const getChainAccess = async (): Promise<ChainAccess> => {
  const { env, deployment, rules } = await getServices()
  const { money } = await rules()
  const { chainId } = deployment
  const demo = env.DEMO === '1' && chainId === LOCAL_CHAIN
  const local = env.RPC_URL?.split(',')[0]?.trim().replace(/^ws/, 'http')
  return {
    chainId,
    name: known.find(({ id }) => id === chainId)?.name ?? `chain ${chainId}`,
    rpcUrl: env.PUBLIC_RPC_URL ?? (demo ? (local ?? null) : null),
    demo,
    contracts: {
      governor: addressOf(deployment, 'StewardGovernor'),
      token: addressOf(deployment, 'VotingToken'),
      seats: addressOf(deployment, 'StewardSeats'),
      registry: addressOf(deployment, 'ModelRegistry'),
      custody: addressOf(deployment, 'Custody'),
      allocation: addressOf(deployment, 'AllocationPolicy'),
      treasury: addressOf(deployment, 'ComputeTreasury'),
      book: addressOf(deployment, 'OrderBook'),
      market: addressOf(deployment, 'ComputeMarket'),
      arbitration: addressOf(deployment, 'Arbitration'),
      jobs: addressOf(deployment, 'MilestoneLeases'),
      rewards: addressOf(deployment, 'NodeRewards'),
      receipts: addressOf(deployment, 'UsageReceipts'),
      money: money.address,
    },
  }
}
