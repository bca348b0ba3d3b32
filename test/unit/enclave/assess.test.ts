import { type Hex, sha256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { createPlatform } from '#test/support/platform'
import { sgxAt, tdxAt } from '#test/support/platform-quote'
import { listObjections } from '~/enclave/assess-attestation'
import { type EnclaveClaim, listClaimObjections, listFileObjections } from '~/enclave/assess-claim'
import { createQuoteVerifier, type VerifiedQuote } from '~/enclave/verify-quote'

const platform = createPlatform()
const verifyQuote = createQuoteVerifier(platform.rootCertificate)
const files = platform.attest({ kind: 'TDX', reportData: Buffer.alloc(64, 0xab) })
const time = BigInt(Math.floor(Date.now() / 1000)) + 900n
const verified = await verifyQuote({ ...files, time })
const binding = verified.reportData.slice(0, 66) as Hex
const expected = { binding, measurements: [verified.measurement], accepted: [] }
const codes = (objections: readonly { code: string }[]) => objections.map(({ code }) => code)

describe('T3 each objection has its own words', () => {
  test('T3 nothing speaks against a quote with the binding, the measurement and the status', () => {
    expect(listObjections(verified, expected)).toEqual([])
    const shouted = `0x${binding.slice(2).toUpperCase()}` as const
    expect(listObjections(verified, { ...expected, binding: shouted })).toEqual([])
  })

  test('T3 another binding, by its first or last byte', () => {
    for (const at of [2, 64]) {
      const other = `${binding.slice(0, at)}${binding[at] === '0' ? '1' : '0'}${binding.slice(at + 1)}` as Hex
      const [objection, ...rest] = listObjections(verified, { ...expected, binding: other })
      expect(rest).toEqual([])
      expect(objection).toMatchObject({ code: 'wrong_binding', kind: 'wrong' })
      expect(objection?.text).toMatch(/^Another binding: the quote was made for 0x/)
    }
  })

  test('T3 a measurement that is not on the list', () => {
    for (const measurements of [[], [binding]]) {
      const [objection] = listObjections(verified, { ...expected, measurements })
      expect(objection).toMatchObject({ code: 'unknown_measurement', kind: 'not-allowed' })
      expect(objection?.text).toMatch(/^Unknown measurement/)
    }
  })

  test('T3 a platform that is out of date, in Intel’s own words, unless its status is accepted', () => {
    for (const status of ['OutOfDate', 'SWHardeningNeeded', 'ConfigurationNeeded', 'Unknown', '']) {
      const old: VerifiedQuote = { ...verified, status }
      const [objection] = listObjections(old, expected)
      expect(objection).toMatchObject({ code: 'not_up_to_date', kind: 'not-allowed' })
      expect(objection?.text).toContain(`status is ${status};`)
      expect(listObjections(old, { ...expected, accepted: [status] })).toEqual([])
      expect(codes(listObjections(old, { ...expected, accepted: ['Revoked'] }))).toEqual(['not_up_to_date'])
    }
  })

  test('T3 a debugger, said before the signature is looked at', async () => {
    for (const { kind, at, bit } of [
      { kind: 'TDX', at: tdxAt.attributes, bit: 1 },
      { kind: 'SGX', at: sgxAt.attributes, bit: 2 },
    ] as const) {
      const { quote, collateral } = platform.attest({ kind })
      quote[at] = (quote[at] ?? 0) | bit
      await expect(verifyQuote({ quote, collateral, time })).rejects.toMatchObject({ code: 'attest_debug' })
      await expect(verifyQuote({ quote, collateral, time })).rejects.toThrow(/runs in debug mode/)
      const signed = platform.attest({ kind, debug: true })
      await expect(verifyQuote({ ...signed, time })).rejects.toMatchObject({ code: 'attest_debug' })
    }
  })
})

const claim: EnclaveClaim = {
  id: 7,
  releaseId: 3,
  quote: sha256(files.quote),
  collateral: sha256(files.collateral),
  measurement: verified.measurement,
  expirationTime: verified.collateral.to,
  revoked: false,
  served: true,
}

describe('a claim on chain', () => {
  test('N5 nothing speaks against a claim of these files', () => {
    expect(listFileObjections(files, claim)).toEqual([])
    expect(listClaimObjections(claim, verified, time)).toEqual([])
  })

  test('N5 other files than were claimed are told apart', () => {
    const other: Hex = `0x${'11'.repeat(32)}`
    expect(codes(listFileObjections(files, { ...claim, quote: other }))).toEqual(['other_quote'])
    expect(codes(listFileObjections(files, { ...claim, collateral: other }))).toEqual(['other_collateral'])
    expect(codes(listClaimObjections({ ...claim, measurement: other }, verified, time))).toEqual(['other_measurement'])
  })

  test('T4 a claim shows as expired from its last second on, and cannot outlast its collateral', () => {
    const ends = BigInt(claim.expirationTime)
    expect(listClaimObjections(claim, verified, ends - 1n)).toEqual([])
    expect(listClaimObjections(claim, verified, ends)).toMatchObject([{ code: 'expired', kind: 'expired' }])
    const longer = { ...claim, expirationTime: claim.expirationTime + 1 }
    expect(codes(listClaimObjections(longer, verified, time))).toEqual(['outlasts_collateral'])
  })

  test('N6 one that was taken back, or whose release is not served, is not allowed', () => {
    const gone = listClaimObjections({ ...claim, revoked: true, served: false }, verified, time)
    expect(gone).toMatchObject([
      { code: 'revoked', kind: 'not-allowed' },
      { code: 'wrong_stage', kind: 'not-allowed' },
    ])
  })
})
