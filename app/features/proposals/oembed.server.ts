import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'
import { getIntl } from '~/i18n/intl.server'
import { parseLocale } from '~/i18n/locale'
import { findPortal, getServices } from '~/services.server'
import { buildSnippet, EMBED } from './components/embed-snippet.server'
import { getTitle } from './components/title'
import type { Oembed } from './oembed-schema'
import { getStanding } from './read.server'

type Asked = { url: string; maxwidth?: number | undefined; maxheight?: number | undefined }

/** How another site shows the proposal whose page is at `url`. Throws `not_found` for any other address. */
export const getOembed = async ({ url, maxwidth, maxheight }: Asked, origin: string): Promise<Oembed> => {
  const portal = findPortal(await getServices(), origin)
  const page = new URL(url)
  const [, place, id] = /^(.*)\/proposals\/([0-9]+)$/.exec(page.origin + page.pathname) ?? []
  if (place !== portal || id === undefined) {
    throw new AppError('not_found', `${url} is no proposal's page of ${portal}: only those can be embedded.`)
  }
  const { proposal } = await getStanding(id)
  const intl = getIntl(parseLocale(page.searchParams.get('lang')) ?? 'en')
  const width = Math.min(EMBED.width, maxwidth ?? EMBED.width)
  const height = Math.min(EMBED.height, maxheight ?? EMBED.height)
  return {
    version: '1.0',
    type: 'rich',
    provider_name: 'Ostrakon',
    provider_url: portal,
    title: toPlainText(getTitle(intl, proposal)),
    html: buildSnippet(intl, { portal, id, width, height }),
    width,
    height,
  }
}
