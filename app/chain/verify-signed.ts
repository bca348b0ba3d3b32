import {
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  isAddressEqual,
  type PublicClient,
  parseAbi,
  RpcRequestError,
  recoverAddress,
  type TypedDataDefinition,
} from 'viem'
import { AppError } from '~/domain/errors'

/** Who agreed to a message: the account's own key, or the contract that the account is. */
export type SignedBy = 'key' | 'contract'

const abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const YES = '0x1626ba7e'.padEnd(66, '0')
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
/** What a wallet's contract may spend on saying yes. */
const MOST_GAS = 5_000_000n
const MOST_MILLISECONDS = 10_000
const PACKED_LENGTH = 2 + 65 * 2

// What nodes say where the contract answered no in another way; all else, such as a block that is not there, is no answer.
const failures = /revert|out ?of ?gas|opcode|stack|jump|vm (execution )?error|execution aborted/i

const isFailure = (error: unknown): boolean => {
  const said = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null
  return said instanceof RpcRequestError && failures.test(said.details)
}

const unreachable = (cause: unknown) =>
  new AppError('node_unreachable', 'The chain does not answer whether the signature is right: try again.', {
    cause,
    retryable: true,
  })

const withinTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable('late')), MOST_MILLISECONDS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

type Signed = { account: Address; typedData: TypedDataDefinition; signature: Hex; block: bigint }

// Not by viem's verifyHash, which takes no signature below 32 bytes: a wallet that agreed on chain sends none.
const askContract = async (
  client: PublicClient,
  hash: Hex,
  { account, signature, block }: Signed,
): Promise<boolean> => {
  const data = encodeFunctionData({ abi, functionName: 'isValidSignature', args: [hash, signature] })
  try {
    const answer = await client.call({ to: account, data, gas: MOST_GAS, blockNumber: block })
    return answer.data?.slice(0, YES.length) === YES
  } catch (error) {
    if (isFailure(error)) return false
    throw unreachable(error)
  }
}

/**
 * Who signed: the account's key (65 bytes, with the low s, as every wallet makes them), or its contract at that block by
 * ERC-1271; null where neither did. What a contract may spend is bound. Throws `node_unreachable` (retryable).
 */
export const findSigner = async (client: PublicClient, signed: Signed): Promise<SignedBy | null> => {
  const { account, typedData, signature } = signed
  const hash = hashTypedData(typedData)
  if (signature.length === PACKED_LENGTH) {
    const signer = await recoverAddress({ hash, signature }).catch(() => null)
    const isOwn = signer !== null && isAddressEqual(signer, account)
    if (isOwn) return BigInt(`0x${signature.slice(66, 130)}`) <= HALF_ORDER ? 'key' : null
  }
  return (await withinTime(askContract(client, hash, signed))) ? 'contract' : null
}
