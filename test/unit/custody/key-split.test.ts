import { ed25519, ed25519_FROST } from '@noble/curves/ed25519.js'
import { identityToRecipient } from 'age-encryption'
import { bytesToHex, hexToBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import { formatIdentity, formatRecipient, parseIdentity, parseRecipient } from '~/custody/age-keys'
import {
  createIdentity,
  isShareOf,
  isSplitOfRecipient,
  rebuildIdentity,
  type Share,
  splitIdentity,
} from '~/custody/key-split'

const split = (threshold: number, shares: number) => {
  const identity = createIdentity()
  return { identity, ...splitIdentity(identity, { threshold, shares }) }
}

const listSubsets = <T>(items: readonly T[], size: number): T[][] =>
  size === 0
    ? [[]]
    : items.flatMap((item, at) => listSubsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]))

const pairs = [2, 3, 4, 5, 6, 7].flatMap((shares) =>
  Array.from({ length: shares - 1 }, (_, at) => [at + 2, shares] as const),
)

describe('C3 the split of a key', () => {
  test.each(pairs)('C3 any %i of %i shares rebuild the very identity, fewer do not', (threshold, shares) => {
    const { identity, ...dealt } = split(threshold, shares)
    for (const subset of listSubsets(dealt.shares, threshold)) {
      expect(rebuildIdentity(dealt, subset.reverse())).toBe(identity)
    }
    for (const subset of listSubsets(dealt.shares, threshold - 1)) {
      expect(() => rebuildIdentity(dealt, subset)).toThrow(`${threshold} are needed`)
      expect(interpolate(subset)).not.toBe(secretOf(identity))
    }
  })

  test('C3 more shares than needed rebuild it too', () => {
    const { identity, ...dealt } = split(3, 7)
    expect(rebuildIdentity(dealt, dealt.shares)).toBe(identity)
  })
})

/** The best that too few can do: take what they have for all of it. */
const interpolate = (shares: readonly Share[]) => {
  if (shares.length < 2) return bytesToHex(shares[0]?.scalar ?? new Uint8Array())
  const secrets = shares.map(({ index, scalar }) => ({
    identifier: ed25519_FROST.Identifier.fromNumber(index + 1),
    signingShare: scalar,
  }))
  return bytesToHex(ed25519_FROST.combineSecret(secrets, { min: shares.length, max: shares.length }))
}

const secretOf = (identity: string) => {
  const number = BigInt(bytesToHex(parseIdentity(identity).toReversed()))
  return bytesToHex(ed25519.Point.Fn.toBytes(ed25519.Point.Fn.create(number)))
}

describe('C4 a share that is not the one of its place', () => {
  const { shares, commitments } = split(3, 5)
  const [first, second] = shares as [Share, Share]
  const other = split(3, 5).shares[0] as Share

  test.each([
    ['altered', { index: 0, scalar: first.scalar.with(7, (first.scalar[7] ?? 0) ^ 1) }],
    ['swapped', { index: 0, scalar: second.scalar }],
    ['foreign', { index: 0, scalar: other.scalar }],
    ['beyond the group', { index: 0, scalar: new Uint8Array(32).fill(255) }],
    ['of no length', { index: 0, scalar: new Uint8Array() }],
    ['zero', { index: 0, scalar: new Uint8Array(32) }],
  ])('C4 is noticed: %s', (_what, share) => {
    expect(isShareOf({ commitments }, share)).toBe(false)
  })

  test('C4 is not the real one', () => {
    for (const share of shares) expect(isShareOf({ commitments }, share)).toBe(true)
  })
})

describe('C5 the commitments and the recipient', () => {
  const { recipient, commitments } = split(3, 5)
  const [first, ...rest] = commitments
  const foreign = split(3, 5)
  const torsion = '0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'
  const twisted = ed25519.Point.fromBytes(hexToBytes(first ?? '0x')).add(ed25519.Point.fromBytes(hexToBytes(torsion)))

  test('C5 belong together, as anyone can check from public data', () => {
    expect(isSplitOfRecipient({ recipient, commitments })).toBe(true)
    expect(isSplitOfRecipient(foreign)).toBe(true)
  })

  test.each([
    ['another recipient', { recipient: foreign.recipient, commitments }],
    ['another first commitment', { recipient, commitments: [foreign.commitments[0] ?? '0x', ...rest] }],
    ['no commitment', { recipient, commitments: [] }],
    ['one commitment alone', { recipient, commitments: commitments.slice(0, 1) }],
    ['no point', { recipient, commitments: [first ?? '0x', `0x${'ff'.repeat(32)}` as const] }],
    ['a point of low order', { recipient, commitments: [first ?? '0x', torsion as `0x${string}`] }],
    ['the neutral point', { recipient, commitments: [first ?? '0x', bytesToHex(ed25519.Point.ZERO.toBytes())] }],
    ['a twisted first one', { recipient, commitments: [bytesToHex(twisted.toBytes()), ...rest] }],
  ])('C5 do not when there is %s', (_what, public_) => {
    expect(isSplitOfRecipient(public_)).toBe(false)
  })

  test('C5 a dealer whose shares are of another key is caught by each holder', () => {
    for (const share of foreign.shares) expect(isShareOf({ commitments }, share)).toBe(false)
  })

  test('C5 shares that rebuild another key than the files are for are refused', () => {
    expect(() => rebuildIdentity({ recipient, commitments: foreign.commitments }, foreign.shares)).toThrow(
      'another key',
    )
  })
})

describe('age keys', () => {
  test('are what the age library makes of the same identity', async () => {
    const { identity, recipient } = split(2, 3)
    expect(formatRecipient(recipient)).toBe(await identityToRecipient(identity))
    expect(parseRecipient(formatRecipient(recipient))).toBe(recipient)
    expect(formatIdentity(parseIdentity(identity))).toBe(identity)
  })

  test.each(['', 'age1', 'AGE-SECRET-KEY-1', 'age1pq1qqqq', 'ssh-ed25519 AAAA'])(
    'refuse %j and repeat no secret',
    (text) => {
      expect(() => parseRecipient(text)).toThrow('age1')
      expect(() => parseIdentity(text)).toThrow('This is no X25519 age identity; one begins with AGE-SECRET-KEY-1.')
    },
  )
})
