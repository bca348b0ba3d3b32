import { type Hex, hexToBigInt, keccak256, toRlp } from 'viem'
import { AppError } from '~/domain/errors'
import { isList, parseRlp, toQuantityBytes } from './rlp'

// In the order of the Ethereum specification. Each later fork appends; a header has all fields up to its fork's.
const quantities = new Set([
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
])
const fields = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'],
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
  // London; Shanghai; Cancun; Prague.
  ...['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot', 'requestsHash'],
]
const LEAST_FIELDS = 15
// What nodes tell of a block beside its header.
const besides = new Set(['hash', 'size', 'totalDifficulty', 'transactions', 'uncles', 'withdrawals'])

/** A block as a node's JSON-RPC answers it. */
export type RawBlock = Readonly<Record<string, unknown>> & { hash: Hex; number: Hex; transactions: readonly Hex[] }

/** What a proof needs of a header. */
export type ProvenHeader = { hash: Hex; number: bigint; receiptsRoot: Hex; timestamp: bigint }

const isHexText = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)

const refuse = (message: string): never => {
  throw new AppError('proof_unsupported', message)
}

/**
 * The RLP of a block's header, whose keccak256 is the block's hash. Throws `proof_unsupported` where it is not: the node
 * tells another block's fields, or the chain's headers have fields that this version does not know, which it then names.
 */
export const encodeHeader = (block: RawBlock): Hex => {
  const present = fields.filter((name) => block[name] !== undefined && block[name] !== null)
  const missing = fields.slice(0, present.length).find((name) => !present.includes(name))
  if (missing !== undefined || present.length < LEAST_FIELDS) {
    return refuse(`The node tells no ${missing ?? fields[present.length]} of block ${block.hash}.`)
  }
  const values = present.map((name) => {
    const value = block[name]
    if (!isHexText(value)) return refuse(`The node's ${name} of block ${block.hash} is no hex.`)
    return quantities.has(name) ? toQuantityBytes(value) : value
  })
  const header = toRlp(values)
  if (keccak256(header) === block.hash) return header
  const unknown = Object.keys(block).filter((name) => !fields.includes(name) && !besides.has(name))
  const why = unknown.length > 0 ? ` It has fields that are not known here: ${unknown.join(', ')}.` : ''
  return refuse(`The known fields of block ${block.hash} do not make its hash.${why}`)
}

/** Reads a header that someone else gave; throws `proof_wrong` that says what is not right with it. */
export const decodeHeader = (header: Hex): ProvenHeader => {
  const wrong = (message: string): never => {
    throw new AppError('proof_wrong', message)
  }
  const parsed = parseRlp(header)
  if (parsed === null || !isList(parsed)) return wrong('The header is no list in RLP.')
  if (parsed.length < LEAST_FIELDS || parsed.length > fields.length) {
    return wrong(
      `The header has ${parsed.length} fields; this version knows headers of ${LEAST_FIELDS} to ${fields.length}.`,
    )
  }
  const get = (name: string): Hex => {
    const value = parsed[fields.indexOf(name)]
    return typeof value === 'string' ? value : wrong(`The header's ${name} is a list.`)
  }
  const getNumber = (name: string): bigint => {
    const value = get(name)
    if (value === '0x') return 0n
    return value.length <= 18 ? hexToBigInt(value) : wrong(`The header's ${name} has more than 8 bytes.`)
  }
  const receiptsRoot = get('receiptsRoot')
  if (receiptsRoot.length !== 66) return wrong("The header's receiptsRoot has not 32 bytes.")
  return { hash: keccak256(header), number: getNumber('number'), receiptsRoot, timestamp: getNumber('timestamp') }
}
