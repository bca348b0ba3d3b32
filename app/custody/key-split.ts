import { randomBytes } from 'node:crypto'
import { ed25519, ed25519_FROST, x25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { AppError } from '~/domain/errors'
import { formatIdentity, parseIdentity } from './age-keys'

const { Fn } = ed25519.Point

/** What anyone may know of a split key; `threshold` is the number of commitments. */
export type KeySplit = {
  /** X25519 public key to which the files are encrypted. */
  recipient: Hex
  /** Feldman commitments: compressed Ed25519 points. */
  commitments: readonly Hex[]
}

/** A share: its place in the seal, from 0, and a scalar of Ed25519's group, little-endian. */
export type Share = { index: number; scalar: Uint8Array }

/** A fresh age identity. One per seal and never again: whoever can rebuild it can open all that it was used for. */
export const createIdentity = (): string => {
  const key = randomBytes(32)
  // The form that X25519 uses in the end, so that the shares rebuild these very bytes.
  key[0] = (key[0] ?? 0) & 248
  key[31] = ((key[31] ?? 0) & 127) | 64
  return formatIdentity(key)
}

/** The X25519 public key of an identity. */
export const recipientOf = (identity: string): Hex => bytesToHex(x25519.getPublicKey(parseIdentity(identity)))

/** Splits an identity into `shares` shares of which any `threshold` rebuild it; 2 <= threshold <= shares. */
export const splitIdentity = (
  identity: string,
  { threshold, shares }: { threshold: number; shares: number },
): KeySplit & { shares: Share[] } => {
  const secret = Fn.toBytes(Fn.create(readNumber(parseIdentity(identity))))
  const dealt = ed25519_FROST.trustedDealer({ min: threshold, max: shares }, undefined, secret)
  return {
    recipient: recipientOf(identity),
    commitments: dealt.public.commitments.map((point) => bytesToHex(point)),
    shares: Array.from({ length: shares }, (_, index) => {
      const share = dealt.secretShares[identifierOf(index)]
      if (!share) throw new Error(`the dealer made no share ${index}`)
      return { index, scalar: share.signingShare }
    }),
  }
}

/**
 * Whether the commitments are those of the very key that the files use: all of them points of the group, and the first
 * one, in Montgomery form, the recipient. Needs nothing secret.
 */
export const isSplitOfRecipient = ({ recipient, commitments }: KeySplit): boolean => {
  try {
    const points = commitments.map((commitment) => ed25519.Point.fromBytes(hexToBytes(commitment, { size: 32 })))
    if (points.length < 2 || points.some((point) => point.is0() || !point.isTorsionFree())) return false
    return bytesToHex(ed25519.utils.toMontgomery(points[0]?.toBytes() ?? new Uint8Array())) === recipient.toLowerCase()
  } catch {
    return false
  }
}

/** Whether a share is the one of its index; what a lying dealer, steward or courier cannot forge. */
export const isShareOf = ({ commitments }: Pick<KeySplit, 'commitments'>, { index, scalar }: Share): boolean => {
  try {
    ed25519_FROST.validateSecret(
      { identifier: identifierOf(index), signingShare: Uint8Array.from(scalar) },
      {
        signers: { min: commitments.length, max: Math.max(commitments.length, index + 1) },
        commitments: commitments.map((commitment) => hexToBytes(commitment, { size: 32 })),
        verifyingShares: {},
      },
    )
    return true
  } catch {
    return false
  }
}

/**
 * Rebuilds the identity from shares that were checked one by one; any `threshold` of them will do. Throws
 * `too_few_shares`, and `wrong_key` when what comes out is not the key of the recipient.
 */
export const rebuildIdentity = ({ recipient, commitments }: KeySplit, shares: readonly Share[]): string => {
  const threshold = commitments.length
  if (shares.length < threshold) {
    throw new AppError('too_few_shares', `${shares.length} usable shares, ${threshold} are needed to rebuild the key.`)
  }
  const used = shares.slice(0, threshold)
  const secrets = used.map(({ index, scalar }) => ({ identifier: identifierOf(index), signingShare: scalar }))
  const scalar = ed25519_FROST.combineSecret(secrets, { min: threshold, max: threshold })
  const identity = formatIdentity(liftScalar(Fn.fromBytes(scalar)))
  if (recipientOf(identity) === recipient.toLowerCase()) return identity
  throw new AppError('wrong_key', 'The shares rebuild another key than the one that the files were encrypted to.')
}

/**
 * Back from a scalar modulo the group's order L to the bytes of an identity. Adding multiples of L changes nothing in
 * the group, and exactly one of s, s + L, ... s + 7L is a multiple of 8 as X25519's keys are, because L is odd.
 */
const liftScalar = (scalar: bigint): Uint8Array => {
  let lifted = scalar
  while (lifted % 8n !== 0n) lifted += Fn.ORDER
  return Uint8Array.from({ length: 32 }, (_, at) => Number((lifted >> BigInt(8 * at)) & 255n))
}

// The dealer evaluates its polynomial at 1, 2, ...; at 0 stands the secret itself.
const identifierOf = (index: number) => ed25519_FROST.Identifier.fromNumber(index + 1)

const readNumber = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
