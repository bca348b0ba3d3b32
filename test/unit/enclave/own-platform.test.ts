import { generateKeyPairSync } from 'node:crypto'
import { toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { createPlatform, type PlatformOptions } from '#test/support/platform'
import { AppError } from '~/domain/errors'
import { listObjections } from '~/enclave/assess-attestation'
import { pickWorseStatus } from '~/enclave/tcb-status'
import { createQuoteVerifier, verifyQuote } from '~/enclave/verify-quote'

const platform = createPlatform()
const verify = createQuoteVerifier(platform.rootCertificate)
const time = BigInt(Math.floor(Date.now() / 1000)) + 900n
const DAY = 86_400n

const codeOf = async (options: PlatformOptions, at = time) => {
  try {
    return (await verify({ ...platform.attest(options), time: at })).status
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('a machine of our own, all signatures right', () => {
  test('N5 a quote with the binding and a listed measurement meets no objection', async () => {
    const reportData = Buffer.alloc(64, 3)
    const measurement = Buffer.alloc(32, 8)
    const verified = await verify({ ...platform.attest({ reportData, measurement }), time })
    expect(verified).toMatchObject({ kind: 'SGX', status: 'UpToDate', measurement: toHex(measurement) })
    const expected = { binding: toHex(reportData.subarray(0, 32)), measurements: [toHex(measurement)], accepted: [] }
    expect(listObjections(verified, expected)).toEqual([])
  })

  test('T2 Intel’s root does not vouch for it', async () => {
    await expect(verifyQuote({ ...platform.attest(), time })).rejects.toThrow(/does not lead to Intel's root/)
  })

  test('T2 a revoked platform, authority or signer is refused', async () => {
    for (const revoke of ['platform', 'authority', 'signer'] as const) {
      expect(await codeOf({ revoke })).toBe('attest_revoked')
    }
  })

  test('T2 another quoting enclave, or a report that the attested key did not sign, is refused', async () => {
    expect(await codeOf({ qeSigner: 2 })).toBe('attest_bad_quote')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    expect(await codeOf({ reportKey: privateKey })).toBe('attest_bad_quote')
  })

  test('T3 debug is refused however well it is signed', async () => {
    expect(await codeOf({ debug: true })).toBe('attest_debug')
  })

  test('T3 the worse status of platform and quoting enclave is printed as Intel says it', async () => {
    for (const status of ['OutOfDate', 'SWHardeningNeeded', 'OutOfDateConfigurationNeeded']) {
      expect(await codeOf({ status })).toBe(status)
      expect(await codeOf({ qeStatus: status })).toBe(status)
    }
    expect(await codeOf({ status: 'Revoked' })).not.toBe('Revoked')
    expect(await codeOf({ status: 'BrandNewStatus' })).toBe('attest_bad_quote')
    expect(await codeOf({ svn: 3 })).toBe('attest_out_of_date')
  })

  test('T4 it expires with a revocation list, though all else still holds', async () => {
    expect(await codeOf({ crlDays: 2 }, time + DAY)).toBe('UpToDate')
    expect(await codeOf({ crlDays: 2 }, time + 3n * DAY)).toBe('attest_expired')
    expect(await codeOf({}, time + 3n * DAY)).toBe('UpToDate')
    expect(await codeOf({}, time + 21n * DAY)).toBe('attest_expired')
  })
})

test('T3 of two statuses the worse one counts, and one that nobody knows most', () => {
  expect(pickWorseStatus('SWHardeningNeeded', 'OutOfDate')).toBe('OutOfDate')
  expect(pickWorseStatus('OutOfDate', 'SWHardeningNeeded')).toBe('OutOfDate')
  expect(pickWorseStatus('UpToDate', 'UpToDate')).toBe('UpToDate')
  expect(pickWorseStatus('Revoked', 'BrandNew')).toBe('BrandNew')
})
