import { AppError } from './errors'

/** What RFC 8785 can write; amounts beyond 2^53 go in as decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one way to write a JSON value (RFC 8785, JCS), so that equal values have equal digests. Throws
 * `not_canonical_json` on numbers that are not finite and on strings that are not Unicode.
 */
export const buildCanonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new AppError('not_canonical_json', `${value} has no form in JSON.`)
    return JSON.stringify(value)
  }
  if (typeof value === 'string') return writeString(value)
  if (isList(value)) return `[${value.map(buildCanonicalJson).join(',')}]`
  // RFC 8785 orders keys by UTF-16 code units, which is what sort() does; only manifests order by code points.
  const members = Object.keys(value).sort()
  return `{${members.map((key) => `${writeString(key)}:${buildCanonicalJson(value[key] ?? null)}`).join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

const writeString = (text: string): string => {
  if (/\p{Surrogate}/u.test(text)) {
    throw new AppError('not_canonical_json', `${JSON.stringify(text)} holds a lone surrogate and is not Unicode.`)
  }
  return JSON.stringify(text)
}
