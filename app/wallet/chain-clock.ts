import { hexToNumber, isHex } from 'viem'
import { requestRpc } from '~/wallet/demo-provider'

/** The local chain's time in seconds, read from its newest block. */
const readChainTime = async (rpcUrl: string): Promise<number> => {
  const block = await requestRpc(rpcUrl, 'eth_getBlockByNumber', ['latest', false])
  const time = typeof block === 'object' && block !== null && 'timestamp' in block ? block.timestamp : null
  if (!isHex(time)) throw new Error('The local chain gave no block.')
  return hexToNumber(time)
}

/** Moves the local chain's time forward and mines a block with it. Only a local chain allows it. */
export const moveChainTime = async (rpcUrl: string, seconds: number): Promise<number> => {
  await requestRpc(rpcUrl, 'evm_increaseTime', [seconds])
  await requestRpc(rpcUrl, 'evm_mine', [])
  return readChainTime(rpcUrl)
}
