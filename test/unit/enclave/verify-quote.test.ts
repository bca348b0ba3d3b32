import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ca, issueCertificate } from '#test/support/pki'
import { AppError } from '~/domain/errors'
import { verifyQuote } from '~/enclave/verify-quote'

const folder = new URL('../../fixtures/enclave/', import.meta.url)
const bytesOf = (name: string) => readFileSync(new URL(name, folder))

type Members = Record<string, string>
type Sample = { quote: Buffer; collateral: Members }
const sample = (name: string): Sample => ({
  quote: bytesOf(name),
  collateral: JSON.parse(bytesOf(`${name}_collateral.json`).toString()),
})

const sgx = sample('sgx_quote')
const tdx = sample('tdx_quote')
const old = sample('tdx_quote_outdated')
/** 2025-07-01, within the collateral of the first two samples; 2026-03-01 for the third. */
const time = 1_751_328_000n
const laterTime = 1_772_323_200n

const verify = ({ quote, collateral }: Sample, at = time) =>
  verifyQuote({ quote, collateral: Buffer.from(JSON.stringify(collateral)), time: at })

const codeOf = async (given: Sample, at = time) => {
  const error = await verify(given, at).then(
    () => 'verified',
    (cause: unknown) => cause,
  )
  return error instanceof AppError ? error.code : error
}

const withBytes = ({ quote, collateral }: Sample, offset: number, value = 1): Sample => {
  const changed = Buffer.from(quote)
  changed[offset] = (changed[offset] ?? 0) ^ value
  return { quote: changed, collateral }
}

const withMembers = ({ quote, collateral }: Sample, changes: Members): Sample => ({
  quote,
  collateral: { ...collateral, ...changes },
})

// https://download.01.org/intel-sgx/latest/dcap-latest/linux/docs/: header 48 bytes, then the report.
const sgxAt = { attributes: 48 + 48, mrEnclave: 48 + 64, reportData: 48 + 320, signature: 432 + 4 }
const tdxAt = { attributes: 48 + 120, mrTd: 48 + 136, reportData: 48 + 520, signature: 632 + 4 }

describe('T1 samples of real machines', () => {
  test('T1 the SGX sample has its known status, measurement and advisories', async () => {
    expect(await verify(sgx)).toMatchObject({
      kind: 'SGX',
      status: 'ConfigurationAndSWHardeningNeeded',
      advisories: ['INTEL-SA-00289', 'INTEL-SA-00615'],
      measurement: `0x${sgx.quote.subarray(sgxAt.mrEnclave, sgxAt.mrEnclave + 32).toString('hex')}`,
      reportData: `0x${sgx.quote.subarray(sgxAt.reportData, sgxAt.reportData + 64).toString('hex')}`,
    })
  })

  test('T1 the TDX sample is up to date, and its collateral ends with its shortest part', async () => {
    const found = await verify(tdx)
    expect(found).toMatchObject({ kind: 'TDX', status: 'UpToDate', advisories: [] })
    expect(found.reportData).toBe(`0x${tdx.quote.subarray(tdxAt.reportData, tdxAt.reportData + 64).toString('hex')}`)
    const ends = Date.parse('2025-07-19T10:00:35Z') / 1000
    expect(found.collateral.to).toBe(ends)
    expect(await codeOf(tdx, BigInt(ends))).toBe('verified')
  })

  test('T1 the TDX sample of an older platform fits no level that Intel still lists', async () => {
    await expect(verify(old, laterTime)).rejects.toThrow(/older than every security level/)
    expect(await codeOf(old, laterTime)).toBe('attest_out_of_date')
  })
})

