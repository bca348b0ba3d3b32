import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ca, issueCertificate, issueRevocationList } from '#test/support/pki'
import { createPlatform, type PlatformOptions } from '#test/support/platform'
import { sgxAt, tdxAt } from '#test/support/platform-quote'
import { AppError } from '~/domain/errors'
import { createQuoteVerifier, verifyQuote } from '~/enclave/verify-quote'

type Members = Record<string, string>
type Sample = { quote: Buffer; collateral: Members }

const platform = createPlatform()
const verifyToOwnRoot = createQuoteVerifier(platform.rootCertificate)

const attest = (options: PlatformOptions, by = platform): Sample => {
  const { quote, collateral } = by.attest(options)
  return { quote, collateral: JSON.parse(collateral.toString()) }
}

const reportData = Buffer.from(Array.from({ length: 64 }, (_, index) => index))
const sgx = attest({ kind: 'SGX', reportData })
const tdx = attest({ kind: 'TDX', reportData })
const time = BigInt(Math.floor(Date.now() / 1000)) + 900n
const DAY = 86_400n

const verify = ({ quote, collateral }: Sample, at = time) =>
  verifyToOwnRoot({ quote, collateral: Buffer.from(JSON.stringify(collateral)), time: at })

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

describe('T1 an own platform', () => {
  test('T1 own platform’s TDX and SGX quotes give their statuses', async () => {
    const statuses = [
      ...['UpToDate', 'SWHardeningNeeded', 'ConfigurationNeeded', 'ConfigurationAndSWHardeningNeeded'],
      ...['OutOfDate', 'OutOfDateConfigurationNeeded'],
    ]
    for (const kind of ['TDX', 'SGX'] as const) {
      for (const status of statuses) {
        expect(await verify(attest({ kind, status }))).toMatchObject({ kind, status, advisories: [] })
      }
      for (const revoked of [{ status: 'Revoked' }, { qeStatus: 'Revoked' }]) {
        expect(await codeOf(attest({ kind, ...revoked }))).toBe('attest_revoked')
      }
    }
  })

  test('T1 the SGX quote has its status, measurement and advisories', async () => {
    const advisories = ['INTEL-SA-00001', 'INTEL-SA-00002']
    const measurement = Buffer.alloc(32, 0x5a)
    const given = attest({ status: 'ConfigurationAndSWHardeningNeeded', advisories, measurement, reportData })
    expect(await verify(given)).toMatchObject({
      ...{ kind: 'SGX', status: 'ConfigurationAndSWHardeningNeeded', advisories },
      measurement: `0x${'5a'.repeat(32)}`,
      reportData: `0x${reportData.toString('hex')}`,
    })
  })

  test('T1 the TDX quote is measured by all its registers, and its collateral ends with its shortest part', async () => {
    const found = await verify(tdx)
    expect(found).toMatchObject({ kind: 'TDX', status: 'UpToDate', advisories: [] })
    expect(found.reportData).toBe(`0x${reportData.toString('hex')}`)
    const registers = ['07', 'a0', 'a1', 'a2', 'a3'].map((byte) => byte.repeat(48)).join('')
    expect(found.measurement).toBe(`0x${createHash('sha256').update(registers, 'hex').digest('hex')}`)
    const { nextUpdate } = JSON.parse(tdx.collateral['tcb_info'] ?? '')
    expect(found.collateral.to).toBe(Date.parse(nextUpdate) / 1000)
    expect(await codeOf(tdx, BigInt(found.collateral.to))).toBe('verified')
  })

  test('T1 the module below a guest counts as the platform does', async () => {
    expect(await verify(attest({ kind: 'TDX', moduleStatus: 'OutOfDate' }))).toMatchObject({ status: 'OutOfDate' })
    expect(await codeOf(attest({ kind: 'TDX', moduleStatus: 'Revoked' }))).toBe('attest_revoked')
  })

  test('T1 a platform older than all levels fits none that Intel still lists', async () => {
    for (const kind of ['TDX', 'SGX'] as const) {
      const old = attest({ kind, svn: 3 })
      await expect(verify(old)).rejects.toThrow(/older than every security level/)
      expect(await codeOf(old)).toBe('attest_out_of_date')
    }
  })
})

