import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'

const RECORD_BYTES = 4_096
const LAST_RECORD = Buffer.of(2)
const CURVE = 'prime256v1'

/** The public key and the secret of a browser, as its subscription has them. */
export type Receiver = { p256dh: Buffer; auth: Buffer }

/** Whether this is an uncompressed point of P-256, so that something can be encrypted for it. */
export const isPublicKey = (bytes: Buffer): boolean => {
  const own = createECDH(CURVE)
  own.generateKeys()
  try {
    own.computeSecret(bytes)
    return bytes.length === 65
  } catch {
    return false
  }
}

const derive = (secret: ArrayBuffer | Buffer, salt: Buffer, info: string | Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', new Uint8Array(secret), salt, info, length))

/** Encrypts with a key pair and a salt that must be used for nothing else. Source: RFC 8291, section 3.4, and RFC 8188. */
export const encryptWith = (sender: ECDH, salt: Buffer, { p256dh, auth }: Receiver, text: string): Buffer => {
  const own = sender.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, own])
  const shared = derive(sender.computeSecret(p256dh), auth, info, 32)
  const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(shared, salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const sealed = [cipher.update(text, 'utf8'), cipher.update(LAST_RECORD), cipher.final(), cipher.getAuthTag()]
  const head = Buffer.alloc(5)
  head.writeUInt32BE(RECORD_BYTES)
  head.writeUInt8(own.length, 4)
  return Buffer.concat([salt, head, own, ...sealed])
}

/** Encrypts a text of at most 3,993 bytes so that only the browser that subscribed can read it. */
export const encrypt = (receiver: Receiver, text: string): Buffer => {
  const sender = createECDH(CURVE)
  sender.generateKeys()
  return encryptWith(sender, randomBytes(16), receiver, text)
}
