import { expect, test } from 'vitest'
import { createRangeSize } from '~/indexer/ranges'

test('a sparse chain is asked for larger and larger ranges', () => {
  const size = createRangeSize()
  const first = size.current()
  for (let answer = 0; answer < 4; answer++) size.answered(size.current(), 0)
  expect(size.current()).toBe(first * 4n ** 4n)
})

test('a dense answer shrinks the next range in proportion', () => {
  const size = createRangeSize()
  size.answered(32n, 32_000)
  expect(size.current()).toBe(8n)
})

test('the short last range before the head says nothing about the size', () => {
  const size = createRangeSize()
  const before = size.current()
  size.answered(2n, 5)
  expect(size.current()).toBe(before)
})

test('a refusal halves the range, down to one block, which cannot be halved', () => {
  const size = createRangeSize()
  while (size.current() > 1n) expect(size.refused()).toBe(true)
  expect(size.refused()).toBe(false)
})

test('after a refusal the range grows back only slowly', () => {
  const size = createRangeSize()
  size.refused()
  const refused = size.current()
  size.answered(refused, 0)
  expect(size.current()).toBe(refused)
  for (let answer = 0; answer < 40; answer++) size.answered(size.current(), 0)
  expect(size.current()).toBeGreaterThan(refused)
})
