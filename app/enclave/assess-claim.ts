import { type Hex, sha256 } from 'viem'
import type { Objection } from './assess-attestation'
import type { VerifiedQuote } from './verify-quote'

/** What the chain says of a claim, at one block. */
export type EnclaveClaim = {
  id: number
  releaseId: number
  quote: Hex
  collateral: Hex
  measurement: Hex
  /** UNIX seconds. */
  expirationTime: number
  revoked: boolean
  /** Whether the release is Gated or Open. */
  served: boolean
}

type Files = { quote: Uint8Array; collateral: Uint8Array }

/** What the files at hand have to do with a claim: nothing else of them matters when they are others. */
export const listFileObjections = ({ quote, collateral }: Files, claim: EnclaveClaim): Objection[] => [
  ...(sha256(quote) === claim.quote ? [] : [other('quote', claim)]),
  ...(sha256(collateral) === claim.collateral ? [] : [other('collateral', claim)]),
]

const other = (what: 'quote' | 'collateral', { id }: EnclaveClaim): Objection => ({
  code: `other_${what}`,
  kind: 'wrong',
  text: `Another ${what}: its SHA-256 is not the one that enclave ${id} was claimed with.`,
})

/** All that speaks against a claim whose quote verified, at `time` (UNIX seconds). */
export const listClaimObjections = (claim: EnclaveClaim, verified: VerifiedQuote, time: bigint): Objection[] => {
  const { id, measurement, expirationTime, revoked, served } = claim
  const objections: Objection[] = []
  if (measurement !== verified.measurement) {
    const text = `Another measurement: enclave ${id} was claimed with ${measurement}, the quote says ${verified.measurement}.`
    objections.push({ code: 'other_measurement', kind: 'wrong', text })
  }
  if (expirationTime > verified.collateral.to) {
    const text = `The claim would outlast its collateral: it ends at ${expirationTime}, the collateral at ${verified.collateral.to}.`
    objections.push({ code: 'outlasts_collateral', kind: 'wrong', text })
  }
  if (time >= BigInt(expirationTime)) {
    const text = `Expired: enclave ${id} was claimed until ${new Date(expirationTime * 1000).toISOString()}.`
    objections.push({ code: 'expired', kind: 'expired', text })
  }
  if (revoked) {
    objections.push({
      code: 'revoked',
      kind: 'not-allowed',
      text: `Enclave ${id} was taken back by its operator or party.`,
    })
  }
  if (!served) {
    const text = `Release ${claim.releaseId}, which enclave ${id} serves, is neither Gated nor Open.`
    objections.push({ code: 'wrong_stage', kind: 'not-allowed', text })
  }
  return objections
}
