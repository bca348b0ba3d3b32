import { randomUUID } from 'node:crypto'

const exposed = [
  ...['ETag', 'Link', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'Idempotent-Replayed'],
  ...['X-Request-Id', 'X-Index-Block', 'X-Index-Time', 'X-Index-Age'],
].join(', ')

const accepted = [
  ...['Authorization', 'Content-Type', 'Draft-Share', 'Idempotency-Key', 'If-Match', 'If-None-Match'],
  ...['Last-Event-ID', 'X-Request-Id'],
].join(', ')

const ids = new WeakMap<Request, string>()

/** The id by which a request is found in the log: the client's own where it is harmless, else one made once. */
export const readRequestId = (request: Request): string => {
  const given = request.headers.get('X-Request-Id')
  const id = ids.get(request) ?? (given !== null && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : randomUUID())
  ids.set(request, id)
  return id
}

/** Any page may read: without Access-Control-Allow-Credentials no browser sends a session's cookie from another site. */
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
    'Access-Control-Allow-Headers': accepted,
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
