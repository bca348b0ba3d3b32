import { PassThrough } from 'node:stream'
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { KeptHtmlContext } from '~/components/kept-html'
import { startPush as runPush } from '~/features/push/run.server'
import { startRelay as runRelay } from '~/features/relay/run.server'
import { startWebhooks as runWebhooks } from '~/features/webhooks/run.server'
import { getCookie, parseLocale } from '~/i18n/locale'
import { NonceContext } from '~/nonce-context'
import { closeServices as closePool } from '~/services.server'

// The server that serves this build cannot reach the build's own pool in any other way.
export const closeServices = closePool
export const startPush = runPush
export const startRelay = runRelay
export const startWebhooks = runWebhooks

const RENDER_TIMEOUT_MS = 5_000
const ONE_YEAR = 31_536_000

// A link may carry `?lang=`; the cookie keeps that language for the links after it, also without a script.
const keepLanguage = (request: Request, headers: Headers): void => {
  const asked = parseLocale(new URL(request.url).searchParams.get('lang'))
  if (asked === null || asked === getCookie(request, 'lang')) return
  headers.append('Set-Cookie', `lang=${asked}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax; HttpOnly`)
}

const setHeaders = (request: Request, headers: Headers): void => {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Vary', 'Cookie, Accept-Language')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
  keepLanguage(request, headers)
}

/** Renders a page whole before its first byte: no page streams, so an error can still become its status. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce: given, kept }: AppLoadContext,
): Promise<Response> {
  const nonce = typeof given === 'string' ? given : ''
  return new Promise((resolve, reject) => {
    let failure: unknown
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <KeptHtmlContext.Provider value={kept instanceof Map ? kept : new Map()}>
          <RemixServer context={remixContext} url={request.url} nonce={nonce} />
        </KeptHtmlContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        onAllReady: () => {
          clearTimeout(timer)
          if (failure !== undefined) return reject(failure)
          const body = new PassThrough()
          setHeaders(request, headers)
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }))
          pipe(body)
        },
        onShellError: reject,
        onError: (error) => {
          failure = error
        },
      },
    )
    const timer = setTimeout(abort, RENDER_TIMEOUT_MS)
  })
}
