import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type RequestHandler, type Response } from 'express'
import { AppError } from '~/domain/errors'
import { type Env, readEnv } from '~/env.server'
import { answerFailure } from './answer-failure'
import { say } from './log'
import { requireHost } from './require-host'
import { findResource, groupRoutes } from './route-groups'
import { buildSecurityHeaders } from './security-headers'
import { createStopSignal } from './stop-signal'
import { surviveLostSockets } from './survive-lost-sockets'

const build = fileURLToPath(new URL('../../build/', import.meta.url))
// What is under way may end; streams never do by themselves.
const GRACE_MS = 2_000
// A client that trickles holds a connection for nothing: a head fits into a packet or two, and the largest body, 8 MB, is
// here in a minute at 1 Mbit/s. Node looks for late ones every 5 s instead of every 30.
const HEAD_MS = 10_000
const REQUEST_MS = 60_000
const CHECK_MS = 5_000

/** The build bundles its own copy of the services, so it must start what uses them, and close them, itself. */
type OwnExports = Partial<Record<'startRelay' | 'startWebhooks' | 'startPush' | 'closeServices', () => Promise<void>>>

/** `ostrakon serve`: serves the portal and the API until it is told to stop. */
export const runServe = async (): Promise<number> => {
  const env = readEnv()
  const signal = createStopSignal()
  const remix = await loadBuild()
  const own = remix.entry.module as OwnExports
  const startWork = async () => {
    if (env.RELAY_KEY !== undefined) await own.startRelay?.()
    if (env.DATABASE_URL === undefined) return
    await own.startWebhooks?.()
    await own.startPush?.()
  }
  // What works in the background ends with its connections.
  surviveLostSockets(async () => {
    await own.closeServices?.()
    await startWork()
  })
  await startWork().catch(throwOwn)
  const server = await listen(createApp(env, remix), env)
  say('portal', `listening on ${env.HOST}:${env.PORT}`)
  process.send?.('listening')
  await new Promise<void>((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
  await close(server)
  await own.closeServices?.()
  // A connection that the database's driver was making anew when its pool ended would keep this process alive.
  return process.exit(0)
}

// Of the build's own copy of our error class too, which nobody here would know as one.
const throwOwn = (cause: unknown): never => {
  if (!(cause instanceof Error && cause.name === 'AppError')) throw cause
  throw new AppError((cause as AppError).code, cause.message, { cause })
}

const loadBuild = async (): Promise<ServerBuild> => {
  const file = join(build, 'server/index.js')
  if (!existsSync(file)) throw new AppError('not_built', 'The portal is not built: run `npm run build`.')
  return import(pathToFileURL(file).href)
}

const createApp = (env: Env, remix: ServerBuild): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', env.TRUSTED_PROXIES)
  app.use((request, response: Response, next) => {
    // What app/limits.server.ts counts by; whatever a client calls itself is overwritten.
    request.headers['x-client-address'] = request.ip ?? ''
    const nonce = randomBytes(16).toString('base64')
    response.locals['nonce'] = nonce
    response.set(buildSecurityHeaders(env, { nonce, path: request.path }))
    next()
  })
  app.use(requireHost)
  // A stream of events must not wait in a compressor's buffer.
  const filter: compression.CompressionFilter = (request, response) =>
    !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response)
  app.use(compression({ filter }))
  const handle = createHandler(env, remix)
  // Before the files, which would be looked for on the disk at each request.
  app.all('/api/*', handle)
  const client = join(build, 'client')
  app.use('/assets', express.static(join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  app.use(express.static(client, { maxAge: '1h', index: false, redirect: false }))
  app.all('*', handle)
  app.use(answerFailure)
  return app
}

const createHandler = (env: Env, remix: ServerBuild): RequestHandler => {
  const handleOf = (routes: ServerBuild['routes']): RequestHandler =>
    createRequestHandler({
      build: { ...remix, routes },
      mode: env.NODE_ENV,
      getLoadContext: (request, response) => ({
        nonce: response.locals['nonce'],
        countUnread: () => response.writableLength,
        // A request's own signal is lost once a copy that the framework made of the request is collected.
        onGone: (listener: () => void) =>
          response.destroyed ? setImmediate(listener) : response.once('close', listener),
        // A document holds its HTML once; a request for a page's data alone needs it in the data.
        kept: request.path.endsWith('.data') ? null : new Map<string, string>(),
      }),
    })
  const handleAny = handleOf(remix.routes)
  const handles = new Map([...groupRoutes(remix.routes)].map(([name, routes]) => [name, handleOf(routes)]))
  return (request, response, next) =>
    (handles.get(findResource(request.path) ?? '') ?? handleAny)(request, response, next)
}

const listen = (app: Express, { PORT, HOST }: Env) =>
  new Promise<Server>((done, fail) => {
    const limits = { headersTimeout: HEAD_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: CHECK_MS }
    const server = createServer(limits, app).listen(PORT, HOST, () => done(server))
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.code})`
      fail(new AppError('port_taken', `Port ${PORT} on ${HOST} ${why}: set PORT to another one.`, { cause }))
    })
  })

const close = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  })
