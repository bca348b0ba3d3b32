import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Issued } from './pki'

export type Heard = { path: string; headers: IncomingHttpHeaders; body: string; bytes: Buffer; at: number }

type Answer = (response: ServerResponse, heard: Heard) => void

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A receiver of webhooks on this machine that keeps what it is sent, and answers as `answer` says: 204 at first. */
export const startReceiver = async ({ certificate }: { certificate?: Issued } = {}) => {
  const heard: Heard[] = []
  const receiver = {
    heard,
    answer: ((response) => response.writeHead(204).end()) as Answer,
    connections: 0,
    url: '',
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const bytes = await readBody(request)
    const { url: path = '', headers } = request
    const one = { path, headers, body: bytes.toString(), bytes, at: Date.now() }
    heard.push(one)
    receiver.answer(response, one)
  }
  const server = certificate
    ? createTlsServer({ key: certificate.keyPem, cert: certificate.pem }, handle)
    : createServer(handle)
  server.on('connection', () => receiver.connections++)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  receiver.url = `http${certificate ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return receiver
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>
