import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from '~/i18n/en'
import { zhCN } from '~/i18n/zh-CN'

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

test.each([
  ['English', en],
  ['Chinese', zhCN],
])('C11 and so it is on the page, in %s', (_language, catalogue) => {
  const said = Object.keys(catalogue).filter((key) => key.startsWith('custody.limit.'))
  const limits = ['copies', 'expiry', 'keys', 'loss', 'memory', 'names', 'node', 'quantum', 'sealer', 'together']
  expect(said.map((key) => key.split('.').at(-1)).sort()).toEqual(limits)
})
