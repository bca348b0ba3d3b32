import { createHash } from 'node:crypto'
import { AppError } from '~/domain/errors'

/** A strong validator: the digest of exactly these bytes. */
export const buildEtag = (body: string | Uint8Array): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`

/** Whether `If-None-Match` names the tag; it compares weakly (RFC 9110, 13.1.2). */
export const isFresh = (request: Request, etag: string): boolean => {
  const header = request.headers.get('If-None-Match')
  if (header === null) return false
  if (header.trim() === '*') return true
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/**
 * Whether `If-Match` names a tag; it compares strongly (RFC 9110, 13.1.1). Throws `precondition_required` (RFC 6585)
 * without one, so that nobody overwrites by accident what they have not read.
 */
export const readIfMatch = ({ headers }: Request): ((etag: string) => boolean) => {
  const header = headers.get('If-Match')?.trim() ?? ''
  if (header === '') {
    throw new AppError('precondition_required', 'This needs If-Match with the ETag of what you read: GET it first.')
  }
  const tags = header.split(',').map((tag) => tag.trim())
  return (etag) => header === '*' || tags.includes(etag)
}
