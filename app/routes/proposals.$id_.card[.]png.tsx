import type { LoaderFunctionArgs } from '@remix-run/node'
import { getCurrentBlock, handleApi } from '~/api.server'
import { renderStatic } from '~/components/render-static.server'
import { createBlockCache } from '~/domain/block-cache'
import { ProposalCard } from '~/features/proposals/components/proposal-card.server'
import { getStanding } from '~/features/proposals/read.server'
import { buildEtag, isFresh } from '~/http/etag'
import { getIntl } from '~/i18n/intl.server'
import { type Locale, parseLocale } from '~/i18n/locale'
import { type Png, renderPng } from '~/render-png.server'

// Some 60 KB each.
const MOST_KEPT = 100
const keep = createBlockCache<Png>(MOST_KEPT)

const drawCard = async (id: string, locale: Locale): Promise<Png> =>
  renderPng(renderStatic(getIntl(locale), <ProposalCard {...(await getStanding(id))} />))

/** The picture of a proposal for link previews, in the language of the address alone, so that anybody may keep it. */
export const loader = ({ request, params: { id = '' } }: LoaderFunctionArgs) =>
  handleApi(request, {
    get: async () => {
      const locale = parseLocale(new URL(request.url).searchParams.get('lang')) ?? 'en'
      const { hash } = await getCurrentBlock()
      const png = await keep(hash, `${id} ${locale}`, () => drawCard(id, locale))
      const etag = buildEtag(png)
      const headers = { ETag: etag, 'Cache-Control': 'public, max-age=300', 'Content-Type': 'image/png' }
      if (isFresh(request, etag)) return new Response(null, { status: 304, headers })
      return new Response(request.method === 'HEAD' ? null : png, { headers })
    },
  })

export const action = loader
