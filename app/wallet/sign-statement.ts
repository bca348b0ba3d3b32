import { type Address, type Client, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { registryCallAbi } from '~/chain/abi/wallet'
import type { ChainAccess, SignedStatement, Statement } from '~/domain/wallet'

const domainTypes = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

// As `Evaluations` hashes it.
const attestTypes = [
  { name: 'attester', type: 'address' },
  { name: 'releaseId', type: 'uint32' },
  { name: 'root', type: 'bytes32' },
  { name: 'kind', type: 'uint8' },
  { name: 'verdict', type: 'uint8' },
  { name: 'report', type: 'bytes32' },
  { name: 'expirationTime', type: 'uint48' },
  { name: 'uri', type: 'string' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint48' },
]

type Asked = { statement: Statement; deadline: number; attester: Address; access: ChainAccess }

const readNonce = async (client: Client, { attester, access }: Asked): Promise<string> => {
  const call = { abi: registryCallAbi, functionName: 'nonces' } as const
  const data = encodeFunctionData({ ...call, args: [attester] })
  const answer = await client.request({
    method: 'eth_call',
    params: [{ to: access.contracts.registry, data }, 'latest'],
  })
  return decodeFunctionResult({ ...call, data: answer as Hex }).toString()
}

/** Lets the wallet sign a statement (EIP-712, `Attest`) and gives all that sending it takes. Throws what the wallet throws. */
export const signStatement = async (client: Client, asked: Asked): Promise<SignedStatement> => {
  const { statement, deadline, attester, access } = asked
  const nonce = await readNonce(client, asked)
  const { chainId, contracts } = access
  const typedData = {
    domain: { name: 'Ostrakon ModelRegistry', version: '1', chainId, verifyingContract: contracts.registry },
    types: { EIP712Domain: domainTypes, Attest: attestTypes },
    primaryType: 'Attest',
    message: { attester, ...statement, nonce, deadline },
  }
  const signature = await client.request(
    { method: 'eth_signTypedData_v4', params: [attester, JSON.stringify(typedData)] },
    { retryCount: 0 },
  )
  return { chainId, registry: contracts.registry, attester, statement, nonce, deadline, signature }
}
