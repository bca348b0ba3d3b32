import { concatHex, type Hex, toRlp } from 'viem'
import { AppError } from '~/domain/errors'
import { isList, parseRlp, toQuantityBytes } from './rlp'

/** A log as receipts hold it. */
export type ProvenLog = { address: Hex; topics: readonly Hex[]; data: Hex }

/** A receipt as a node's JSON-RPC answers it. */
export type RawReceipt = {
  type?: Hex
  status?: Hex
  root?: Hex
  cumulativeGasUsed: Hex
  logsBloom: Hex
  logs: readonly { address: Hex; topics: readonly Hex[]; data: Hex; logIndex: Hex }[]
  transactionHash: Hex
  transactionIndex: Hex
  blockHash: Hex
}

// Legacy, EIP-2930, EIP-1559, EIP-4844, EIP-7702: their receipts are alike behind the byte of the type.
const LAST_TYPE = 4

/**
 * The consensus form of a receipt (EIP-2718), as the trie holds it. Throws `proof_unsupported` on a type that this
 * version does not know, since the receipts of others have fields of their own.
 */
export const encodeReceipt = (receipt: RawReceipt): Hex => {
  const type = Number(receipt.type ?? '0x0')
  if (!Number.isInteger(type) || type < 0 || type > LAST_TYPE) {
    const message = `The receipt of ${receipt.transactionHash} is of type ${receipt.type}; types 0 to ${LAST_TYPE} are known.`
    throw new AppError('proof_unsupported', message)
  }
  // Before Byzantium a state root stood where the status is.
  const outcome = receipt.status === undefined ? (receipt.root ?? '0x') : toQuantityBytes(receipt.status)
  const logs = receipt.logs.map(({ address, topics, data }) => [address, [...topics], data])
  const body = toRlp([outcome, toQuantityBytes(receipt.cumulativeGasUsed), receipt.logsBloom, logs])
  return type === 0 ? body : concatHex([`0x0${type}`, body])
}

/** The logs of a receipt in its consensus form; throws `proof_wrong` where it is none, or of a type not known. */
export const decodeLogs = (receipt: Hex): ProvenLog[] => {
  const wrong = (message: string): never => {
    throw new AppError('proof_wrong', message)
  }
  const first = Number(receipt.slice(0, 4))
  if (first < 0xc0 && !(first >= 1 && first <= LAST_TYPE)) {
    return wrong(`The receipt is of type ${first}; types 0 to ${LAST_TYPE} are known.`)
  }
  const parsed = parseRlp(first < 0xc0 ? `0x${receipt.slice(4)}` : receipt)
  const logs = parsed !== null && isList(parsed) && parsed.length === 4 ? parsed[3] : undefined
  if (!isList(logs)) return wrong('The receipt has not the four fields of one.')
  return logs.map((log) => {
    const [address, topics, data] = isList(log) ? log : []
    if (typeof address !== 'string' || !isList(topics) || typeof data !== 'string') {
      return wrong('A log of the receipt is not whole.')
    }
    const toTopic = (topic: (typeof topics)[number]) =>
      typeof topic === 'string' ? topic : wrong('A topic is a list.')
    return { address, topics: topics.map(toTopic), data }
  })
}
