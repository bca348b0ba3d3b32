import { data, type LoaderFunctionArgs } from '@remix-run/node'
import type { ReactNode } from 'react'
import { type Address, getAddress, isAddress } from 'viem'
import { type KeptHtml, keepHtml } from '~/components/kept-html'
import type { ProblemText } from '~/components/problem-notice'
import { renderStatic } from '~/components/render-static.server'
import type { PageData } from '~/components/static-page'
import { AppError } from '~/domain/errors'
import { describeFailure } from '~/http/problem'
import { problems } from '~/http/problems'
import { getRequestIntl } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import { describeProblem } from '~/problem.server'
import { getServices } from '~/services.server'

type PageRequest = { intl: IntlShape; url: URL; request: Request; params: LoaderFunctionArgs['params'] }

const RETRY_SECONDS = '5'

const KIND = {
  index_starting: 'starting',
  index_lagging: 'lag',
  database_unreachable: 'away',
  node_unreachable: 'away',
} as const

type Refusal = { problem: ProblemText; status: number; headers?: Record<string, string> }

/** A failure in the reader's language, with the status that the API would answer; null for what nobody foresaw. */
export const describeRefusal = (intl: IntlShape, path: string, error: unknown): Refusal | null => {
  const { code, detail } = describeFailure(error)
  const { status } = problems[code]
  if (code === 'internal') return null
  if (status === 404) return { problem: describeProblem(intl, { kind: 'notFound', path }), status }
  if (code in KIND) {
    const kind = KIND[code as keyof typeof KIND]
    return { problem: describeProblem(intl, { kind }), status, headers: { 'Retry-After': RETRY_SECONDS } }
  }
  return { problem: describeProblem(intl, { kind: 'badRequest', detail }), status }
}

// What nobody foresaw is thrown on, so that the server logs it.
const toProblemPage = (intl: IntlShape, url: URL, error: unknown): unknown => {
  const refusal = describeRefusal(intl, url.pathname, error)
  if (refusal === null) return error
  const { problem, ...init } = refusal
  return data(problem, init)
}

const keepAll = (html: unknown, kept: KeptHtml): unknown => {
  if (typeof html === 'string') return keepHtml(kept, html)
  return Object.fromEntries(Object.entries(html ?? {}).map(([name, part]) => [name, keepHtml(kept, String(part))]))
}

// The server that serves a document hands a map in which its HTML is kept; a request for data alone has none.
const withoutHtml = <Result,>(result: Result, kept: KeptHtml): Result =>
  typeof result === 'object' && result !== null && 'html' in result
    ? { ...result, html: keepAll(result.html, kept) }
    : result

/** A loader of a page: the reader's language at hand, and refusals told in it. */
export const pageLoader =
  <Result,>(make: (page: PageRequest) => Promise<Result>) =>
  async ({ request, params, context: { kept } }: LoaderFunctionArgs): Promise<Result> => {
    const intl = getRequestIntl(request)
    const url = new URL(request.url)
    try {
      const { nameOf } = await getServices()
      const result = await make({ intl: { ...intl, nameOf }, url, request, params })
      return kept instanceof Map ? withoutHtml(result, kept) : result
    } catch (error) {
      throw toProblemPage(intl, url, error)
    }
  }

type Page = { title: string; body: ReactNode; live?: string[] }

/** A page that only reads; with `live`, again as soon as news of those kinds is indexed. */
export const buildPage = (intl: IntlShape, { title, body, live = [] }: Page): PageData => ({
  title: intl.t('site.title', { page: title }),
  html: renderStatic(intl, body),
  live,
})

const MOST_PER_PAGE = 50

/** The cursor of a list in the address. */
export const parsePaging = (search: URLSearchParams): { limit: number; cursor?: string } => {
  const cursor = search.get('cursor')
  return { limit: MOST_PER_PAGE, ...(cursor ? { cursor } : {}) }
}

/** An account in the address, in any capitals, because people type them; throws `invalid_parameter`. */
export const parseAddress = (value: string): Address => {
  if (isAddress(value, { strict: false })) return getAddress(value.toLowerCase())
  throw new AppError('invalid_parameter', `"${value}" is no address: it takes 0x and 40 hexadecimal digits.`)
}
