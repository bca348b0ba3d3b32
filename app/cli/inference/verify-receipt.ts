import { sha256 } from 'viem'
import { assessReceipt, type ReceiptObjection } from '~/domain/assess-receipt'
import { AppError } from '~/domain/errors'
import { parseReceipt, type SignedReceipt } from '~/domain/inference-receipt'
import { parseDigest, parseId, readGiven } from '../attest/parse-arguments'
import { requireGiven } from '../chain/arguments'
import { withChain } from '../chain/connect'
import type { InferenceValues } from './parse-arguments'
import { type FoundClaim, readReceiptClaim } from './read-receipt-claim'

/** All that one run has found. */
type Verified = { signed: SignedReceipt; found: FoundClaim | null; objections: ReceiptObjection[] }

/** Checks a receipt, to a claim on chain, or without one to a key. Throws `invalid_usage` and `invalid_receipt`. */
export const verifyReceipt = async (values: InferenceValues): Promise<Verified> => {
  const [text, request, response] = [
    await readGiven(requireGiven(values.receipt, '--receipt FILE')),
    await readGiven(requireGiven(values.request, '--request FILE')),
    await readGiven(requireGiven(values.response, '--response FILE')),
  ]
  const key = values.key === undefined ? null : parseDigest(values.key, 'key')
  const enclave = values.enclave === undefined ? null : parseId(values.enclave, 'enclave')
  if (key === null && enclave === null) {
    throw new AppError('invalid_usage', 'Say whose receipt it has to be: --enclave ID, or --key HEX without a chain.')
  }
  const signed = parseReceipt(Buffer.from(text).toString())
  const found =
    enclave === null ? null : await withChain(values, (view) => readReceiptClaim(view, enclave, signed.receipt.at))
  const hashes = { requestHash: sha256(request), responseHash: sha256(response) }
  return { signed, found, objections: assessReceipt({ signed, ...hashes, key, claim: found?.claim ?? null }) }
}

/** 0 right; 1 no; 2 right, but its claim was not live then, or nobody checked that. */
export const exitCodeOf = ({ objections }: Verified): number => {
  if (objections.some(({ kind }) => kind === 'wrong')) return 1
  return objections.length > 0 ? 2 : 0
}

const verdicts = ['right', 'wrong', 'right, but not live']

const verdictOf = (verified: Verified): string => {
  const code = exitCodeOf(verified)
  const isUnchecked = verified.objections.some(({ kind }) => kind === 'unchecked')
  return code === 2 && isUnchecked ? 'right, but not checked' : (verdicts[code] ?? 'wrong')
}

/** For programs. */
export const buildVerifiedJson = (verified: Verified) => ({
  verdict: verdictOf(verified),
  objections: verified.objections.map(({ code, text }) => ({ code, text })),
  receipt: verified.signed.receipt,
  key: verified.signed.key,
  revokedSince: verified.found?.revokedSince ?? null,
})

/** For people, reasons first. */
export const sayVerified = (verified: Verified): string => {
  const { signed, found, objections } = verified
  const lines: [string, string][] = [
    ['enclave', `${signed.receipt.enclaveId} on chain ${signed.receipt.chainId}`],
    ['release', signed.receipt.releaseRoot],
    ['at', new Date(signed.receipt.at * 1000).toISOString()],
    ['key', signed.key],
  ]
  return [
    ...lines.map(([name, value]) => `${name.padEnd(9)} ${value}`),
    ...objections.map(({ text }) => `- ${text}`),
    ...(found?.revokedSince
      ? ['- The claim was taken back since: its key may be known to others, who can choose the time.']
      : []),
    `verdict   ${verdictOf(verified)}`,
  ].join('\n')
}
