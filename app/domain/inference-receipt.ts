import { ed25519 } from '@noble/curves/ed25519.js'
import {
  type Address,
  bytesToHex,
  concatBytes,
  type Hex,
  hexToBytes,
  isAddress,
  isHash,
  isHex,
  stringToBytes,
} from 'viem'
import { buildCanonicalJson } from './canonical-json'
import { AppError } from './errors'

/** What an enclave says of one answer. Hashes are SHA-256 over the bytes that went in and out. */
export type InferenceReceipt = {
  chainId: number
  enclaves: Address
  /** The claim, and what its quote was made for (`IEnclaves.bindingOf`), so that no reorganisation makes it another. */
  enclaveId: number
  binding: Hex
  /** OMS subject digest of the release that answered. */
  releaseRoot: Hex
  requestHash: Hex
  responseHash: Hex
  /** The asker's, 32 bytes, so that an old answer is not passed off as a new one. */
  nonce: Hex
  /** Counts the service's receipts. */
  sequence: number
  /** UNIX seconds, by the enclave's clock. */
  at: number
}

/** A receipt with the service key, an Ed25519 public key, and its signature. */
export type SignedReceipt = { receipt: InferenceReceipt; key: Hex; signature: Hex }

// Keeps a signature of this key on anything else from passing as one of a receipt.
const DOMAIN = 'ostrakon inference receipt v1\0'
const MAX_TEXT = 16_384

/** What is signed: the domain, then the receipt's RFC 8785 form. */
export const buildReceiptMessage = (receipt: InferenceReceipt): Uint8Array =>
  concatBytes([stringToBytes(DOMAIN), stringToBytes(buildCanonicalJson(receipt))])

/** Signs with the 32 bytes of an Ed25519 private key (RFC 8032's seed). */
export const signReceipt = (receipt: InferenceReceipt, privateKey: Uint8Array): SignedReceipt => ({
  receipt,
  key: bytesToHex(ed25519.getPublicKey(privateKey)),
  signature: bytesToHex(ed25519.sign(buildReceiptMessage(receipt), privateKey)),
})

/** Whether the signature is of the receipt's own key; false for keys that would pass for every message. */
export const isReceiptSigned = ({ receipt, key, signature }: SignedReceipt): boolean => {
  try {
    const message = buildReceiptMessage(receipt)
    return ed25519.verify(hexToBytes(signature), message, hexToBytes(key), { zip215: false })
  } catch {
    return false
  }
}

/** Reads a receipt that somebody handed over, strictly. Throws `invalid_receipt`. */
export const parseReceipt = (text: string): SignedReceipt => {
  if (text.length > MAX_TEXT) throw invalid('The receipt', `is longer than ${MAX_TEXT} characters`)
  const signed = toObject(parseJson(text), 'The receipt', ['receipt', 'key', 'signature'])
  const given = toObject(signed['receipt'], 'receipt', [
    ...['chainId', 'enclaves', 'enclaveId', 'binding', 'releaseRoot', 'requestHash', 'responseHash'],
    ...['nonce', 'sequence', 'at'],
  ])
  const hash = (name: string) => toHash(given[name], name)
  const number = (name: string) => toNumber(given[name], name)
  return {
    receipt: {
      ...{ chainId: number('chainId'), enclaves: toAddress(given['enclaves']), enclaveId: number('enclaveId') },
      ...{ binding: hash('binding'), releaseRoot: hash('releaseRoot') },
      ...{ requestHash: hash('requestHash'), responseHash: hash('responseHash') },
      ...{ nonce: hash('nonce'), sequence: number('sequence'), at: number('at') },
    },
    key: toHash(signed['key'], 'key'),
    signature: toSignature(signed['signature']),
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_receipt', 'The receipt is not JSON.', { cause })
  }
}

const isLower = (value: unknown): value is string => typeof value === 'string' && value === value.toLowerCase()

const toHash = (value: unknown, name: string): Hex => {
  if (isLower(value) && isHash(value)) return value
  throw invalid(name, 'must be 0x and 64 lower-case digits')
}

const toSignature = (value: unknown): Hex => {
  if (isLower(value) && isHex(value) && value.length === 130) return value
  throw invalid('signature', 'must be 0x and 128 lower-case digits')
}

const toAddress = (value: unknown): Address => {
  if (isLower(value) && isAddress(value)) return value
  throw invalid('enclaves', 'must be an address in lower case')
}

const toNumber = (value: unknown, name: string): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(name, 'must be a whole number')
}

const toObject = (value: unknown, name: string, names: readonly string[]): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name, 'must be an object')
  const stranger = Object.keys(value).find((key) => !names.includes(key))
  if (stranger !== undefined) throw invalid(name, `has the member ${JSON.stringify(stranger)}, which nobody knows`)
  const missing = names.find((key) => !Object.hasOwn(value, key))
  if (missing !== undefined) throw invalid(name, `lacks the member ${missing}`)
  return value as Record<string, unknown>
}

const invalid = (name: string, problem: string) => new AppError('invalid_receipt', `${name} ${problem}.`)
