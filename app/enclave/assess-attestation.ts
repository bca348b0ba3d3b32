import type { Hex } from 'viem'
import type { VerifiedQuote } from './verify-quote'

type Expected = {
  /** What the quote's report data has to begin with. */
  binding: Hex
  /** The measurements that votes have put on the list. */
  measurements: readonly Hex[]
  /** Further statuses that the reader takes, as Intel calls them. */
  accepted: readonly string[]
}

/**
 * Why an attestation is not taken: `wrong` and `expired` are a no, `not-allowed` is what a vote or an update mends, and
 * `unverified` says that nothing was checked.
 */
export type Objection = { code: string; kind: 'wrong' | 'expired' | 'not-allowed' | 'unverified'; text: string }

/** All that speaks against a verified quote; empty when nothing does. */
export const listObjections = (quote: VerifiedQuote, { binding, measurements, accepted }: Expected): Objection[] => {
  const objections: Objection[] = []
  // The other half of the report data is the enclave's own business.
  if (quote.reportData.slice(0, 66) !== binding.toLowerCase()) {
    objections.push({
      code: 'wrong_binding',
      kind: 'wrong',
      text: `Another binding: the quote was made for ${quote.reportData.slice(0, 66)}, not for ${binding.toLowerCase()}. It may be of another release, key, nonce, operator or chain.`,
    })
  }
  if (!measurements.some((measurement) => measurement.toLowerCase() === quote.measurement)) {
    objections.push({
      code: 'unknown_measurement',
      kind: 'not-allowed',
      text: `Unknown measurement: the quote is of ${quote.measurement}, which is not on the list.`,
    })
  }
  if (quote.status !== 'UpToDate' && !accepted.includes(quote.status)) {
    objections.push({
      code: 'not_up_to_date',
      kind: 'not-allowed',
      text: `The platform's status is ${quote.status}; only UpToDate passes by default.`,
    })
  }
  return objections
}
