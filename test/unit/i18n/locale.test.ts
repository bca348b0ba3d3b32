import { describe, expect, it } from 'vitest'
import { getLocale, parseLocale } from '~/i18n/locale'

const request = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost${path}`, { headers })

describe('getLocale', () => {
  it('takes the language of the link before all else', () => {
    expect(getLocale(request('/?lang=zh-CN', { cookie: 'lang=en', 'accept-language': 'en' }))).toBe('zh-CN')
  })

  it('takes the cookie before the browser', () => {
    expect(getLocale(request('/', { cookie: 'theme=dark; lang=zh-CN', 'accept-language': 'en' }))).toBe('zh-CN')
  })

  it('takes the language that the browser likes best among those spoken here', () => {
    expect(getLocale(request('/', { 'accept-language': 'fr, en;q=0.5, zh-Hans;q=0.8' }))).toBe('zh-CN')
    expect(getLocale(request('/', { 'accept-language': 'zh;q=0, de' }))).toBe('en')
  })

  it('ignores languages that it does not speak', () => {
    expect(getLocale(request('/?lang=xx', { cookie: 'lang=<script>' }))).toBe('en')
    expect(parseLocale('english')).toBeNull()
  })
})
