import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'
import { importJWK, jwtVerify } from 'jose'
import { sha256, stringToBytes } from 'viem'
import type { Issued } from './pki'
import { type Heard, startReceiver } from './receiver'

/** What a browser keeps of its subscription. */
export type BrowserKeys = { keys: ECDH; auth: Buffer }

export const makeBrowserKeys = (): BrowserKeys => {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return { keys, auth: randomBytes(16) }
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/** Reads a message as a browser does. Source: RFC 8291, section 3.3, and RFC 8188, section 2. */
export const decryptPush = ({ keys, auth }: BrowserKeys, body: Buffer): string => {
  const salt = body.subarray(0, 16)
  const recordSize = body.readUInt32BE(16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  if (record.length > recordSize) throw new Error('there is more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0', 'latin1'), keys.getPublicKey(), sender])
  const shared = derive(keys.computeSecret(sender), auth, info, 32)
  const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = padded.findLastIndex((byte) => byte !== 0)
  if (padded[end] !== 2) throw new Error('the last record is not marked as such')
  return padded.subarray(0, end).toString('utf8')
}

/** The public key in an Authorization, as a library of JSON Web Tokens takes it. */
export const readVapidKey = (point: string) => {
  const bytes = Buffer.from(point, 'base64url')
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((half) => half.toString('base64url'))
  return importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256')
}

type Said = { title: string; body: string; path: string }

/**
 * A push service on this machine with its browsers. It answers as RFC 8030 has it, 201, or as `answer` says; only what it
 * answered 201 reaches the browser, which reads it as RFC 8291 has it.
 */
export const startPushService = async (certificate: Issued) => {
  const receiver = await startReceiver({ certificate })
  const { origin } = new URL(receiver.url)
  receiver.answer = (response) => response.writeHead(201, { Location: `${origin}/m/1` }).end()
  /** A subscription as `PushSubscription.toJSON()` has it, with what reached it. */
  const makeBrowser = (path = `/send/${randomBytes(16).toString('base64url')}`) => {
    const own = makeBrowserKeys()
    const endpoint = `${origin}${path}`
    const listTried = () => receiver.heard.filter((one) => one.path === path)
    return {
      id: sha256(stringToBytes(endpoint)),
      endpoint,
      expirationTime: null as number | null,
      keys: { p256dh: own.keys.getPublicKey('base64url'), auth: own.auth.toString('base64url') },
      /** What was sent to it, taken or not. */
      listTried,
      /** What it can read of that. */
      listSaid: () => listTried().map(({ bytes }) => JSON.parse(decryptPush(own, bytes)) as Said),
    }
  }
  /** What the Authorization of a message says, once its signature is found to be of the key that it names. */
  const readAuthorization = async ({ headers }: Heard) => {
    const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(headers.authorization ?? '') ?? []
    const { payload } = await jwtVerify(token, await readVapidKey(key), { audience: origin, algorithms: ['ES256'] })
    return { key, payload }
  }
  return { receiver, origin, makeBrowser, readAuthorization }
}

export type PushService = Awaited<ReturnType<typeof startPushService>>
export type TestBrowser = ReturnType<PushService['makeBrowser']>
