import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { resource } from '#test/support/oms-bundle'
import { type SignedModel, signModel } from '#test/support/signed-model'
import { AppError } from '~/domain/errors'
import { type BundleTrust, verifyBundle } from '~/oms/verify-bundle'

const resources = [resource('config.json'), resource('weights.bin')]
const time = BigInt(Math.floor(Date.now() / 1000)) + 60n

let signed: SignedModel

beforeAll(async () => {
  signed = await signModel(resources)
})

/** What was verified, or null after a refusal in our own words; anything else that is thrown fails the test. */
const settle = (bytes: Uint8Array, trust: BundleTrust) => {
  try {
    return verifyBundle({ bytes, trust, time })
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return null
  }
}

test.each(['key', 'certificate', 'keyless'] as const)(
  'whatever letters change in a bundle by %s, it is refused, or signs what it signed',
  (kind) => {
    const { bytes, trust } = signed[kind]
    const text = bytes.toString()
    const original = settle(bytes, trust)
    expect(original).not.toBeNull()
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.string({ minLength: 1, maxLength: 4 }), (at, by) => {
        const changed = text.slice(0, at) + by + text.slice(at + by.length)
        const found = settle(Buffer.from(changed), trust)
        if (found !== null) expect(found).toEqual(original)
      }),
      { numRuns: 300 },
    )
  },
)

test('any JSON in place of a bundle is refused', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(settle(Buffer.from(json), signed.key.trust)).toBeNull()
    }),
  )
})