describe('T2 what was altered', () => {
  test.each([
    ['SGX report data', sgx, sgxAt.reportData],
    ['SGX measurement', sgx, sgxAt.measurement],
    ['SGX signature', sgx, sgxAt.signature],
    ['TDX report data', tdx, tdxAt.reportData],
    ['TDX measurement', tdx, tdxAt.measurement],
    ['TDX signature', tdx, tdxAt.signature],
  ])('T2 a flipped bit in the %s is refused', async (_, given, offset) => {
    expect(await codeOf(given)).toBe('verified')
    expect(await codeOf(withBytes(given, offset))).toBe('attest_bad_quote')
  })

  test('T2 a flipped bit anywhere in header and report is refused', async () => {
    const signed = Array.from({ length: 40 }, (_, index) => index * 16)
    for (const offset of signed) expect(await codeOf(withBytes(tdx, offset))).not.toBe('verified')
  })

  test('T2 altered TCB info and quoting enclave identity are refused', async () => {
    const better = (text = '') => text.replace('"tcbStatus":"OutOfDate"', '"tcbStatus":"UpToDate"')
    for (const kind of ['TDX', 'SGX'] as const) {
      const old = attest({ kind, status: 'OutOfDate', qeStatus: 'OutOfDate' })
      const { tcb_info, qe_identity } = old.collateral
      expect(better(tcb_info)).not.toBe(tcb_info)
      await expect(verify(withMembers(old, { tcb_info: better(tcb_info) }))).rejects.toThrow(/tcb_info/)
      expect(better(qe_identity)).not.toBe(qe_identity)
      await expect(verify(withMembers(old, { qe_identity: better(qe_identity) }))).rejects.toThrow(/qe_identity/)
    }
    for (const member of ['tcb_info_signature', 'qe_identity_signature']) {
      expect(await codeOf(withMembers(tdx, { [member]: '00'.repeat(64) }))).toBe('attest_bad_collateral')
    }
  })

  test('T2 the collateral of another platform is refused', async () => {
    expect(await codeOf({ quote: sgx.quote, collateral: tdx.collateral })).toMatch(/^attest_bad_/)
    expect(await codeOf({ quote: tdx.quote, collateral: sgx.collateral })).toMatch(/^attest_bad_/)
    const { tcb_info = '', tcb_info_signature = '' } = sgx.collateral
    expect(await codeOf(withMembers(tdx, { tcb_info, tcb_info_signature }))).toMatch(/^attest_bad_/)
    const ofOtherKind = attest({ kind: 'TDX', fmspc: '00606A000000' }).collateral
    await expect(verify({ quote: tdx.quote, collateral: ofOtherKind })).rejects.toThrow(/fmspc/i)
  })

  test('T2 neither a quote nor collateral under another root passes', async () => {
    const foreign = attest({ kind: 'TDX', reportData }, createPlatform())
    await expect(verify({ quote: tdx.quote, collateral: foreign.collateral })).rejects.toThrow(/does not lead to Intel/)
    await expect(verify({ quote: foreign.quote, collateral: tdx.collateral })).rejects.toThrow(/does not lead to Intel/)
    for (const { quote, collateral } of [sgx, tdx]) {
      const attempt = verifyQuote({ quote, collateral: Buffer.from(JSON.stringify(collateral)), time })
      await expect(attempt).rejects.toThrow(/does not lead to Intel/)
    }
  })

  test('T2 revocation lists count only when Intel signed them, for this very authority', async () => {
    const { root } = platform.chain
    const processor = issueCertificate({ subject: 'Intel SGX PCK Processor CA', extensions: ca, issuer: root })
    const { pck_crl: ownCrl = '', root_ca_crl: rootCrl = '' } = tdx.collateral
    const otherCrl = issueRevocationList(processor, []).toString('hex')
    const altered = Buffer.from(ownCrl, 'hex')
    altered[altered.length - 100] = (altered[altered.length - 100] ?? 0) ^ 1
    for (const pck_crl of ['00', '3000', rootCrl, otherCrl, altered.toString('hex')]) {
      await expect(verify(withMembers(tdx, { pck_crl }))).rejects.toThrow(/pck_crl (cannot be read|is not signed)/)
    }
    await expect(verify(withMembers(tdx, { root_ca_crl: ownCrl }))).rejects.toThrow(/root_ca_crl is not signed/)
    const foreign = { pck_crl: otherCrl, pck_crl_issuer_chain: `${processor.pem}${root.pem}` }
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
    await expect(verify(withBytes(tdx, tdxAt.certificationType))).rejects.toThrow(/certification data of type 7, not 6/)
  })

  test('T2 a cut, lengthened or garbled quote is refused', async () => {
    for (const given of [sgx, tdx]) {
      for (const length of [0, 1, 47, 48, 400, 632, 700, 2000, given.quote.length - 1]) {
        expect(await codeOf({ ...given, quote: given.quote.subarray(0, length) })).toBe('attest_bad_quote')
      }
    }
    const longer = { ...tdx, quote: Buffer.concat([tdx.quote, Buffer.from([1])]) }
    await expect(verify(longer)).rejects.toThrow(/bytes after its end/)
    expect(await codeOf({ ...tdx, quote: Buffer.alloc(5000, 0x55) })).toBe('attest_bad_quote')
    expect(await codeOf({ ...tdx, quote: Buffer.from(tdx.quote.toString('hex')) })).toBe('attest_bad_quote')
  })

  test.each(['', '[]', '{}', 'null', '{"tcb_info":1}'])('T2 the collateral %j is refused', async (text) => {
    const attempt = verifyToOwnRoot({ quote: tdx.quote, collateral: Buffer.from(text), time })
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
    for (const given of [sgx, tdx]) {
      const { to } = (await verify(given)).collateral
      const said = new Date(to * 1000).toISOString()
      await expect(verify(given, BigInt(to) + 1n)).rejects.toThrow(`Expired: the collateral held until ${said}`)
      expect(await codeOf(given, time + 300n * DAY)).toBe('attest_expired')
      await expect(verify(given, 1_700_000_000n)).rejects.toThrow(/^Not valid yet/)
    }
  })
})
