import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const pathOf = (file: string) => JSON.stringify(fileURLToPath(new URL(`../../../${file}`, import.meta.url)))
const script = `
const { surviveLostSockets } = await import(${pathOf('app/cli/survive-lost-sockets.ts')})
const { createSql } = await import(${pathOf('db/client.server.ts')})
surviveLostSockets(async () => {
  console.log('made anew')
  setTimeout(() => process.exit())
})
if (process.env.THROW) setTimeout(() => { throw new TypeError('ours') })
else createSql(process.env.URL)\`select 1\`.catch(() => undefined)
setTimeout(() => process.exit(2), 20_000)
`

const run = async (env: Record<string, string>) => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, , [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, code: code as number }
}

/** Lets a client in as Postgres does, and resets the connection at its first query. */
const startPostgres = async (): Promise<string> => {
  const authenticated = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0])
  const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(Buffer.concat([authenticated, ready]))
      socket.once('data', () => socket.resetAndDestroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `postgres://me@127.0.0.1:${(server.address() as AddressInfo).port}/any`
}

test('a connection that is reset at its first query ends no process', async () => {
  expect(await run({ URL: await startPostgres() })).toMatchObject({
    out: expect.stringContaining('made anew'),
    code: 0,
  })
})

test('an error that is not the driver’s ends the process', async () => {
  expect(await run({ THROW: '1' })).toEqual({ out: '', code: 1 })
})
