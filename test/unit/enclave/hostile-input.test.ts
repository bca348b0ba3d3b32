import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPlatform } from '#test/support/platform'
import { AppError } from '~/domain/errors'
import { parseCollateral } from '~/enclave/collateral'
import { createQuoteVerifier } from '~/enclave/verify-quote'

const platform = createPlatform()
const verifyQuote = createQuoteVerifier(platform.rootCertificate)
const { quote, collateral } = platform.attest({ kind: 'TDX' })
const members: Record<string, string> = JSON.parse(collateral.toString())
const time = BigInt(Math.floor(Date.now() / 1000)) + 900n

/** Whatever comes in, a refusal has its own words; nothing else is thrown. */
const settle = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (error !== null) expect(error).toBeInstanceOf(AppError)
  return error === null
}

test('T2 no changed byte of what is signed passes, and none makes anything but a refusal', async () => {
  // The quote ends with the certificates' length and text, in which line breaks may differ.
  const signed = quote.indexOf('-----BEGIN CERTIFICATE-----') - 4
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: quote.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, by) => {
        const changed = Buffer.from(quote)
        changed[at] = (changed[at] ?? 0) ^ by
        const passed = await settle(verifyQuote({ quote: changed, collateral, time }))
        if (at < signed) expect(passed).toBe(false)
      },
    ),
    { numRuns: 300 },
  )
})

test('T2 no changed letter of the collateral makes anything but a refusal', async () => {
  const names = Object.keys(members)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 3 }),
      async (name, at, text) => {
        const value = members[name] ?? ''
        const index = at % value.length
        const changed = { ...members, [name]: value.slice(0, index) + text + value.slice(index + text.length) }
        await settle(verifyQuote({ quote, collateral: Buffer.from(JSON.stringify(changed)), time }))
      },
    ),
    { numRuns: 300 },
  )
})

test('T2 any JSON in place of the collateral is refused', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(() => parseCollateral(Buffer.from(json))).toThrow(AppError)
    }),
  )
})
