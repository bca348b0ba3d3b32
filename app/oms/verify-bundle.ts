import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { parseBundle } from './parse-bundle'
import { type OmsStatement, parseStatement, requirePredicateType } from './parse-statement'
import { verifyByCertificate } from './verify-certificate'
import { verifyByKey } from './verify-key'
import { verifyKeyless } from './verify-keyless'

/** Whom the reader of a bundle trusts. All values are contents of files, but for `identity` and `issuer`. */
export type BundleTrust =
  | { kind: 'key'; publicKey: string }
  | { kind: 'certificate'; roots: readonly string[] }
  | { kind: 'keyless'; trustedRoot: string; identity: string; issuer: string }

type BundleCheck = {
  /** The signature file. */
  bytes: Uint8Array
  trust: BundleTrust
  /** UNIX seconds at which certificates of private PKI have to be valid. */
  time: bigint
  /** The root that was voted on; without it the caller compares resources itself. */
  root?: Hex | undefined
}

/** What was signed, and by whom. */
export type VerifiedBundle = OmsStatement & {
  /** One line for people: plain text, safe on a terminal. */
  signer: string
}

/**
 * Verifies an OpenSSF Model Signing v1.0 bundle and returns the resources that it signs. That they are the files at hand
 * is for the caller to check by name and digest, since the root binds no names. Nothing is asked of a network.
 *
 * Throws `invalid_usage` when what the reader gave is unfit; all else begins with `oms_` and means: do not trust it.
 */
export const verifyBundle = ({ bytes, trust, time, root }: BundleCheck): VerifiedBundle => {
  const oms = parseBundle(bytes)
  requirePredicateType(oms.envelope.payload)
  const signer = verifySigner(oms, trust, time)
  const statement = parseStatement(oms.envelope.payload)
  if (root !== undefined && statement.root !== root) {
    const message = `The bundle signs ${statement.root}, not ${root}: it is about other files than the release.`
    throw new AppError('oms_wrong_subject', message)
  }
  return { ...statement, signer }
}

const verifySigner = (oms: ReturnType<typeof parseBundle>, trust: BundleTrust, time: bigint): string => {
  switch (trust.kind) {
    case 'key':
      return verifyByKey(oms, trust.publicKey)
    case 'certificate':
      return verifyByCertificate(oms, { roots: trust.roots, time })
    case 'keyless':
      return verifyKeyless(oms, trust)
  }
}
