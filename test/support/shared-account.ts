import {
  type Address,
  type Chain,
  concatHex,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
  parseAbi,
} from 'viem'
import { toAccount } from 'viem/accounts'
import type { TestClient } from './anvil'
import { compileContract } from './compile'

const abi = parseAbi([
  'constructor(address first, address second)',
  'struct Call { address to; bytes data; }',
  'function execute(Call[] calls, bytes signatures)',
  'function hashOf(Call[] calls) view returns (bytes32)',
])

/** What an account does: calls in their order. */
export type AccountCall = { to: Address; data: Hex }

const notSigned = () => Promise.reject(new Error('An account of two keys signs typed data alone.'))

type Owners = readonly [LocalAccount, LocalAccount]

const signBoth = async (owners: Owners, hash: Hex): Promise<Hex> =>
  concatHex(await Promise.all(owners.map(async (owner) => (await owner.sign?.({ hash })) ?? '0x')))

/** Puts an account of two keys on the chain (`SharedAccount.sol`); `payer` pays for what it does. */
export const createSharedAccount = async (client: TestClient, owners: Owners, payer: LocalAccount) => {
  const bytecode = compileContract('test/contracts/support/SharedAccount.sol', 'SharedAccount')
  const data = encodeDeployData({ abi, bytecode, args: [owners[0].address, owners[1].address] })
  const chain: Chain | null = null
  const deployed = await client.sendTransaction({ account: payer, chain, data })
  const { contractAddress: address } = await client.waitForTransactionReceipt({ hash: deployed })
  if (!address) throw new Error('no account was created')
  /** Does all of the calls, or throws and does none. */
  const execute = async (calls: readonly AccountCall[]) => {
    const hash = await client.readContract({ address, abi, functionName: 'hashOf', args: [calls] })
    const args = [calls, await signBoth(owners, hash)] as const
    const sent = await client.sendTransaction({
      ...{ account: payer, chain, to: address },
      data: encodeFunctionData({ abi, functionName: 'execute', args }),
    })
    const receipt = await client.waitForTransactionReceipt({ hash: sent })
    if (receipt.status !== 'success') throw new Error(`${sent} reverted`)
    return receipt
  }
  /** Signs typed data with both keys, as ERC-1271 asks the account. */
  const signer = toAccount({
    address,
    signMessage: notSigned,
    signTransaction: notSigned,
    signTypedData: async (data) => concatHex(await Promise.all(owners.map((owner) => owner.signTypedData(data)))),
  })
  return { address, execute, signer }
}

/** An account of two keys, as `createSharedAccount` makes it. */
export type SharedAccount = Awaited<ReturnType<typeof createSharedAccount>>
