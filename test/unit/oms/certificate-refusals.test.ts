import { beforeAll, describe, expect, test } from 'vitest'
import { buildStatement, resource, signBundle } from '#test/support/oms-bundle'
import { ca, type Issued, issueCertificate, signer } from '#test/support/pki'
import { toPlainText } from '~/domain/plain-text'
import { verifyBundle } from '~/oms/verify-bundle'

const statement = buildStatement([resource('weights.bin')])
const now = BigInt(Math.floor(Date.now() / 1000))
const DAY = 86_400n

type Pki = { root: Issued; intermediate: Issued; leaf: Issued; foreign: Issued }
let pki: Pki

beforeAll(() => {
  const root = issueCertificate({ subject: 'Root', extensions: ca })
  const intermediate = issueCertificate({ subject: 'Intermediate', extensions: ca, issuer: root })
  const leaf = issueCertificate({ subject: 'Lab', extensions: signer, issuer: intermediate, days: 10 })
  pki = { root, intermediate, leaf, foreign: issueCertificate({ subject: 'Root', extensions: ca }) }
})

type Check = { chain: Issued[]; roots?: Issued[]; time?: bigint; signedBy?: Issued }

const verify = ({ chain, roots = [pki.root], time = now + 60n, signedBy = chain[0] }: Check) => {
  const certificates = chain.map(({ der }) => ({ rawBytes: der }))
  const privateKey = (signedBy ?? pki.leaf).privateKey
  const bytes = signBundle(statement, { privateKey, material: { x509CertificateChain: { certificates } } })
  return verifyBundle({ bytes, trust: { kind: 'certificate', roots: roots.map(({ pem }) => pem) }, time })
}

describe('by a certificate of private PKI', () => {
  test('a chain to the reader’s root verifies, in any order, with the root inside or not', () => {
    const { root, intermediate, leaf } = pki
    for (const chain of [
      [leaf, intermediate],
      [leaf, intermediate, root],
      [leaf, root, intermediate],
    ]) {
      expect(verify({ chain }).signer).toMatch(/^certificate CN=Lab \(key [0-9a-f]{64}\), issued by CN=Intermediate$/)
    }
    expect(verify({ chain: [leaf], roots: [root, intermediate] }).signer).toContain('CN=Lab')
  })

  test('an expired or not yet valid certificate is named with its days', () => {
    const chain = [pki.leaf, pki.intermediate]
    expect(() => verify({ chain, time: now + 11n * DAY })).toThrow(/certificate CN=Lab .* holds from .* to .*, not at/)
    expect(() => verify({ chain, time: now - DAY })).toThrow(/holds from/)
    expect(() => verify({ chain, time: now + 31n * DAY })).toThrow(/holds from/)
  })

  test('an expired intermediate is refused though the leaf still holds', () => {
    const old = issueCertificate({ subject: 'Old', extensions: ca, issuer: pki.root, days: 1 })
    const leaf = issueCertificate({ subject: 'Lab', extensions: signer, issuer: old, days: 10 })
    expect(() => verify({ chain: [leaf, old], time: now + 2n * DAY })).toThrow(/certificate CN=Old .* holds from/)
  })

  test('a foreign root of the same name is refused, and so is one that comes with the bundle alone', () => {
    const { foreign } = pki
    const leaf = issueCertificate({ subject: 'Lab', extensions: signer, issuer: foreign })
    expect(() => verify({ chain: [leaf] })).toThrow(/leads to no trusted root/)
    expect(() => verify({ chain: [leaf, foreign] })).toThrow(/leads to no trusted root/)
    const alone = issueCertificate({ subject: 'Alone', extensions: signer })
    expect(() => verify({ chain: [alone] })).toThrow(/leads to no trusted root/)
    expect(() => verify({ chain: [pki.leaf] })).toThrow(/leads to no trusted root/)
  })

  test('a certificate that may only sign models issues no other', () => {
    const stolen = issueCertificate({ subject: 'Stolen', extensions: signer, issuer: pki.leaf })
    expect(() => verify({ chain: [stolen, pki.leaf, pki.intermediate] })).toThrow(/leads to no trusted root/)
  })

  test('a path that is longer than its root allows is refused', () => {
    const short = issueCertificate({ subject: 'Short', extensions: ca.replace('CA:TRUE', 'CA:TRUE,pathlen:0') })
    const direct = issueCertificate({ subject: 'Direct', extensions: signer, issuer: short })
    expect(verify({ chain: [direct], roots: [short] }).signer).toContain('CN=Direct')
    const below = issueCertificate({ subject: 'Below', extensions: ca, issuer: short })
    const leaf = issueCertificate({ subject: 'Lab', extensions: signer, issuer: below })
    expect(() => verify({ chain: [leaf, below], roots: [short] })).toThrow(/leads to no trusted root/)
  })

  test.each([
    ['a web server', 'keyUsage=digitalSignature\nextendedKeyUsage=serverAuth'],
    ['encryption', 'keyUsage=keyEncipherment\nextendedKeyUsage=codeSigning'],
    ['nothing', 'basicConstraints=CA:FALSE'],
  ])('a certificate for %s is refused', (_, extensions) => {
    const leaf = issueCertificate({ subject: 'Lab', extensions, issuer: pki.root })
    expect(() => verify({ chain: [leaf] })).toThrow(/is not for signing code or models/)
  })

  test('the signature has to be by the certificate’s key', () => {
    const chain = [pki.leaf, pki.intermediate]
    expect(() => verify({ chain, signedBy: pki.intermediate })).toThrow(/signature is not of this payload/)
  })

  test('a name that plays with the terminal comes out plain', () => {
    const extensions = signer
    const leaf = issueCertificate({ subject: 'Lab\u001b[2K\u202egnp', extensions, issuer: pki.root })
    const { signer: text } = verify({ chain: [leaf] })
    expect(toPlainText(text)).toBe(text)
    expect(text).toContain('gnp')
  })

  test('what the reader gives must be certificates, what the bundle holds too', () => {
    const garbled = { ...pki.leaf, der: Buffer.from('no certificate').toString('base64') }
    expect(() => verify({ chain: [garbled], signedBy: pki.leaf })).toThrow(/certificate .*cannot be read/)
    const check = (pem: string) => () => verify({ chain: [pki.leaf], roots: [{ ...pki.root, pem }] })
    expect(check('')).toThrow(/holds no PEM certificate/)
    expect(check(pki.root.keyPem)).toThrow(/holds no PEM certificate/)
    expect(check('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(/cannot be read/)
  })

  test('a bundle signed in another way is named so', () => {
    const bytes = signBundle(statement, { privateKey: pki.leaf.privateKey })
    const trust = { kind: 'certificate', roots: [pki.root.pem] } as const
    expect(() => verifyBundle({ bytes, trust, time: now })).toThrow(/holds no certificate chain/)
  })
})
