import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '~/domain/errors'
import { parseCollateral } from '~/enclave/collateral'
import { verifyQuote } from '~/enclave/verify-quote'

const folder = new URL('../../fixtures/enclave/', import.meta.url)
const quote = readFileSync(new URL('tdx_quote', folder))
const collateral = readFileSync(new URL('tdx_quote_collateral.json', folder))
const members: Record<string, string> = JSON.parse(collateral.toString())
const time = 1_751_328_000n

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
  // The quote ends with the certificates' text, in which line breaks may differ.
  const signed = quote.indexOf('-----BEGIN CERTIFICATE-----')
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
