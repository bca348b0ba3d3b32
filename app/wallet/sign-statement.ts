import { type Address, type Client, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { registryCallAbi } from '~/chain/abi/wallet'
import { buildUsageStatement } from '~/domain/lease-statement'
import type { ChainAccess, SignedStatement, Statement } from '~/domain/wallet'
import { requestSignature } from '~/wallet/request-signature'

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

/** Lets the wallet sign what a lease used (EIP-712, `Usage`). Throws what the wallet throws. */
export const signUse = (
  client: Client,
  { id, gpuSeconds }: { id: string; gpuSeconds: string },
  { access, account }: { access: ChainAccess; account: Address },
): Promise<Hex> => {
  const place = { chainId: access.chainId, contract: access.contracts.receipts }
  return requestSignature(
    client,
    account,
    buildUsageStatement(place, { leaseId: BigInt(id), gpuSeconds: BigInt(gpuSeconds) }),
  )
}

/** Lets the wallet sign a statement (EIP-712, `Attest`) and gives all that sending it takes. Throws what the wallet throws. */
export const signStatement = async (client: Client, asked: Asked): Promise<SignedStatement> => {
  const { statement, deadline, attester, access } = asked
  const nonce = await readNonce(client, asked)
  const { chainId, contracts } = access
  const signature = await requestSignature(client, attester, {
    domain: { name: 'Ostrakon ModelRegistry', version: '1', chainId, verifyingContract: contracts.registry },
    types: { Attest: attestTypes },
    primaryType: 'Attest',
    message: { attester, ...statement, nonce, deadline },
  })
  return { chainId, registry: contracts.registry, attester, statement, nonce, deadline, signature }
}
