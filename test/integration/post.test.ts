import { expect, onTestFinished, test } from 'vitest'
import { startNameServer } from '#test/support/name-server'
import { type Receiver, startReceiver } from '#test/support/receiver'
import { post } from '~/delivery/post.server'
import { createResolver, resolveHost } from '~/delivery/resolve.server'

const receive = async (): Promise<Receiver> => {
  const receiver = await startReceiver()
  onTestFinished(receiver.stop)
  return receiver
}

const names = async (resolve: (name: string) => readonly string[]) => {
  const server = await startNameServer(resolve)
  onTestFinished(server.stop)
  return server
}

type Options = Partial<Parameters<typeof post>[1]>

const send = (url: string, options: Options = {}) =>
  post(new URL(url), {
    ...{ headers: { 'webhook-id': '1' }, body: '{}', allowPrivate: true },
    ...{ resolver: createResolver(), signal: new AbortController().signal, ...options },
  })

const portOf = ({ url }: Receiver) => new URL(url).port

test('a name is asked for once, and what it resolved to is what is connected to', async () => {
  const receiver = await receive()
  // Whoever asks a second time is led elsewhere.
  let times = 0
  const server = await names(() => (times++ < 2 ? ['127.0.0.1'] : ['127.0.0.99']))
  const { resolver } = server
  const outcome = await send(`http://receiver.example:${portOf(receiver)}/`, { resolver })
  expect(outcome).toMatchObject({ status: 204, error: null })
  expect(receiver.heard[0]?.headers.host).toBe(`receiver.example:${portOf(receiver)}`)
  expect(server.asked.sort()).toEqual(['receiver.example A', 'receiver.example AAAA'])
  const second = await send(`http://receiver.example:${portOf(receiver)}/`, { resolver })
  expect(second.error).toMatch(/^The connection failed/)
})

test.each([
  ['127.0.0.1'],
  ['10.1.2.3'],
  ['169.254.169.254'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['64:ff9b::7f00:1'],
  ['fd00::1'],
  ['1.1.1.1', '127.0.0.1'],
  ['2606:4700:4700::1111', '192.168.0.1'],
])('a name of %s %s is not connected to, and which it is stays unsaid', async (...addresses) => {
  const receiver = await receive()
  const { resolver } = await names(() => addresses)
  const outcome = await send(`http://receiver.example:${portOf(receiver)}/`, { allowPrivate: false, resolver })
  expect(outcome).toMatchObject({
    status: null,
    error: 'receiver.example resolves to an address that is not of the public internet.',
  })
  expect(receiver.connections).toBe(0)
})

test('a name that was public when it was looked at first, and is private now, is refused now', async () => {
  let addresses = ['1.1.1.1']
  const { resolver } = await names(() => addresses)
  const look = () => resolveHost('receiver.example', { resolver, allowPrivate: false })
  expect(await look()).toEqual([{ address: '1.1.1.1', family: 4 }])
  addresses = ['127.0.0.1']
  await expect(look()).rejects.toThrow('not of the public internet')
})

test('what the resolver of this machine knows by itself is refused as well, and so is a name without an address', async () => {
  const receiver = await receive()
  const local = await send(`http://localhost:${portOf(receiver)}/`, { allowPrivate: false })
  expect(local.error).toMatch(/^(localhost resolves to an address|No address was found for localhost)/)
  const literal = await send(receiver.url, { allowPrivate: false })
  expect(literal.error).toBe('127.0.0.1 resolves to an address that is not of the public internet.')
  const { resolver } = await names(() => [])
  expect((await send('http://nobody.example:4000/', { resolver })).error).toBe(
    'No address was found for nobody.example.',
  )
  expect(receiver.connections).toBe(0)
})

test('a redirect to this machine is not followed', async () => {
  const [first, second] = [await receive(), await receive()]
  for (const status of [301, 302, 303, 307, 308]) {
    first.answer = (response) => response.writeHead(status, { Location: second.url }).end()
    const outcome = await send(first.url)
    expect(outcome).toMatchObject({ status, error: expect.stringContaining('redirects are not followed') })
  }
  expect(second.connections).toBe(0)
})

test('an answer without end is taken in part, and its status counts', async () => {
  const receiver = await receive()
  let sent = 0
  receiver.answer = (response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed) {
        sent += 16_384
        if (!response.write(Buffer.alloc(16_384))) return
      }
    }
    response.on('drain', more)
    more()
  }
  const outcome = await send(receiver.url)
  expect(outcome).toMatchObject({ status: 200, error: null })
  expect(sent).toBeLessThan(16_000_000)
  expect(outcome.duration).toBeLessThan(5_000)
})

test('who says nothing, or drips, is left after 15 seconds', async () => {
  const [silent, dripping] = [await receive(), await receive()]
  silent.answer = () => undefined
  dripping.answer = (response) => {
    response.writeHead(500)
    const timer = setInterval(() => response.write('.'), 100)
    response.on('close', () => clearInterval(timer))
  }
  const [nothing, drops] = await Promise.all([send(silent.url), send(dripping.url)])
  expect(nothing).toMatchObject({ status: null, error: 'It did not answer within 15 s.' })
  expect(drops).toMatchObject({ status: 500, error: 'It answered 500.' })
  for (const { duration } of [nothing, drops]) {
    expect(duration).toBeGreaterThanOrEqual(14_900)
    expect(duration).toBeLessThan(17_000)
  }
})

test('a name server that does not answer holds nobody up for longer', async () => {
  const { createSocket } = await import('node:dgram')
  const socket = createSocket('udp4')
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  onTestFinished(() => new Promise<void>((done) => socket.close(done)))
  const resolver = createResolver()
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  const outcome = await send('http://receiver.example:4000/', { resolver })
  expect(outcome.error).not.toBe(null)
  expect(outcome.duration).toBeLessThan(16_000)
})

test('it throws where the server stops, since nobody knows what the receiver heard', async () => {
  const receiver = await receive()
  const controller = new AbortController()
  receiver.answer = () => controller.abort()
  await expect(send(receiver.url, { signal: controller.signal })).rejects.toThrow()
  expect(receiver.heard).toHaveLength(1)
})
