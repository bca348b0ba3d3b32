import { createIntl, createIntlCache } from '@formatjs/intl'
import { Children, type ReactNode } from 'react'
import { catalogues } from './catalogue.server'
import type { IntlShape, RichValues, TextValues } from './intl-context'
import { getLocale, type Locale } from './locale'
import type { AreaText, MessageKey } from './messages'

const cache = createIntlCache()

const build = (locale: Locale): IntlShape => {
  const shape = createIntl<ReactNode>(
    {
      locale,
      messages: { ...catalogues[locale] },
      onError: (error) => {
        throw error
      },
    },
    cache,
  )
  return {
    locale,
    t: (id: MessageKey, values?: TextValues) => String(shape.formatMessage({ id }, { ...values })),
    rich: (id: MessageKey, values: RichValues) => Children.toArray(shape.formatMessage({ id }, values)),
  }
}

const intls: Record<Locale, IntlShape> = { en: build('en'), 'zh-CN': build('zh-CN') }

/** Texts in a language; only on the server, so that no formatter and no catalogue reach the browser. */
export const getIntl = (locale: Locale): IntlShape => intls[locale]

/** Texts in the language of the request's reader. */
export const getRequestIntl = (request: Request): IntlShape => getIntl(getLocale(request))

/** The raw texts below `area.`, to hand to an island, which fills them with `fillText`. */
export const getAreaText = <Area extends string>(locale: Locale, area: Area): AreaText<Area> => {
  const prefix = `${area}.`
  const entries = Object.entries(catalogues[locale]).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), text])) as AreaText<Area>
}
