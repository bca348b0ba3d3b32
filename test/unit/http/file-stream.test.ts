import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openFileStream } from '~/http/file-stream'

async function* lines() {
  yield 'one\r\n'
  yield 'two\r\n'
}

/** What a transaction does after the last row was sent: it ends, which takes a while. */
const open = (end: () => Promise<unknown> = () => sleep(30)) =>
  openFileStream(async (write) => {
    await write('rows.csv', lines())
    await end()
  })

test('whoever asks for one table after another gets each of them', async () => {
  for (let turn = 0; turn < 5; turn++) {
    const { name, lines: stream } = await open()
    expect([name, await new Response(stream).text()]).toEqual(['rows.csv', 'one\r\ntwo\r\n'])
  }
})

test('a third at once is refused, and a reader who goes away leaves its place', async () => {
  const [first, second] = await Promise.all([open(), open()])
  expect(() => open()).toThrow('Others read whole tables now')
  await Promise.all([first.lines.cancel(), second.lines.cancel()])
  await sleep(60)
  const third = await open()
  expect(await new Response(third.lines).text()).toContain('two')
})

test('a table that cannot be read to its end is no whole file', async () => {
  const { lines: stream } = await open(async () => {
    throw new Error('the database is gone')
  })
  await expect(new Response(stream).text()).rejects.toThrow('the database is gone')
})
