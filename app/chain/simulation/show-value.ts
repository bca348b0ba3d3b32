import { toPlainText } from '~/domain/plain-text'

const MOST_LETTERS = 1_024

/** Text of others, cut, and such that it can only be read. */
export const showText = (text: string): string => {
  const plain = toPlainText(text.slice(0, MOST_LETTERS))
  if (text.length <= MOST_LETTERS && plain.length <= MOST_LETTERS) return plain
  return `${plain.slice(0, MOST_LETTERS).replace(/\p{Surrogate}$/u, '')}…`
}

/** A decoded value as text; lists and structs are JSON. Whoever emitted it chose it, so it is cut and plain. */
export const showValue = (value: unknown): string => {
  if (typeof value !== 'object') return showText(String(value))
  return showText(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)))
}
