import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '~/domain/errors'
import { type BundleTrust, verifyBundle } from '~/oms/verify-bundle'

const folder = new URL('../../fixtures/oms/bundles/', import.meta.url)
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const key: BundleTrust = { kind: 'key', publicKey: textOf('reference/signing-key-pub.pem') }
const certificate: BundleTrust = { kind: 'certificate', roots: [textOf('reference/ca-cert.pem')] }
const keyless: BundleTrust = {
  kind: 'keyless',
  trustedRoot: textOf('trusted_root.json'),
  identity: 'stefanb@us.ibm.com',
  issuer: 'https://sigstore.verify.ibm.com/oauth2',
}
const time = 1_767_225_600n

/** What was verified, or null after a refusal in our own words; anything else that is thrown fails the test. */
const settle = (bytes: Uint8Array, trust: BundleTrust) => {
  try {
    return verifyBundle({ bytes, trust, time })
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return null
  }
}

test.each([
  ['key', 'specification/valid/key.bundle.json', key],
  ['certificate', 'specification/valid/certificate.bundle.json', certificate],
  ['keyless', 'specification/valid/sigstore.bundle.json', keyless],
])('whatever letters change in a bundle by %s, it is refused, or signs what it signed', (_, name, trust) => {
  const text = textOf(name)
  const original = settle(Buffer.from(text), trust)
  expect(original).not.toBeNull()
  fc.assert(
    fc.property(fc.nat({ max: text.length - 1 }), fc.string({ minLength: 1, maxLength: 4 }), (at, by) => {
      const changed = text.slice(0, at) + by + text.slice(at + by.length)
      const found = settle(Buffer.from(changed), trust)
      if (found !== null) expect(found).toEqual(original)
    }),
    { numRuns: 300 },
  )
})

test('any JSON in place of a bundle is refused', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(settle(Buffer.from(json), key)).toBeNull()
    }),
  )
})
