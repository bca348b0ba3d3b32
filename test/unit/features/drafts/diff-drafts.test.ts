import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffDrafts } from '~/features/drafts/diff-drafts'

const draft = { title: 'A title', text: 'One\nTwo\n', actions: [], calls: null }

const sideOf = <Item>(runs: readonly { change: string; items: Item[] }[], side: 'removed' | 'added') =>
  runs.filter(({ change }) => change === 'kept' || change === side).flatMap(({ items }) => items)

test('the same is kept, and of nothing there is nothing', () => {
  expect(diffDrafts(draft, draft)).toEqual({
    title: [{ change: 'kept', items: ['A title'] }],
    text: [{ change: 'kept', items: ['One\n', 'Two\n'] }],
    actions: [],
    calls: [],
  })
  expect(diffDrafts({ ...draft, title: '', text: '' }, { ...draft, title: '', text: '' })).toMatchObject({
    title: [],
    text: [],
  })
})

test('a line that changes is removed and added; a last line without a break is another line', () => {
  const { text } = diffDrafts(draft, { ...draft, text: 'One\nTwo\r\nThree' })
  expect(text).toEqual([
    { change: 'kept', items: ['One\n'] },
    { change: 'removed', items: ['Two\n'] },
    { change: 'added', items: ['Two\r\n', 'Three'] },
  ])
})

test('actions are compared by value, in any order of their fields', () => {
  const [first, second] = [
    { kind: 'release', move: 'advance', release: '1' },
    { kind: 'release', move: 'advance', release: '2' },
  ]
  const before = { ...draft, actions: [first] }
  const after = { ...draft, actions: [{ release: '1', kind: 'release', move: 'advance' }, second] }
  expect(diffDrafts(before, after).actions).toEqual([
    { change: 'kept', items: [first] },
    { change: 'added', items: [second] },
  ])
})

test('from its runs both texts can be put together again', () => {
  const lines = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', ' x'), { maxLength: 12 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const { text } = diffDrafts({ ...draft, text: before }, { ...draft, text: after })
      expect(sideOf(text, 'removed').join('')).toBe(before)
      expect(sideOf(text, 'added').join('')).toBe(after)
    }),
  )
})

test('texts that have too little in common replace each other, in bounded time', () => {
  const before = Array.from({ length: 10_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('\n')
  const after = Array.from({ length: 10_000 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join('\n')
  const start = performance.now()
  const { text } = diffDrafts({ ...draft, text: before }, { ...draft, text: after })
  expect(text.map(({ change }) => change)).toEqual(['removed', 'added'])
  expect(sideOf(text, 'added').join('')).toBe(after)
  // All of it would take seconds.
  expect(performance.now() - start).toBeLessThan(1_000)
})
