import autocannon from 'autocannon'
import type { Sql } from '#db/client.server'

/** Requests or queries a second, and milliseconds in which half, 95 and 99 of a hundred were answered. */
export type Figures = { perSecond: number; p50: number; p95: number; p99: number }

const figuresOf = (times: number[], seconds: number): Figures => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

type Load = {
  origin: string
  connections: number
  amount: number
  expected: number
  headers?: Record<string, string>
  nextPath: () => string
}

/** Asks `amount` times over some connections, each time for the next path; throws where another status is answered. */
export const loadHttp = async ({
  origin,
  connections,
  amount,
  expected,
  headers = {},
  nextPath,
}: Load): Promise<Figures> => {
  const times: number[] = []
  const began = performance.now()
  // The load tool looks only once a second whether it is done.
  let last = began
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(
      {
        url: origin,
        connections,
        amount,
        headers,
        requests: [{ setupRequest: (request) => ({ ...request, path: `/api/v1${nextPath()}` }) }],
      },
      (error) => (error ? reject(error) : resolve()),
    )
    run.on('response', (_client, status, _bytes, time) => {
      if (status !== expected) {
        run.stop()
        reject(new Error(`answered ${status}, not ${expected}`))
      }
      times.push(time)
      last = performance.now()
    })
  })
  return figuresOf(times, (last - began) / 1_000)
}

/** Runs a query `amount` times, as many at once as there are connections to the server. */
export const loadSql = async (
  sql: Sql,
  { text, connections, amount }: { text: string; connections: number; amount: number },
): Promise<Figures> => {
  const times: number[] = []
  const began = performance.now()
  let left = amount
  const ask = async () => {
    while (left-- > 0) {
      const asked = performance.now()
      await sql.unsafe(text, [], { prepare: true })
      times.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  return figuresOf(times, (performance.now() - began) / 1_000)
}
