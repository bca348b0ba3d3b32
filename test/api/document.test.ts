import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { requireNoViolation, startPrism } from '#test/support/prism'

const root = fileURLToPath(new URL('../..', import.meta.url))

type Operation = { operationId: string; tags: string[] }
type Document = { paths: Record<string, Record<string, Operation>>; tags: { name: string }[] }

let api: TestApi
let text: string

// The document says what this code is, so neither chain nor database is needed to serve it.
beforeAll(async () => {
  api = await startApi({})
  text = await (await fetch(`${api.origin}/api/v1/openapi.json`)).text()
})

afterAll(async () => {
  await api?.stop()
})

const lint = async (document: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-document-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'openapi.json')
  await writeFile(file, document)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file, '--config', join(root, 'test/api/redocly.yaml')],
    { encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
  )
  return { status, said: `${stdout}${stderr}` }
}

test('the served document has nothing that its linter would even warn of', async () => {
  const { status, said } = await lint(text)
  expect(status, said).toBe(0)
  const { security: _, ...open } = JSON.parse(text)
  expect((await lint(JSON.stringify(open))).status).toBe(1)
})

test('groups every operation under one subject that the document explains, each with a name of its own', () => {
  const document = JSON.parse(text) as Document
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const known = document.tags.map(({ name }) => name)
  expect(operations.filter(({ tags }) => tags.length !== 1 || !known.includes(tags[0] ?? ''))).toEqual([])
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  expect(known.filter((name) => !operations.some(({ tags }) => tags.includes(name)))).toEqual([])
})

test('no pattern carries the delimiters or flags of a programming language', () => {
  const patterns = [...text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(([, pattern]) => pattern ?? '')
  expect(patterns.length).toBeGreaterThan(10)
  expect(patterns.filter((pattern) => /^\/|\/[a-z]*$/.test(pattern))).toEqual([])
})

test('the proxy of these tests notices a body, a status, a media type and a request that the document does not have', async () => {
  let answer = { status: 200, type: 'application/json', body: '{}' }
  const server = createServer((_, response) => {
    response.writeHead(answer.status, { 'Content-Type': answer.type }).end(answer.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const prism = await startPrism(JSON.parse(text), `http://127.0.0.1:${port}`)
  onTestFinished(async () => {
    server.close()
    await prism.stop()
  })
  const ask = async (path: string, said: typeof answer) => {
    answer = said
    requireNoViolation(path, await fetch(`${prism.url}${path}`))
  }
  const right = { status: 200, type: 'application/json', body: '{"status":"ok"}' }
  await ask('/healthz', right)
  await expect(ask('/healthz', { ...right, body: '{}' })).rejects.toThrow('response.body')
  await expect(ask('/healthz', { ...right, status: 299 })).rejects.toThrow('returned status code')
  await expect(ask('/healthz', { ...right, type: 'text/html' })).rejects.toThrow('media type')
  await expect(ask('/no/such/path', right)).rejects.toThrow('Selected route not found')
  await expect(ask('/proposals?limit=no', right)).rejects.toThrow('request.query.limit')
})
