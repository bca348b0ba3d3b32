import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCursor, buildPage, keyShapes, parseCursor } from '~/http/cursor'

test('reads back what it wrote', () => {
  const cursor = { direction: 'next' as const, height: 12, key: ['5', `0x${'a'.repeat(40)}`] }
  expect(parseCursor(buildCursor(cursor), [keyShapes.integer, keyShapes.address])).toEqual(cursor)
})

test('refuses any text that it did not write for this list', () => {
  const shapes = [keyShapes.integer]
  const foreign = buildCursor({ direction: 'next', height: 1, key: ['1', '2'] })
  const hostile = buildCursor({ direction: 'next', height: 1, key: ['1 or 1=1'] })
  for (const text of ['', 'x', foreign, hostile, btoa('null'), btoa('["next",-1,["1"]]'), btoa('["up",1,["1"]]')]) {
    expect(() => parseCursor(text, shapes)).toThrow('is no cursor of this list')
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseCursor(text, shapes)).toThrow('is no cursor of this list')
    }),
  )
})

// A list of numbers stands for a table; reading it is what SQL does.
const readPage = (list: readonly number[], { limit, cursor }: { limit: number; cursor: string | null }) => {
  const parsed = cursor === null ? null : parseCursor(cursor, [keyShapes.integer])
  const from = parsed === null ? null : Number(parsed.key[0])
  const isBackwards = parsed?.direction === 'prev'
  const found = isBackwards
    ? list.filter((item) => from !== null && item < from).reverse()
    : list.filter((item) => from === null || item > from)
  return buildPage(found.slice(0, limit + 1), { limit, height: 1, cursor: parsed, keyOf: (item) => [String(item)] })
}

test('leads through any list and back, each row once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (items, limit) => {
      const list = [...items].sort((a, b) => a - b)
      const forward: number[][] = []
      let { rows, page } = readPage(list, { limit, cursor: null })
      forward.push(rows)
      while (page.next !== null) {
        ;({ rows, page } = readPage(list, { limit, cursor: page.next }))
        forward.push(rows)
      }
      expect(forward.flat()).toEqual(list)
      const back = [rows]
      while (page.prev !== null) {
        ;({ rows, page } = readPage(list, { limit, cursor: page.prev }))
        back.unshift(rows)
      }
      expect(back.flat()).toEqual(list)
    }),
  )
})
