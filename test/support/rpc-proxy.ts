import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Call = { id: number; method: string; params: unknown[] }
type Forward = (call: Call) => Promise<{ result?: unknown; error?: { code: number; message: string } }>
/** Answers one call; `forward` asks the real node. */
export type Answer = (call: Call, forward: Forward) => ReturnType<Forward>
/** Spoils a whole HTTP request; answers true when it did. */
export type Spoil = (response: ServerResponse) => boolean

/** A JSON-RPC server in front of a real node that can misbehave; both hooks may be swapped while it runs. */
export const startRpcProxy = async (target: string) => {
  const hooks: { answer: Answer; spoil: Spoil } = { answer: (call, forward) => forward(call), spoil: () => false }
  const counts = { requests: 0, spoiled: 0 }
  const forward: Forward = async (call) => {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', ...call }),
    })
    return (await response.json()) as Awaited<ReturnType<Forward>>
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    counts.requests++
    if (hooks.spoil(response)) {
      counts.spoiled++
      return
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[]
    const run = async (call: Call) => ({
      jsonrpc: '2.0',
      ...(await hooks.answer({ ...call, params: call.params ?? [] }, forward)),
      id: call.id,
    })
    const answer = Array.isArray(body) ? await Promise.all(body.map(run)) : await run(body)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hooks, counts, stop }
}

/** The same faults for the same seed: mulberry32. */
export const createRandom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
