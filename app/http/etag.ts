import { createHash } from 'node:crypto'

/** A strong validator: the digest of exactly these bytes. */
export const buildEtag = (body: string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`

/** Whether `If-None-Match` names the tag; it compares weakly (RFC 9110, 13.1.2). */
export const isFresh = (request: Request, etag: string): boolean => {
  const header = request.headers.get('If-None-Match')
  if (header === null) return false
  if (header.trim() === '*') return true
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
