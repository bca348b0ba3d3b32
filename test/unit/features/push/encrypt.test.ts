import { createECDH } from 'node:crypto'
import { expect, test } from 'vitest'
import { decryptPush, makeBrowserKeys } from '#test/support/push-service'
import { encrypt, encryptWith, isPublicKey } from '~/features/push/encrypt'

const from = (text: string) => Buffer.from(text, 'base64url')

// RFC 8291, section 5 and appendix A.
const vector = {
  text: 'When I grow up, I want to be a watermelon',
  senderPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  receiverPublic: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  receiverPrivate: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A' +
    '_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

test('the example of RFC 8291 is encrypted to the byte', () => {
  const sender = createECDH('prime256v1')
  sender.setPrivateKey(from(vector.senderPrivate))
  const receiver = { p256dh: from(vector.receiverPublic), auth: from(vector.auth) }
  expect(encryptWith(sender, from(vector.salt), receiver, vector.text).toString('base64url')).toBe(vector.body)
})

test('the receiver of the tests reads the example of RFC 8291', () => {
  const keys = createECDH('prime256v1')
  keys.setPrivateKey(from(vector.receiverPrivate))
  expect(decryptPush({ keys, auth: from(vector.auth) }, from(vector.body))).toBe(vector.text)
})

test('a browser reads what was encrypted for it, twice the same text never looks the same, and nobody else reads it', () => {
  const [browser, other] = [makeBrowserKeys(), makeBrowserKeys()]
  const receiver = { p256dh: browser.keys.getPublicKey(), auth: browser.auth }
  const text = `{"title":"${'提案'.repeat(600)}"}`
  const [first, second] = [encrypt(receiver, text), encrypt(receiver, text)]
  expect(decryptPush(browser, first)).toBe(text)
  expect(decryptPush(browser, second)).toBe(text)
  expect(first.subarray(0, 16)).not.toEqual(second.subarray(0, 16))
  expect(first.subarray(21, 86)).not.toEqual(second.subarray(21, 86))
  expect(first.length).toBeLessThanOrEqual(4_096)
  expect(() => decryptPush({ ...browser, auth: other.auth }, first)).toThrow()
  expect(() => decryptPush({ ...other, auth: browser.auth }, first)).toThrow()
})

test('a key that is no point of the curve is known as such', () => {
  const right = makeBrowserKeys().keys.getPublicKey()
  expect(isPublicKey(right)).toBe(true)
  const off = Buffer.from(right)
  off[64] = (off[64] ?? 0) ^ 1
  const compressed = makeBrowserKeys().keys.getPublicKey(null, 'compressed')
  for (const wrong of [off, compressed, Buffer.alloc(65), Buffer.of(4, ...Buffer.alloc(64)), Buffer.alloc(0)]) {
    expect(isPublicKey(Buffer.from(wrong))).toBe(false)
  }
})
