import type { ReactNode } from 'react'
import { renderStatic } from '~/components/render-static.server'
import { EmbedFailure, EmbedPage } from '~/features/proposals/components/embed-page.server'
import { getStanding } from '~/features/proposals/read.server'
import { buildEtag, isFresh } from '~/http/etag'
import { getRequestIntl } from '~/i18n/intl.server'
import { describeRefusal } from '~/page.server'
import { findPortal, getServices } from '~/services.server'
import stylesheet from '~/styles/app.css?url'

const HEADERS = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'Cookie, Accept-Language' }

/** Answers a page without scripts for frames on other sites. */
export const answerEmbed = async (request: Request, id: string): Promise<Response> => {
  const intl = getRequestIntl(request)
  const { origin, pathname } = new URL(request.url)
  const render = (page: ReactNode) => `<!doctype html>${renderStatic(intl, page)}`
  const place = { stylesheet, portal: findPortal(await getServices(), origin) }
  try {
    const html = render(<EmbedPage {...(await getStanding(id))} {...place} />)
    const etag = buildEtag(html)
    const headers = { ...HEADERS, ETag: etag, 'Cache-Control': 'private, no-cache' }
    return isFresh(request, etag) ? new Response(null, { status: 304, headers }) : new Response(html, { headers })
  } catch (error) {
    const refusal = describeRefusal(intl, pathname, error)
    if (refusal === null) throw error
    const { problem, status, headers } = refusal
    const html = render(<EmbedFailure problem={problem} {...place} />)
    return new Response(html, { status, headers: { ...HEADERS, ...headers } })
  }
}
