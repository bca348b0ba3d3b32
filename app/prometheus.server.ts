import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { findCursor } from '#db/queries/cursor.server'
import { countConnections, countReorgsAfter, getOutboxEnd } from '#db/queries/outbox.server'
import { endpoints } from '~/endpoints.server'
import { countStreams } from '~/events.server'
import { getServices } from '~/services.server'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const labelNames = ['method', 'route', 'status'] as const
const requests = new Counter({
  name: 'ostrakon_http_requests_total',
  help: 'Requests to the API by route template and status.',
  labelNames,
  registers: [registry],
})
const durations = new Histogram({
  name: 'ostrakon_http_request_duration_seconds',
  help: 'Time until the headers of an answer, by route template.',
  labelNames: ['method', 'route'] as const,
  buckets: [0.001, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  registers: [registry],
})
const gauge = (name: string, help: string) => new Gauge({ name: `ostrakon_${name}`, help, registers: [registry] })
const indexed = gauge('index_block', 'The newest indexed block.')
const head = gauge('chain_head_block', 'The newest block that node or indexer have seen.')
const lag = gauge('index_lag_seconds', 'Seconds by which the index trails the chain.')
const outbox = gauge('outbox_end', 'The newest id in the outbox.')
const streams = gauge('event_streams', 'Streams of events that are open.')
const reorgs = new Counter({
  name: 'ostrakon_reorgs_total',
  help: 'Reorgs that the index has followed.',
  registers: [registry],
})
const connections = new Gauge({
  name: 'ostrakon_database_connections',
  help: 'Connections of web processes to the database, by state.',
  labelNames: ['state'] as const,
  registers: [registry],
})

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

const templates = [...new Set([...Object.values(endpoints).map(({ path }) => path), '/openapi.json', '/events'])].map(
  (path) => ({ path, parts: path.split('/') }),
)

// Only names from our own tables become labels: whoever asks for a million addresses must not make a million series.
const routeOf = ({ url }: Request): string => {
  const parts = new URL(url).pathname.replace(/^\/api\/v1/, '').split('/')
  const found = templates.find(
    (template) =>
      template.parts.length === parts.length &&
      template.parts.every((part, index) => part.startsWith('{') || part === parts[index]),
  )
  return found?.path ?? 'unknown'
}

/** Counts a request to the API; the result is called with the answer once its headers stand, and returns it. */
export const observeRequest = (request: Request): ((response: Response) => Response) => {
  const began = performance.now()
  return (response) => {
    const route = routeOf(request)
    const method = METHODS.includes(request.method) ? request.method : 'other'
    requests.inc({ method, route, status: response.status })
    durations.observe({ method, route }, (performance.now() - began) / 1000)
    return response
  }
}

// Reorgs are rows of the outbox, which only grows: each is counted once, the older ones on the first scrape.
let counted = 0n

const collect = async (): Promise<void> => {
  const { sql, headWatch } = await getServices()
  streams.set(countStreams())
  const cursor = await findCursor(sql)
  const seen = await headWatch.getHead()
  if (cursor !== null) {
    indexed.set(cursor.number)
    head.set(Math.max(seen?.number ?? 0, cursor.head))
    lag.set(headWatch.getLagSeconds(cursor, seen) ?? 0)
  }
  const end = await getOutboxEnd(sql)
  outbox.set(Number(end))
  connections.reset()
  for (const { state, count } of await countConnections(sql)) connections.set({ state }, count)
  const from = counted
  const more = await countReorgsAfter(sql, from, end)
  // Two scrapes at once must not count the same ones.
  if (counted !== from) return
  counted = end
  reorgs.inc(more)
}

/** All figures in the text format of Prometheus; those of the index are missing while the database does not answer. */
export const scrape = async (): Promise<string> => {
  await collect().catch(() => undefined)
  return registry.metrics()
}
