import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ca, type Issued, issueCertificate, issueRevocationList } from '#test/support/pki'
import { AppError } from '~/domain/errors'
import { checkChains } from '~/enclave/check-chains'
import { checkRevocation } from '~/enclave/check-revocation'

const end = 'basicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature'
const parse = ({ pem }: Issued) => new X509Certificate(pem)

// Intel's own names, with keys that we hold: what Intel would sign if it revoked one.
const root = issueCertificate({ subject: 'Intel SGX Root CA', extensions: ca })
const platformCa = issueCertificate({ subject: 'Intel SGX PCK Platform CA', extensions: ca, issuer: root })
const tcbSigner = issueCertificate({ subject: 'Intel SGX TCB Signing', extensions: end, issuer: root })
const pck = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions: end, issuer: platformCa })

type Changes = { rootCrl?: Buffer; pckCrl?: Buffer; pckChain?: Issued[]; signers?: Issued[] }

const check = (changes: Changes = {}) => {
  const { signers = [tcbSigner, root], pckChain = [pck, platformCa, root] } = changes
  return checkChains({
    collateral: {
      pck_crl_issuer_chain: [platformCa, root].map(parse),
      root_ca_crl: Buffer.from(changes.rootCrl ?? issueRevocationList(root, [])),
      pck_crl: Buffer.from(changes.pckCrl ?? issueRevocationList(platformCa, [])),
      tcb_info_issuer_chain: signers.map(parse),
      tcb_info: '{}',
      tcb_info_signature: Buffer.alloc(64),
      qe_identity_issuer_chain: signers.map(parse),
      qe_identity: '{}',
      qe_identity_signature: Buffer.alloc(64),
    },
    pckChain: pckChain.map(parse),
    root: parse(root),
  })
}

const codeOf = (changes: Changes) => {
  try {
    check(changes)
    return 'holds'
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('T2 revocation', () => {
  test('T2 chains with empty lists hold until the first list ends', () => {
    const { from, to } = check({ pckCrl: issueRevocationList(platformCa, [], 5) })
    expect(to - from).toBeGreaterThan(4 * 86_400)
    expect(to - from).toBeLessThanOrEqual(5 * 86_400)
  })

  test('T2 a revoked platform, signer or authority is refused', () => {
    expect(codeOf({ pckCrl: issueRevocationList(platformCa, [pck]) })).toBe('attest_revoked')
    expect(codeOf({ rootCrl: issueRevocationList(root, [tcbSigner]) })).toBe('attest_revoked')
    expect(codeOf({ rootCrl: issueRevocationList(root, [platformCa]) })).toBe('attest_revoked')
    const neighbour = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions: end, issuer: platformCa })
    expect(codeOf({ pckCrl: issueRevocationList(platformCa, [neighbour]) })).toBe('holds')
  })

  test('T2 a list that somebody else signed does not hide the revocation', () => {
    const thief = issueCertificate({ subject: 'Intel SGX PCK Platform CA', extensions: ca })
    expect(codeOf({ pckCrl: issueRevocationList(thief, []) })).toBe('attest_bad_collateral')
  })

  test('T2 another authority’s list says nothing about this platform', () => {
    const processorCa = issueCertificate({ subject: 'Intel SGX PCK Processor CA', extensions: ca, issuer: root })
    const given = { crl: issueRevocationList(processorCa, []), issuer: parse(processorCa), name: 'pck_crl' }
    expect(() => checkRevocation({ ...given, certificates: [parse(pck)] })).toThrow(/of another authority/)
  })

  test('T2 a certificate that may not issue, or of the wrong kind, is refused where an authority or signer stands', () => {
    const child = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions: end, issuer: pck })
    expect(codeOf({ pckChain: [child, pck, platformCa, root] })).toBe('attest_bad_collateral')
    const other = issueCertificate({ subject: 'Intel SGX PCK Certificate', extensions: end, issuer: root })
    expect(codeOf({ signers: [other, root] })).toBe('attest_bad_collateral')
    const foreignRoot = issueCertificate({ subject: 'Intel SGX Root CA', extensions: ca })
    const signed = issueCertificate({ subject: 'Intel SGX TCB Signing', extensions: end, issuer: foreignRoot })
    expect(codeOf({ signers: [signed, foreignRoot] })).toBe('attest_bad_collateral')
    expect(codeOf({ signers: [] })).toBe('attest_bad_collateral')
  })
})
