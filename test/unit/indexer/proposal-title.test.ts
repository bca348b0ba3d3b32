import { expect, test } from 'vitest'
import { parseTitle } from '~/indexer/proposal-title'

test.each([
  ['# Open the weights\n\nBecause.', 'Open the weights'],
  ['\n\n  Plain text  \nmore', 'Plain text'],
  ['#proposer=0x00', 'Untitled'],
  ['', 'Untitled'],
  ['#hashtag stays', '#hashtag stays'],
])('the title of %j is %j', (description, title) => {
  expect(parseTitle(description)).toBe(title)
})

test('a title is cut at 200 characters, never inside one', () => {
  const title = parseTitle('\u{1f3fa}'.repeat(300))
  expect([...title].length).toBe(200)
  expect(title.endsWith('\u{1f3fa}…')).toBe(true)
})
