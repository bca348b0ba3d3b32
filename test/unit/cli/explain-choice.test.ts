import { expect, test } from 'vitest'
import { explainChoice, type JudgedBid } from '~/cli/lease/read-bids'

const bid = (given: Partial<JudgedBid>): JudgedBid => ({
  ...{ providerId: 1, party: 0, rate: 10n, obstacle: null, load: 0n },
  ...given,
})

test('R6 says which of the rules set the suggested bid apart: rate, then load, then id', () => {
  const first = bid({})
  expect(explainChoice(first, [first])).toBe('the only bid that can be served')
  const unable = bid({ providerId: 9, rate: 1n, obstacle: 'too few of its units are free' })
  expect(explainChoice(first, [unable, first])).toBe('the only bid that can be served')
  const dearer = bid({ providerId: 2, rate: 11n })
  expect(explainChoice(first, [dearer, first, unable])).toBe('the lowest rate of 2 bids that can be served')
  const loaded = bid({ providerId: 3, load: 5n })
  expect(explainChoice(first, [loaded, first, dearer])).toBe('of 2 equal rates, its party leased the least this epoch')
  const later = bid({ providerId: 4 })
  expect(explainChoice(first, [first, later, loaded])).toBe(
    'of 2 equal rates of parties that leased as much, the lowest id',
  )
})
