import { expect, test } from 'vitest'
import { quoteName, toPlainJson, toPlainText } from '~/domain/plain-text'

const nasty = 'a\u001b[2J\n\u0007\u009b31m\u202e\u2028\u200b\u{e0041}\ud800z'

test('no control, direction, line or invisible character is left in text for people', () => {
  expect(toPlainText(nasty)).toBe('a\\u{1b}[2J\\u{a}\\u{7}\\u{9b}31m\\u{202e}\\u{2028}\\u{200b}\\u{e0041}\\u{d800}z')
  expect(toPlainText('Größe 模型 é 🙂')).toBe('Größe 模型 é 🙂')
})

test('a quoted name cannot end its quotes', () => {
  expect(quoteName('a" is fine; "b\\')).toBe('"a\\" is fine; \\"b\\\\"')
})

test('JSON for programs keeps every text, and shows none of these characters', () => {
  const json = toPlainJson({ nasty })
  expect(json).toMatch(/^[\u0020-\u007e]*$/)
  expect(JSON.parse(json)).toEqual({ nasty })
})
