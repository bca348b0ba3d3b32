import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'

type Logger = Parameters<typeof createServer>[1]['components']['logger']

// It asks for the logger of a library that we do not have, and calls these.
const levels = ['trace', 'debug', 'info', 'success', 'warn', 'error', 'fatal']
const mute = { ...Object.fromEntries(levels.map((level) => [level, () => {}])), child: () => mute } as unknown as Logger

/** Puts Prism between a test and a server: it holds what passes against the OpenAPI document and tells it in a header. */
export const startPrism = async (document: object, upstream: string) => {
  const server = createServer(await getHttpOperationsFromSpec(document), {
    components: { logger: mute },
    cors: false,
    config: {
      ...{ isProxy: true, upstream: new URL(upstream), upstreamProxy: undefined, mock: { dynamic: false } },
      // Tests send wrong requests on purpose, which must reach the server.
      ...{ errors: false, checkSecurity: true, validateRequest: true, validateResponse: true },
    },
  })
  return { url: await server.listen(0, '127.0.0.1'), stop: () => server.close() }
}

// Every path answers them, and the document has none.
const unwritten = ['HEAD', 'OPTIONS']

/** Whether a request reaches the server through Prism as it was sent: JSON does, in the usual spelling. */
export const canPassPrism = ({ method = 'GET', body }: RequestInit): boolean => {
  if (unwritten.includes(method)) return false
  if (body === undefined || body === null) return true
  try {
    return typeof body === 'string' && JSON.stringify(JSON.parse(body)) === body
  } catch {
    return false
  }
}

type Violation = { location: string[]; severity: string; message: string; code?: string | number }

/** Throws unless the answer is what the document says, and so is the request where it was taken. */
export const requireNoViolation = (path: string, { status, headers }: Response): void => {
  const found = JSON.parse(headers.get('sl-violations') ?? '[]') as Violation[]
  const wrong = found.filter(({ location }) => location[0] === 'response' || status < 400)
  if (wrong.length === 0) return
  throw new Error(
    `${path} ${status}: ${wrong.map(({ location, message }) => `${location.join('.')} ${message}`).join('; ')}`,
  )
}