describe('T2 what was altered', () => {
  test.each([
    ['SGX report data', sgx, sgxAt.reportData],
    ['SGX measurement', sgx, sgxAt.mrEnclave],
    ['SGX signature', sgx, sgxAt.signature],
    ['TDX report data', tdx, tdxAt.reportData],
    ['TDX measurement', tdx, tdxAt.mrTd],
    ['TDX signature', tdx, tdxAt.signature],
  ])('T2 a flipped bit in the %s is refused', async (_, given, offset) => {
    expect(await codeOf(withBytes(given, offset))).toBe('attest_bad_quote')
  })

  test('T2 a flipped bit anywhere but in the padding of the certificates is refused', async () => {
    const signed = Array.from({ length: 40 }, (_, index) => index * 16)
    for (const offset of signed) expect(await codeOf(withBytes(tdx, offset))).not.toBe('verified')
  })

  test('T2 altered TCB info and quoting enclave identity are refused', async () => {
    const tcb = tdx.collateral['tcb_info']?.replace('"tcbStatus":"OutOfDate"', '"tcbStatus":"UpToDate" ') ?? ''
    expect(tcb).not.toBe(tdx.collateral['tcb_info'])
    await expect(verify(withMembers(tdx, { tcb_info: tcb }))).rejects.toThrow(/tcb_info/)
    const qe = tdx.collateral['qe_identity']?.replace('"isvprodid":2', '"isvprodid":3') ?? ''
    expect(qe).not.toBe(tdx.collateral['qe_identity'])
    await expect(verify(withMembers(tdx, { qe_identity: qe }))).rejects.toThrow(/qe_identity/)
    for (const member of ['tcb_info_signature', 'qe_identity_signature']) {
      expect(await codeOf(withMembers(tdx, { [member]: '00'.repeat(64) }))).toBe('attest_bad_collateral')
    }
  })

  test('T2 the collateral of another platform is refused', async () => {
    expect(await codeOf({ quote: sgx.quote, collateral: tdx.collateral })).toMatch(/^attest_bad_/)
    expect(await codeOf({ quote: tdx.quote, collateral: sgx.collateral })).toMatch(/^attest_bad_/)
    const { tcb_info = '', tcb_info_signature = '' } = sgx.collateral
    expect(await codeOf(withMembers(tdx, { tcb_info, tcb_info_signature }))).toMatch(/^attest_bad_/)
  })

  test('T2 revocation lists count only when Intel signed them, for this very authority', async () => {
    const { pck_crl: tdxCrl = '', root_ca_crl: rootCrl = '' } = tdx.collateral
    const { pck_crl: sgxCrl = '', pck_crl_issuer_chain: sgxChain = '' } = sgx.collateral
    const altered = Buffer.from(tdxCrl, 'hex')
    altered[altered.length - 100] = (altered[altered.length - 100] ?? 0) ^ 1
    for (const pck_crl of ['00', '3000', rootCrl, sgxCrl, altered.toString('hex')]) {
      await expect(verify(withMembers(tdx, { pck_crl }))).rejects.toThrow(/pck_crl (cannot be read|is not signed)/)
    }
    await expect(verify(withMembers(tdx, { root_ca_crl: tdxCrl }))).rejects.toThrow(/root_ca_crl is not signed/)
    const foreign = { pck_crl: sgxCrl, pck_crl_issuer_chain: sgxChain }
    await expect(verify(withMembers(tdx, foreign))).rejects.toThrow(/pck_crl is of another authority/)
  })

  test('T2 certificates stand only where they belong', async () => {
    const { pck_crl_issuer_chain: chain = '' } = tdx.collateral
    await expect(verify(withMembers(tdx, { tcb_info_issuer_chain: chain }))).rejects.toThrow(/stands where/)
    const [leaf = ''] =
      tdx.collateral['tcb_info_issuer_chain']?.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []
    expect(await codeOf(withMembers(tdx, { tcb_info_issuer_chain: leaf }))).not.toBe('verified')
    await expect(verify(withMembers(tdx, { tcb_info_issuer_chain: leaf + leaf }))).rejects.toThrow(
      /does not lead to Intel/,
    )
  })

  test('T2 certification data of a type that it is not is refused', async () => {
    await expect(verify(withBytes(tdx, 764))).rejects.toThrow(/certification data of type 7, not 6/)
  })

  test('T2 a cut, lengthened or garbled quote is refused', async () => {
    for (const length of [0, 1, 47, 48, 400, 632, 700, 2000, 4000]) {
      expect(await codeOf({ ...tdx, quote: tdx.quote.subarray(0, length) })).toBe('attest_bad_quote')
    }
    const longer = { ...tdx, quote: Buffer.concat([tdx.quote, Buffer.from([1])]) }
    await expect(verify(longer)).rejects.toThrow(/bytes after its end/)
    expect(await codeOf({ ...tdx, quote: Buffer.alloc(5000, 0x55) })).toBe('attest_bad_quote')
    expect(await codeOf({ ...tdx, quote: Buffer.from(tdx.quote.toString('hex')) })).toBe('attest_bad_quote')
  })

  test.each(['', '[]', '{}', 'null', '{"tcb_info":1}'])('T2 the collateral %j is refused', async (text) => {
    const attempt = verifyQuote({ quote: tdx.quote, collateral: Buffer.from(text), time })
    await expect(attempt).rejects.toMatchObject({ code: 'attest_bad_collateral' })
  })

  test('T2 a root of the collateral’s own making is not trusted', async () => {
    const { tcb_info_issuer_chain: chain = '' } = tdx.collateral
    const [leaf = ''] = chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []
    const own = issueCertificate({ subject: 'No root of Intel', extensions: ca }).pem
    await expect(verify(withMembers(tdx, { tcb_info_issuer_chain: `${leaf}\n${own}` }))).rejects.toThrow(
      /does not lead to Intel/,
    )
  })
})

describe('T4 time', () => {
  test('T4 past its collateral an attestation shows as expired, before it as not yet valid', async () => {
    const ends = BigInt((await verify(tdx)).collateral.to)
    await expect(verify(tdx, ends + 1n)).rejects.toThrow(/^Expired: the collateral held until 2025-07-19T10:00:35/)
    expect(await codeOf(tdx, laterTime)).toBe('attest_expired')
    await expect(verify(tdx, 1_700_000_000n)).rejects.toThrow(/^Not valid yet/)
  })
})
