import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseFees } from '~/features/relay/fees.server'

const wei = fc.bigInt({ min: 0n, max: 10n ** 13n })

test('an offer is never above what the relay pays, always enough for the next block, and more than what it replaces', () => {
  fc.assert(
    fc.property(wei, wei, wei, wei, wei, (baseFee, priority, most, maxFee, priorityFee) => {
      const replaced = { maxFee, priorityFee }
      for (const old of [null, replaced]) {
        const fees = chooseFees({ baseFee, priority, most }, old)
        if (fees === null) continue
        expect(fees.maxFee <= most && fees.maxFee >= baseFee + fees.priorityFee).toBe(true)
        if (old !== null)
          expect(fees.maxFee * 8n >= maxFee * 9n && fees.priorityFee * 8n >= priorityFee * 9n).toBe(true)
      }
    }),
  )
})

test('it waits where the price is above what the relay pays, and doubles the base fee where there is room', () => {
  expect(chooseFees({ baseFee: 100n * 10n ** 9n, priority: 1n, most: 100n * 10n ** 9n }, null)).toBeNull()
  const fees = chooseFees({ baseFee: 10n ** 9n, priority: 10n ** 9n, most: 10n ** 11n }, null)
  expect(fees).toEqual({ maxFee: 3n * 10n ** 9n, priorityFee: 10n ** 9n })
})
