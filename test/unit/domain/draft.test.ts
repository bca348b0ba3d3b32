import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DraftContent, digestDraft, isThresholdMet, writeDraft } from '~/domain/draft'

const content: DraftContent = {
  salt: `0x${'5a'.repeat(32)}`,
  title: 'Admit a university',
  text: 'It asked.\n',
  actions: [{ move: 'advance', release: '1', kind: 'release' }],
  calls: [{ value: '0', target: `0x${'11'.repeat(20)}`, calldata: '0x1234' }],
}

test('a revision is written down in one way, and its digest is that of the text', () => {
  const written =
    '{"actions":[{"kind":"release","move":"advance","release":"1"}],' +
    `"calls":[{"calldata":"0x1234","target":"0x${'11'.repeat(20)}","value":"0"}],` +
    `"salt":"0x${'5a'.repeat(32)}","text":"It asked.\\n","title":"Admit a university"}`
  expect(writeDraft(content)).toBe(written)
  expect(digestDraft(content)).toBe(`0x${createHash('sha256').update(written).digest('hex')}`)
  expect(JSON.parse(written)).toEqual(content)
})

test('every part is in the digest, and nothing else', () => {
  const changes: Partial<DraftContent>[] = [
    { salt: `0x${'5b'.repeat(32)}` },
    { title: 'Admit a university ' },
    { text: 'It asked.' },
    { actions: [{ kind: 'release', move: 'revoke', release: '1' }] },
    { actions: [...content.actions, ...content.actions] },
    { calls: null },
    { calls: [] },
  ]
  const digests = changes.map((change) => digestDraft({ ...content, ...change }))
  expect(new Set([digestDraft(content), ...digests]).size).toBe(changes.length + 1)
  const stray = { ...content, author: 'somebody' }
  expect(digestDraft(stray)).toBe(digestDraft(content))
})

test('what is written down is read back, whatever the letters', () => {
  const letters = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(letters, letters, fc.dictionary(letters, letters), (title, text, action) => {
      const given = { ...content, title, text, actions: [action] }
      expect(JSON.parse(writeDraft(given))).toEqual(given)
    }),
  )
})

test.each([
  [99n, 0n, false],
  [100n, 0n, true],
  [0n, 1n, true],
  [0n, 0n, false],
])('%s votes and %s seats against a threshold of 100: %s', (votes, seats, met) => {
  expect(isThresholdMet({ votes, seats }, 100n)).toBe(met)
})
