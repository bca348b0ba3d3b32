import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { buildHeaders, showSecret } from '~/features/webhooks/sign'

const now = () => Math.floor(Date.now() / 1000)

test('the example of the specification has the signature that it says', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const body = '{"test": 2432232314}'
  const headers = buildHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330, body }, [secret])
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('the verifier of Standard Webhooks takes what is signed, with either secret, and nothing that was changed', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)]
  const body = JSON.stringify({ type: 'proposal', data: { title: '许可 “x”' } })
  const headers = buildHeaders({ id: '17', at: now(), body }, [fresh, old])
  for (const secret of [old, fresh]) {
    const verifier = new Webhook(showSecret(secret))
    expect(verifier.verify(body, headers)).toEqual(JSON.parse(body))
    expect(() => verifier.verify(`${body} `, headers)).toThrow('No matching signature')
    expect(() => verifier.verify(body, { ...headers, 'webhook-id': '18' })).toThrow('No matching signature')
    expect(() => verifier.verify(body, buildHeaders({ id: '17', at: now() - 600, body }, [secret]))).toThrow('too old')
  }
  expect(() => new Webhook(showSecret(randomBytes(32))).verify(body, headers)).toThrow('No matching signature')
})
