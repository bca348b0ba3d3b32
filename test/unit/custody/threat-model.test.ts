import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const readSection = (title: string) => {
  const text = readFileSync(new URL('../../../docs/threat-model.md', import.meta.url), 'utf8')
  return text.split(/^## /m).find((section) => section.startsWith(title)) ?? ''
}

test('C11 what custody does not protect against is said in the threat model, each with its reason', () => {
  const section = readSection('Custody of gated weights')
  expect(section).toContain('does **not** protect against')
  const said = [...section.matchAll(/^- \*\*(.+?):\*\* (.{20,})/gm)].map(([, what]) => what)
  expect(said).toEqual([
    'The sealer',
    'K stewards together',
    'Stolen keys, K of them',
    'A grantee who copies',
    'A lying RPC node',
    'Loss of N - K + 1 keys',
    'Public names and sizes',
    'A later quantum computer',
    "JavaScript's memory",
  ])
})
