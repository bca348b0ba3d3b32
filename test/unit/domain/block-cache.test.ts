import { expect, test } from 'vitest'
import { createBlockCache } from '~/domain/block-cache'

test('makes a thing once per block, forgets the oldest, and makes again what failed', async () => {
  const made: string[] = []
  const keep = createBlockCache<string>(2)
  const ask = (block: string, key: string) =>
    keep(block, key, async () => {
      made.push(`${block}${key}`)
      return key
    })
  expect(await Promise.all([ask('a', '1'), ask('a', '1'), ask('a', '2')])).toEqual(['1', '1', '2'])
  await ask('a', '3')
  await ask('a', '2')
  await ask('a', '1')
  await ask('b', '3')
  expect(made).toEqual(['a1', 'a2', 'a3', 'a1', 'b3'])

  const fail = () => Promise.reject(new Error('away'))
  await expect(keep('b', '4', fail)).rejects.toThrow('away')
  expect(await ask('b', '4')).toBe('4')
})
