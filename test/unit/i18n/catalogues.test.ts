import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { catalogues } from '~/i18n/catalogue.server'
import { LOCALES } from '~/i18n/locale'

const APP = new URL('../../../app/', import.meta.url).pathname
const CATALOGUES = /i18n\/(en|zh-CN)(\/|\.ts$)/

const listSources = (): string[] =>
  readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !CATALOGUES.test(path))
    .map((path) => readFileSync(join(APP, path), 'utf8'))

const source = listSources().join('\n')

const namesIn = (text: string): string[] => {
  const names = new Set<string>()
  const walk = (elements: ReturnType<typeof parse>): void => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value)
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const { value } of Object.values(element.options)) walk(value)
      }
      if (element.type === TYPE.tag) walk(element.children)
    }
  }
  walk(parse(text))
  return [...names].sort()
}

// `check.${rule}` uses every key below "check.", and getAreaText(locale, 'vote') every key below "vote.".
const prefixes = [
  ...[...source.matchAll(/`([a-z][\w-]*\.(?:[\w-]+\.)*)\$\{/g)].map(([, prefix = '']) => prefix),
  ...[...source.matchAll(/getAreaText\([^,]+, '([\w.-]+)'\)/g)].map(([, area = '']) => `${area}.`),
]

const isUsed = (key: string): boolean =>
  [`'${key}'`, `"${key}"`, `\`${key}\``].some((literal) => source.includes(literal)) ||
  prefixes.some((prefix) => key.startsWith(prefix))

describe.each(LOCALES)('the catalogue %s', (locale) => {
  const catalogue = catalogues[locale]

  it('has the keys of the English one and no others', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(catalogues.en).sort())
  })

  it('has a text for every key', () => {
    expect(Object.entries(catalogue).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('takes the same values as the English one in every text', () => {
    const differing = Object.entries(catalogue).filter(
      ([key, text]) => namesIn(text).join() !== namesIn(catalogues.en[key as keyof typeof catalogue]).join(),
    )
    expect(differing).toEqual([])
  })
})

describe('the keys', () => {
  it('are all used by some source', () => {
    expect(Object.keys(catalogues.en).filter((key) => !isUsed(key))).toEqual([])
  })

  it('say what every action can say', async () => {
    const { sentenceKeys } = await import('~/chain/decode-action')
    expect(sentenceKeys.filter((key) => !(key in catalogues.en))).toEqual([])
  })
})

describe('Chinese texts', () => {
  it('use full-width punctuation between Chinese characters', () => {
    const odd = Object.entries(catalogues['zh-CN']).filter(([, text]) => /[一-鿿][,;:!?][一-鿿]/.test(text))
    expect(odd).toEqual([])
  })

  it('address the reader as 你', () => {
    expect(Object.entries(catalogues['zh-CN']).filter(([, text]) => text.includes('您'))).toEqual([])
  })
})
