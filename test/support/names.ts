import { type Address, encodeFunctionData, parseAbi } from 'viem'
import { mainnet } from 'viem/chains'
import { toCoinType } from 'viem/ens'
import type { TestClient } from './anvil'
import { people } from './chain'
import { compileContract } from './compile'

const abi = parseAbi([
  'function setReverse(bytes account, uint256 coinType, string name)',
  'function setForward(string name, address account)',
  'function setGateway(bytes account, uint256 coinType, string url)',
])

/** Puts a stand-in for ENS where mainnet has it (`NameResolver.sol`); names are those of accounts on the chain itself. */
export const createNameResolver = async (client: TestClient) => {
  const { address } = mainnet.contracts.ensUniversalResolver
  const coinType = toCoinType(await client.getChainId())
  const send = async (request: { to?: Address; data: `0x${string}` }) => {
    const hash = await client.sendTransaction({ account: people.funder, chain: null, ...request })
    return client.waitForTransactionReceipt({ hash })
  }
  const data = compileContract('test/contracts/support/NameResolver.sol', 'NameResolver')
  const { contractAddress } = await send({ data })
  const code = contractAddress ? await client.getCode({ address: contractAddress }) : undefined
  if (code === undefined) throw new Error('nothing was deployed')
  await client.setCode({ address, bytecode: code })
  const setReverse = (account: Address, name: string, type = coinType) =>
    send({ to: address, data: encodeFunctionData({ abi, functionName: 'setReverse', args: [account, type, name] }) })
  const setForward = (name: string, account: Address) =>
    send({ to: address, data: encodeFunctionData({ abi, functionName: 'setForward', args: [name, account] }) })
  /** A name that leads back. */
  const setName = async (account: Address, name: string) => {
    await setReverse(account, name)
    await setForward(name, account)
  }
  /** An account whose name only that address off the chain would tell. */
  const setGateway = (account: Address, url: string) =>
    send({ to: address, data: encodeFunctionData({ abi, functionName: 'setGateway', args: [account, coinType, url] }) })
  return { address, setReverse, setForward, setName, setGateway }
}
