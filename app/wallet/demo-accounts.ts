import { type Address, decodeFunctionResult, encodeFunctionData, getAddress, type Hex } from 'viem'
import { seatsReadAbi, tokenCallAbi } from '~/chain/abi/wallet'
import type { ChainAccess } from '~/domain/wallet'
import { requestRpc } from '~/wallet/demo-provider'

const MOST_SHOWN = 12

/** An account whose key the local chain holds, with what it can vote with now (base units). */
export type DemoAccount = { address: Address; votes: bigint; hasSeat: boolean }

const callContract = async (rpcUrl: string, to: Address, data: Hex): Promise<Hex> =>
  (await requestRpc(rpcUrl, 'eth_call', [{ to, data }, 'latest'])) as Hex

const readAccount = async (rpcUrl: string, { token, seats }: ChainAccess['contracts'], address: Address) => {
  const [votes, seat] = await Promise.all([
    callContract(rpcUrl, token, encodeFunctionData({ abi: tokenCallAbi, functionName: 'getVotes', args: [address] })),
    callContract(
      rpcUrl,
      seats,
      encodeFunctionData({ abi: seatsReadAbi, functionName: 'seatOfAccount', args: [address] }),
    ),
  ])
  return {
    address,
    votes: decodeFunctionResult({ abi: tokenCallAbi, functionName: 'getVotes', data: votes }),
    hasSeat: decodeFunctionResult({ abi: seatsReadAbi, functionName: 'seatOfAccount', data: seat }) !== 0n,
  }
}

/** The accounts that the local chain signs for, in its order. */
export const listDemoAccounts = async (rpcUrl: string, contracts: ChainAccess['contracts']): Promise<DemoAccount[]> => {
  const accounts = (await requestRpc(rpcUrl, 'eth_accounts', [])) as Address[]
  const shown = accounts.slice(0, MOST_SHOWN).map((account) => getAddress(account))
  return Promise.all(shown.map((address) => readAccount(rpcUrl, contracts, address)))
}
