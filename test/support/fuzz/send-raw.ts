import { request } from 'node:http'

export type RawRequest = {
  origin: string
  target: string
  method: string
  headers?: Record<string, string>
  body?: string | undefined
}

export type RawAnswer = { status: number; headers: Headers; text: string }

// Streams of events never end; their beginning is enough.
const MOST = 16 * 1024 * 1024

/** Percent-encodes any text, lone surrogates too (as the three bytes that no UTF-8 has), so that it can stand in an address. */
export const encodePart = (text: string): string =>
  [...text]
    .map((sign) => {
      const code = sign.codePointAt(0) ?? 0
      if (/[A-Za-z0-9_~-]/.test(sign)) return sign
      const isLone = code >= 0xd800 && code <= 0xdfff
      const bytes = isLone ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)] : Buffer.from(sign)
      return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')
    })
    .join('')

/** Sends a request as it stands: nothing of the address or the headers is set right on the way. */
export const sendRaw = ({ origin, target, method, headers = {}, body }: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const length: Record<string, string> =
      body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const asked = request(
      { host: hostname, port, path: target, method, headers: { ...headers, ...length }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        const finish = () => {
          const all = Object.entries(response.headersDistinct).flatMap(([name, values]) =>
            (values ?? []).map((value): [string, string] => [name, value]),
          )
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(all),
            text: Buffer.concat(chunks).toString(),
          })
        }
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          size += chunk.length
          if (size > MOST || response.headers['content-type']?.startsWith('text/event-stream')) response.destroy()
        })
        response.once('close', finish)
      },
    )
    // A server may answer and hang up while a large body is still on its way; then the answer has been heard.
    asked.on('error', reject)
    asked.end(body)
  })
