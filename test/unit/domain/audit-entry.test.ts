import { expect, test } from 'vitest'
import { type AuditFacts, type AuditLink, findBrokenEntry, hashAuditEntry, NO_ENTRY } from '~/domain/audit-entry'

const chain = (facts: readonly AuditFacts[]) => {
  const entries: (AuditLink & { hash: `0x${string}` })[] = []
  for (const one of facts) {
    const link = { ...one, entry: entries.length + 1, at: 1_700_000_000, previous: entries.at(-1)?.hash ?? NO_ENTRY }
    entries.push({ ...link, hash: hashAuditEntry(link) })
  }
  return entries
}

const made = (subject: string): AuditFacts => ({ actor: 'anonymous', act: 'key.make', subject, facts: { name: 'ci' } })

test('a chain of entries follows from its first', () => {
  expect(findBrokenEntry([])).toBe(null)
  expect(findBrokenEntry(chain([made('1'), made('2'), made('3')]))).toBe(null)
})

test('a changed, missing or swapped entry is found, also where its own hash was made anew', () => {
  const [first, second, third] = chain([made('1'), made('2'), made('3')])
  if (!first || !second || !third) throw new Error('three entries')
  const changed = { ...second, facts: { name: 'CI' } }
  expect(findBrokenEntry([first, changed, third])).toBe(2)
  expect(findBrokenEntry([first, { ...changed, hash: hashAuditEntry(changed) }, third])).toBe(3)
  expect(findBrokenEntry([first, third])).toBe(2)
  expect(findBrokenEntry([second, third])).toBe(1)
  expect(findBrokenEntry([first, third, second])).toBe(2)
})
