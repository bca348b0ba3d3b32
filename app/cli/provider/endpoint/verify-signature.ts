import {
  type Address,
  BaseError,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  type PublicClient,
  parseAbi,
  recoverAddress,
} from 'viem'

const abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const MAGIC = '0x1626ba7e'

type Signed = { account: Address; hash: Hex; signature: Hex }

/**
 * Whether the account signed that hash: by its key, or as a contract by ERC-1271. As OpenZeppelin's SignatureChecker, and
 * with signatures of any length, since a wallet may have agreed on chain and send none.
 */
export const verifySignature = async (client: PublicClient, { account, hash, signature }: Signed): Promise<boolean> => {
  const signer = await recoverAddress({ hash, signature }).catch(() => null)
  if (signer !== null && isAddressEqual(signer, account)) return true
  const data = encodeFunctionData({ abi, functionName: 'isValidSignature', args: [hash, signature] })
  try {
    const { data: answer } = await client.call({ to: account, data })
    return answer !== undefined && answer.length >= 66 && answer.startsWith(MAGIC)
  } catch (error) {
    if (error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)) return false
    throw error
  }
}
