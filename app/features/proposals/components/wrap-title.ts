import { toPlainText } from '~/domain/plain-text'

// Widths in em of what a picture is set in (Noto Sans Bold, or as wide), rounded up: a picture has nobody who measures.
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/\p{M}/u, 0],
  [/[ !',.:;ijl]/, 0.3],
  [/[()\-/I[\\\]`_frt{}J]/, 0.45],
  [/["$*+0-9<=>?EFLSTZ^acesvxyz|~]/, 0.6],
  [/[#BCKPRVXYAbdghknopqu]/, 0.7],
  [/[&DGHOQU\u00a0-\u0590]/, 0.8],
]

/** No less than how wide a text is, in em. */
export const measureText = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (WIDTHS.find(([kind]) => kind.test(letter))?.[1] ?? 1), 0)

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const splitLetters = (text: string): string[] => [...letters.segment(text)].map(({ segment }) => segment)

// A line may break after a space and around a letter that is a word by itself, if no punctuation follows.
const PIECES = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]\p{P}*|[^\s\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]+\s*|\s+/gu

// One that is wider than a line is broken anywhere.
const splitPieces = (text: string, most: number): string[] =>
  (text.match(PIECES) ?? []).flatMap((piece) => (measureText(piece.trim()) > most ? splitLetters(piece) : [piece]))

/** Breaks a text into lines of at most `width` em. */
const wrapText = (text: string, width: number): string[] => {
  const lines = ['']
  for (const piece of splitPieces(text, width)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && measureText(`${line}${piece}`.trimEnd()) > width) lines.push(piece)
    else lines[lines.length - 1] = line + piece
  }
  return lines.map((line) => line.trim())
}

// What joins and varies letters has no shape of its own, and a document takes no code point that is none.
const toDrawable = (title: string): string =>
  toPlainText(title.replace(/\p{Join_Control}|\p{Variation_Selector}|\p{Noncharacter_Code_Point}/gu, ''))

const SIZES = [
  { size: 54, lead: 64, most: 2 },
  { size: 44, lead: 52, most: 3 },
] as const

/** A title of strangers as at most three lines of a picture `width` pixels wide, as large as it can be. */
export const wrapTitle = (title: string, width: number) => {
  const text = toDrawable(title)
  const wrapped = SIZES.map((one) => ({ ...one, lines: wrapText(text, width / one.size) }))
  const found = wrapped.find(({ lines, most }) => lines.length <= most)
  if (found !== undefined) return found
  const last = SIZES[1]
  const shown = wrapText(text, width / last.size - 1).slice(0, last.most)
  return { ...last, lines: shown.map((line, index) => (index === last.most - 1 ? `${line}…` : line)) }
}
