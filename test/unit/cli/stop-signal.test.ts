import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = `
const { createStopSignal } = await import(${JSON.stringify(fileURLToPath(new URL('../../../app/cli/stop-signal.ts', import.meta.url)))})
const wait = (test) => new Promise((done) => { const look = () => test() ? done() : setTimeout(look, 5); look() })
if (process.env.LATE) await wait(() => !process.connected)
const signal = createStopSignal()
if (process.env.EARLY) process.send('listening')
await wait(() => signal.aborted || process.env.ALONE)
console.log(signal.aborted ? 'stopped' : 'going on')
process.exit()
`

type When = 'EARLY' | 'LATE' | 'ALONE'

const start = (when: When, stdio: 'ipc' | 'ignore'): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, [when]: '1' },
    stdio: ['ignore', 'pipe', 'inherit', stdio],
  })

const say = async ({ stdout }: ChildProcess) => (await text(stdout as Readable)).trim()

test('a part stops when its supervisor ends, also before it listens', async () => {
  const late = start('LATE', 'ipc')
  late.disconnect()
  expect(await say(late)).toBe('stopped')

  const early = start('EARLY', 'ipc')
  early.once('message', () => early.disconnect())
  expect(await say(early)).toBe('stopped')
})

test('a command that nobody supervises goes on', async () => {
  expect(await say(start('ALONE', 'ignore'))).toBe('going on')
})
