import { z } from 'zod'
import { AppError } from '~/domain/errors'

const pattern = z.tuple([z.enum(['next', 'prev']), z.number().int().min(0), z.array(z.string().max(100)).max(4)])

/**
 * A place in a list: the sort values and id of the row next to the page, in which direction the page lies, and the
 * indexed height at which the list was first read, so that every page describes the same rows.
 */
export type Cursor = { direction: 'next' | 'prev'; height: number; key: string[] }

export const buildCursor = ({ direction, height, key }: Cursor): string =>
  Buffer.from(JSON.stringify([direction, height, key])).toString('base64url')

const refuse = (text: string): never => {
  throw new AppError('invalid_cursor', `cursor=${text.slice(0, 80)} is no cursor of this list: start without one.`)
}

/** Reads a cursor whose key has one entry for each of `key`'s patterns; throws `invalid_cursor` on anything else. */
export const parseCursor = (text: string, key: readonly RegExp[]): Cursor => {
  let content: unknown
  try {
    content = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return refuse(text)
  }
  const result = pattern.safeParse(content)
  if (!result.success) return refuse(text)
  const [direction, height, found] = result.data
  const fits = found.length === key.length && key.every((shape, index) => shape.test(found[index] ?? ''))
  return fits ? { direction, height, key: found } : refuse(text)
}

/** The shapes that cursor keys are made of: amounts, what a bigint and what an integer column holds, and others. */
export const keyShapes = {
  integer: /^(0|[1-9][0-9]{0,77})$/,
  count: /^(0|[1-9][0-9]{0,17})$/,
  index: /^(0|[1-9][0-9]{0,8})$/,
  address: /^0x[0-9a-f]{40}$/,
  flag: /^[01]$/,
} as const

/**
 * Cuts a page out of `rows`, which hold up to one row more than `limit` in the order of reading (backwards for `prev`).
 */
export const buildPage = <Row>(
  rows: readonly Row[],
  {
    limit,
    height,
    cursor,
    keyOf,
  }: { limit: number; height: number; cursor: Cursor | null; keyOf: (row: Row) => string[] },
): { rows: Row[]; page: { next: string | null; prev: string | null } } => {
  const isBackwards = cursor?.direction === 'prev'
  const more = rows.length > limit
  const kept = rows.slice(0, limit)
  if (isBackwards) kept.reverse()
  const first = kept[0]
  const last = kept.at(-1)
  const hasNext = isBackwards ? true : more
  const hasPrev = isBackwards ? more : cursor !== null
  return {
    rows: kept,
    page: {
      next: last !== undefined && hasNext ? buildCursor({ direction: 'next', height, key: keyOf(last) }) : null,
      prev: first !== undefined && hasPrev ? buildCursor({ direction: 'prev', height, key: keyOf(first) }) : null,
    },
  }
}

/** What a list is asked for; the cursor as it came. */
export type Paging = { limit?: number | undefined; cursor?: string | undefined }

const DEFAULT_LIMIT = 50

type Numbered<Row> = {
  /** The newest indexed block, which a first page remembers. */
  height: number
  /** Reads rows beyond `from`, which is left out: newest first, or oldest first when read backwards. */
  list: (asked: { from: string | null; backwards: boolean; limit: number }) => Promise<Row[]>
  idOf: (row: Row) => bigint | number
}

/** A page of what is listed by its numbers, newest first. Throws `invalid_cursor`. */
export const readNumbered = async <Row>(
  { limit = DEFAULT_LIMIT, cursor: text }: Paging,
  { height, list, idOf }: Numbered<Row>,
) => {
  const cursor = text === undefined ? null : parseCursor(text, [keyShapes.count])
  const asked = { from: cursor?.key[0] ?? null, backwards: cursor?.direction === 'prev', limit: limit + 1 }
  const keyOf = (row: Row) => [String(idOf(row))]
  return buildPage(await list(asked), { limit, height: cursor?.height ?? height, cursor, keyOf })
}
