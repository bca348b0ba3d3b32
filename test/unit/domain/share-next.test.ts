import { expect, test } from 'vitest'
import { shareNext } from '~/domain/share-next'

/** Answers questions by hand, in the order in which they were put. */
const byHand = () => {
  const open: { resolve: (value: number) => void; reject: (error: Error) => void }[] = []
  let count = 0
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      count += 1
      open.push({ resolve, reject })
    })
  return { ask, count: () => count, answer: () => open.shift() }
}

const settle = () => new Promise((done) => setImmediate(done))

test('those who ask while an answer is on its way share the next, which is asked after them', async () => {
  const { ask, count, answer } = byHand()
  const shared = shareNext(ask)
  const first = shared()
  const others = [shared(), shared(), shared()]
  expect(count()).toBe(1)
  answer()?.resolve(1)
  expect(await first).toBe(1)
  await settle()
  expect(count()).toBe(2)
  answer()?.resolve(2)
  expect(await Promise.all(others)).toEqual([2, 2, 2])
  await settle()
  const later = shared()
  expect(count()).toBe(3)
  answer()?.resolve(3)
  expect(await later).toBe(3)
})

test('a failure is told to those who asked, and not to those who come after it', async () => {
  const { ask, answer } = byHand()
  const shared = shareNext(ask)
  const first = shared()
  const second = shared()
  answer()?.reject(new Error('lost'))
  await expect(first).rejects.toThrow('lost')
  await settle()
  answer()?.resolve(2)
  expect(await second).toBe(2)
})
