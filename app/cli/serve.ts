import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type Response } from 'express'
import { AppError } from '~/domain/errors'
import { type Env, readEnv } from '~/env.server'
import { say } from './log'
import { buildSecurityHeaders } from './security-headers'
import { createStopSignal } from './stop-signal'

const build = fileURLToPath(new URL('../../build/', import.meta.url))
// What is under way may end; streams never do by themselves.
const GRACE_MS = 2_000

/** `ostrakon serve`: serves the portal and the API until it is told to stop. */
export const runServe = async (): Promise<number> => {
  const env = readEnv()
  const signal = createStopSignal()
  const remix = await loadBuild()
  const server = await listen(createApp(env, remix), env)
  say('portal', `listening on ${env.HOST}:${env.PORT}`)
  process.send?.('listening')
  await new Promise<void>((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
  await close(server)
  await closePool(remix)
  return 0
}

const loadBuild = async (): Promise<ServerBuild> => {
  const file = join(build, 'server/index.js')
  if (!existsSync(file)) throw new AppError('not_built', 'The portal is not built: run `npm run build`.')
  return import(pathToFileURL(file).href)
}

const createApp = (env: Env, remix: ServerBuild): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.use((_request, response: Response, next) => {
    const nonce = randomBytes(16).toString('base64')
    response.locals['nonce'] = nonce
    response.set(buildSecurityHeaders(env, nonce))
    next()
  })
  // A stream of events must not wait in a compressor's buffer.
  const filter: compression.CompressionFilter = (request, response) =>
    !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response)
  app.use(compression({ filter }))
  const client = join(build, 'client')
  app.use('/assets', express.static(join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  app.use(express.static(client, { maxAge: '1h', index: false, redirect: false }))
  app.all(
    '*',
    createRequestHandler({
      build: remix,
      mode: env.NODE_ENV,
      getLoadContext: (request, response) => ({
        nonce: response.locals['nonce'],
        // A document holds its HTML once; a request for a page's data alone needs it in the data.
        kept: request.path.endsWith('.data') ? null : new Map<string, string>(),
      }),
    }),
  )
  return app
}

const listen = (app: Express, { PORT, HOST }: Env) =>
  new Promise<Server>((done, fail) => {
    const server = app.listen(PORT, HOST, () => done(server))
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

// The build bundles its own copy of the services, so it must close them itself.
const closePool = async ({ entry }: ServerBuild) => {
  const close = (entry.module as { closeServices?: () => Promise<void> }).closeServices
  await close?.()
}
