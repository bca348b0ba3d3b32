import { json, type LoaderFunctionArgs } from '@remix-run/node'
import type { DraftViewer } from '#db/queries/drafts.server'
import { findCaller } from './access.server'
import { AppError } from './domain/errors'
import { readViewer } from './features/drafts/find-draft.server'
import { getRequestIntl } from './i18n/intl.server'
import type { IntlShape } from './i18n/intl-context'

/** Who reads a page of drafts: by a session, and by the token of a link that a script sends. */
export const findReader = async (request: Request): Promise<DraftViewer> => {
  const caller = await findCaller(request)
  return readViewer(caller?.scopes.includes('drafts') ? caller : null, request)
}

const isId = (text: string): boolean => /^[1-9][0-9]{0,17}$/.test(text)

/** Null where the reader may not read it, or there is no such draft: which of both, nobody is told. */
const findReadable = async <Result>(id: string, read: () => Promise<Result>): Promise<Result | null> => {
  if (!isId(id)) return null
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'draft_unknown') return null
    throw error
  }
}

const describeLocked = ({ t }: IntlShape, id: string) => ({
  title: t('draftLocked.title'),
  detail: t('draftLocked.detail', { id }),
  next: t('draftLocked.next'),
  links: [{ href: '/drafts', name: t('drafts.title') }],
  opening: t('draftLocked.opening'),
  refused: t('draftLocked.refused'),
})

/** Reads a draft for its page, or says why there may be none to read. */
export const showOrLock = async <Result>(intl: IntlShape, id: string, read: () => Promise<Result>) => {
  const found = await findReadable(id, read)
  if (found !== null) return found
  const locked = describeLocked(intl, id)
  return json({ title: intl.t('site.title', { page: locked.title }), locked }, { status: 404 })
}

type Build<View> = (asked: { intl: IntlShape; id: string; url: URL; request: Request }) => Promise<View>

/** Answers a page of a draft as JSON; 404 for whoever may not read it. */
export const answerShared = async <View>(
  { request, params: { id = '' } }: LoaderFunctionArgs,
  build: Build<View>,
): Promise<Response> => {
  const url = new URL(request.url)
  // Links of the page lead to the page.
  url.pathname = url.pathname.replace(/\/shared$/, '')
  const asked = { intl: getRequestIntl(request), id, url, request }
  const view = await findReadable(id, () => build(asked))
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  return new Response(JSON.stringify(view), { status: view === null ? 404 : 200, headers })
}
