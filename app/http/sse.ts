/** One server-sent event; `id` is what a client sends back as Last-Event-ID. */
export type ServerEvent = { id: string; event: string; data: unknown }

/** The text of an event (WHATWG HTML, 9.2); JSON holds no line breaks, so one data line is enough. */
export const formatEvent = ({ id, event, data }: ServerEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`

/** A comment that keeps proxies from closing a quiet stream. */
export const HEARTBEAT = ': still here\n\n'

/** The id that a client saw last; null for a new one or an id that is none of ours. */
export const readLastEventId = (request: Request): bigint | null => {
  const given = request.headers.get('Last-Event-ID')
  return given !== null && /^[0-9]{1,18}$/.test(given) ? BigInt(given) : null
}
