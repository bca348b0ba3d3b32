import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { AppError } from '~/domain/errors'
import type { Services } from '~/services.server'

// RFC 8292 takes a day at most, and clocks differ.
const LIFE_SECONDS = 12 * 3_600

/** What push services know this portal by. */
export type ServerKey = {
  /** As browsers take it: the point in base64url. */
  publicKey: string
  privateKey: KeyObject
  /** Where an operator of a push service finds whoever sends. */
  subject: string
}

const readKey = (text: string): { point: Buffer; secret: Buffer } => {
  const secret = Buffer.from(text, 'base64url')
  try {
    if (secret.length !== 32 || secret.toString('base64url') !== text) throw new RangeError()
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(secret)
    return { point: pair.getPublicKey(), secret }
  } catch {
    // No cause: its message could repeat the key.
    throw new AppError('invalid_environment', 'VAPID_PRIVATE_KEY must hold a key of P-256: 32 bytes in base64url.')
  }
}

/** The key of this portal; null without VAPID_PRIVATE_KEY. Throws `invalid_environment` where that is no key, never repeating it. */
export const findServerKey = ({ VAPID_PRIVATE_KEY: text, PUBLIC_URL }: Services['env']): ServerKey | null => {
  if (text === undefined) return null
  const { point, secret } = readKey(text)
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', d: secret.toString('base64url') }
  return {
    publicKey: point.toString('base64url'),
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
    // Some services refuse whoever names no https address here.
    subject: PUBLIC_URL?.startsWith('https://') ? new URL(PUBLIC_URL).origin : 'https://localhost',
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The Authorization by which the service of an endpoint knows who sends, at a UNIX second. Source: RFC 8292. */
export const authorize = ({ publicKey, privateKey, subject }: ServerKey, endpoint: URL, at: number): string => {
  const claims = { aud: endpoint.origin, exp: at + LIFE_SECONDS, sub: subject }
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`
}
