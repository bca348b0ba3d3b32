import { randomBytes } from 'node:crypto'
import { jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { readVapidKey } from '#test/support/push-service'
import { readEnv } from '~/env.server'
import { authorize, findServerKey } from '~/features/push/server-key.server'

const secret = randomBytes(32).toString('base64url')
const at = 1_800_000_000
const keyOf = (more: Record<string, string> = {}) => {
  const key = findServerKey(readEnv({ NODE_ENV: 'test', VAPID_PRIVATE_KEY: secret, ...more }))
  if (key === null) throw new Error('no key')
  return key
}

test('another library verifies what is signed, with the key that browsers are given', async () => {
  const key = keyOf({ PUBLIC_URL: 'https://dao.example/portal' })
  const header = authorize(key, new URL('https://push.example:8443/send/1?a=b'), at)
  const [, token = '', point = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
  expect(point).toBe(key.publicKey)
  const options = { audience: 'https://push.example:8443', currentDate: new Date(at * 1000), algorithms: ['ES256'] }
  const { payload } = await jwtVerify(token, await readVapidKey(point), options)
  expect(payload).toEqual({ aud: 'https://push.example:8443', exp: at + 43_200, sub: 'https://dao.example' })
  const wrong = await readVapidKey(keyOf({ VAPID_PRIVATE_KEY: randomBytes(32).toString('base64url') }).publicKey)
  await expect(jwtVerify(token, wrong, options)).rejects.toThrow('signature verification failed')
})

test('without a key there is none, and what is no key is refused without being repeated', () => {
  expect(findServerKey(readEnv({ NODE_ENV: 'test' }))).toBe(null)
  const beyondTheOrder = Buffer.alloc(32, 0xff).toString('base64url')
  const wrong = ['secret-word', secret.slice(1), `${secret}=`, Buffer.alloc(32).toString('base64url'), beyondTheOrder]
  for (const VAPID_PRIVATE_KEY of wrong) {
    const read = () => findServerKey(readEnv({ NODE_ENV: 'test', VAPID_PRIVATE_KEY }))
    expect(read).toThrow('VAPID_PRIVATE_KEY must hold a key of P-256')
    expect(read).not.toThrow(VAPID_PRIVATE_KEY)
  }
})
