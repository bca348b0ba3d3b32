import { randomBytes } from 'node:crypto'
import { bytesToHex, type Hex, hexToBytes, sha256 } from 'viem'
import { AppError } from '~/domain/errors'
import { type InferenceReceipt, type SignedReceipt, signReceipt } from '~/domain/inference-receipt'
import { parseAccount, parseDigest, parseId, parseTime, readGiven } from '../attest/parse-arguments'
import { requireGiven } from '../chain/arguments'
import { withChain } from '../chain/connect'
import { readSecret } from '../chain/signer'
import type { InferenceValues } from './parse-arguments'
import { readReceiptClaim } from './read-receipt-claim'

type Place = Pick<InferenceReceipt, 'chainId' | 'enclaves' | 'binding' | 'releaseRoot'>

/**
 * Signs a receipt with the service key in a file. Where the enclave reaches no chain, the claim is said by options. Throws
 * `invalid_usage`, and `other_key` when the chain says that the claim has another key.
 */
export const signGiven = async (values: InferenceValues): Promise<SignedReceipt> => {
  const privateKey = readPrivateKey(requireGiven(values['key-file'], '--key-file FILE'))
  const request = await readGiven(requireGiven(values.request, '--request FILE'))
  const response = await readGiven(requireGiven(values.response, '--response FILE'))
  const enclaveId = parseId(requireGiven(values.enclave, '--enclave ID'), 'enclave')
  const at = Number(parseTime(values.at ?? 'now'))
  const { serviceKey, ...place } = await findPlace(values, enclaveId, at)
  const signed = signReceipt(
    {
      ...place,
      ...{ enclaveId, requestHash: sha256(request), responseHash: sha256(response), at },
      nonce: values.nonce === undefined ? bytesToHex(randomBytes(32)) : parseDigest(values.nonce, 'nonce'),
      sequence: values.sequence === undefined ? 0 : parseSequence(values.sequence),
    },
    privateKey,
  )
  if (serviceKey === null || serviceKey === signed.key) return signed
  const message = `The key in the file is ${signed.key}, and enclave ${enclaveId} was claimed with ${serviceKey}: nobody would take the receipt.`
  throw new AppError('other_key', message)
}

const findPlace = async (
  values: InferenceValues,
  id: number,
  at: number,
): Promise<Place & { serviceKey: Hex | null }> => {
  const said = [values['chain-id'], values.enclaves, values.binding, values.root]
  if (said.every((value) => value === undefined)) {
    const { claim } = await withChain(values, (view) => readReceiptClaim(view, id, at))
    const { chainId, enclaves, binding, root, serviceKey } = claim
    return { chainId, enclaves, binding, releaseRoot: root, serviceKey }
  }
  return {
    chainId: parseId(requireGiven(values['chain-id'], '--chain-id N'), 'chain-id'),
    enclaves: parseAccount(requireGiven(values.enclaves, '--enclaves ADDRESS').toLowerCase(), 'enclaves'),
    binding: parseDigest(requireGiven(values.binding, '--binding HEX'), 'binding'),
    releaseRoot: parseDigest(requireGiven(values.root, '--root HEX'), 'root'),
    serviceKey: null,
  }
}

const parseSequence = (text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new AppError('invalid_usage', `--sequence must be a whole number, not ${JSON.stringify(text)}.`)
}

const readPrivateKey = (path: string): Uint8Array => {
  const text = readSecret(path).trim().replace(/^0x/, '')
  if (/^[0-9a-fA-F]{64}$/.test(text)) return hexToBytes(`0x${text}`)
  // The value stays out of the message.
  throw new AppError('invalid_usage', `${JSON.stringify(path)} must hold an Ed25519 private key: 32 bytes of hex.`)
}
