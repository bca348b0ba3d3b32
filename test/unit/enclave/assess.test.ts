import { readFileSync } from 'node:fs'
import { type Hex, sha256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { listObjections } from '~/enclave/assess-attestation'
import { type EnclaveClaim, listClaimObjections, listFileObjections } from '~/enclave/assess-claim'
import { type VerifiedQuote, verifyQuote } from '~/enclave/verify-quote'

const folder = new URL('../../fixtures/enclave/', import.meta.url)
const files = {
  quote: readFileSync(new URL('tdx_quote', folder)),
  collateral: readFileSync(new URL('tdx_quote_collateral.json', folder)),
}
const time = 1_751_328_000n
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
    const debugged = Buffer.from(files.quote)
    debugged[48 + 120] = 1
    await expect(verifyQuote({ ...files, quote: debugged, time })).rejects.toMatchObject({ code: 'attest_debug' })
    const sgx = readFileSync(new URL('sgx_quote', folder))
    sgx[48 + 48] = (sgx[48 + 48] ?? 0) | 2
    const collateral = readFileSync(new URL('sgx_quote_collateral.json', folder))
    await expect(verifyQuote({ quote: sgx, collateral, time })).rejects.toThrow(/runs in debug mode/)
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
