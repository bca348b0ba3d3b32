import { randomUUID } from 'node:crypto'

const exposed = 'ETag, Link, Retry-After, X-Request-Id, X-Index-Block, X-Index-Time, X-Index-Age'

/** The id by which a request is found in the log: the client's own where it is harmless, else a new one. */
export const readRequestId = (request: Request): string => {
  const given = request.headers.get('X-Request-Id')
  return given !== null && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : randomUUID()
}

/** Requests are anonymous and carry no cookie, so any page may make them. */
export const allowAnyOrigin = (headers: Headers): void => {
  headers.set('Access-Control-Allow-Origin', '*')
  headers.set('Access-Control-Expose-Headers', exposed)
  headers.set('X-Content-Type-Options', 'nosniff')
}

/** The answer to OPTIONS, also as a preflight; `allow` is the list of methods. */
export const buildOptionsAnswer = (allow: string): Response => {
  const headers = new Headers({
    Allow: allow,
    'Access-Control-Allow-Methods': allow,
    'Access-Control-Allow-Headers': 'Content-Type, If-None-Match, Last-Event-ID, X-Request-Id',
    'Access-Control-Max-Age': '86400',
  })
  allowAnyOrigin(headers)
  return new Response(null, { status: 204, headers })
}

/** The `Link` header (RFC 8288) of a list's page. */
export const buildLink = (url: URL, page: { next: string | null; prev: string | null }): string | null => {
  const links = (['next', 'prev'] as const).flatMap((relation) => {
    const cursor = page[relation]
    if (cursor === null) return []
    const search = new URLSearchParams(url.search)
    search.set('cursor', cursor)
    return [`<${url.pathname}?${search}>; rel="${relation}"`]
  })
  return links.length === 0 ? null : links.join(', ')
}
