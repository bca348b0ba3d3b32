export const LOCALES = ['en', 'zh-CN'] as const

export type Locale = (typeof LOCALES)[number]

const DEFAULT_LOCALE: Locale = 'en'

/** Takes `en`, `en-GB`, `zh`, `zh-Hans-SG` and the like; null for a language that the portal does not speak. */
export const parseLocale = (value: string | null | undefined): Locale | null => {
  const language = value?.trim().toLowerCase().split(/[-_]/)[0]
  return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === language) ?? null
}

const fromAcceptLanguage = (header: string | null): Locale | null => {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag, ...params] = part.trim().split(';')
      const quality = params.map((param) => /^\s*q=([\d.]+)$/.exec(param)?.[1]).find((found) => found !== undefined)
      return { locale: parseLocale(tag), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ locale, quality }) => locale !== null && quality > 0)
    .sort((left, right) => right.quality - left.quality)
  return ranked[0]?.locale ?? null
}

/** The reader's language: `?lang=` (so that a link can carry it), then the cookie, then what the browser asks for. */
export const getLocale = (request: Request): Locale =>
  parseLocale(new URL(request.url).searchParams.get('lang')) ??
  parseLocale(getCookie(request, 'lang')) ??
  fromAcceptLanguage(request.headers.get('accept-language')) ??
  DEFAULT_LOCALE

/** A cookie of the request, decoded; null where it is not set. */
export const getCookie = (request: Request, name: string): string | null => {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  const value = pairs.find(([key]) => key === name)?.[1]
  return value === undefined ? null : value
}
