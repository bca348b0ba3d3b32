import type { Address, Client, Hex } from 'viem'
import type { TypedData } from '~/domain/wallet'

const domainTypes = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

/** Lets the wallet sign typed data (EIP-712). Throws what the wallet throws. */
export const requestSignature = (client: Client, account: Address, { types, ...rest }: TypedData): Promise<Hex> => {
  const typedData = { ...rest, types: { EIP712Domain: domainTypes, ...types } }
  const text = JSON.stringify(typedData, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
  return client.request({ method: 'eth_signTypedData_v4', params: [account, text] }, { retryCount: 0 })
}
