import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { buildPortal } from '~/cli/up/portal-build'
import { findFreePort } from '~/cli/up/ports'
import { canPassPrism, requireNoViolation, startPrism } from './prism'
import { waitUntil } from './wait-until'

const command = fileURLToPath(new URL('../../app/cli/ostrakon.mjs', import.meta.url))

/** What tests look at in a body; the document says the rest. */
type ApiBody = {
  data: unknown
  asOf: { block: number; hash: string; time: string; finality: string }
  page: { next: string | null; prev: string | null }
  errors: { pointer: string; code: string; message: string }[]
  type: string
  detail: string
  requestId: string
}

/** An answer whose body was found to be what the OpenAPI document says for its path and status. */
export type ApiAnswer = { status: number; headers: Headers; body: ApiBody; text: string }

type Operation = { responses: Record<string, { content?: Record<string, unknown> }> }
type Document = { paths: Record<string, Record<string, Operation>> }

const escapePointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

const findTemplate = ({ paths }: Document, path: string): string | undefined => {
  // What an id is followed by, as in {id}:test, is no part of it.
  const shapeOf = (template: string) => template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/:]*')
  return Object.keys(paths).find((template) => new RegExp(`^${shapeOf(template)}$`).test(path))
}

const buildValidator = (document: Document) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  ajv.addSchema(document, 'openapi.json')
  /** Throws unless the document has the path and status, and the body the shape it says. */
  return (
    path: string,
    method: string,
    { status, headers, body }: Pick<ApiAnswer, 'status' | 'headers'> & { body: unknown },
  ): void => {
    const template = findTemplate(document, path)
    const unknown = template === undefined && status === 404
    const key = template ?? '/proposals'
    // What a resource does not take is a problem, which every operation has.
    const verb =
      document.paths[key]?.[method] === undefined ? (Object.keys(document.paths[key] ?? {})[0] ?? '') : method
    const type = headers.get('Content-Type')?.split(';')[0] ?? ''
    const content = document.paths[key]?.[verb]?.responses[String(status)]?.content
    if (content?.[type] === undefined) throw new Error(`${path}: the document has no ${status} ${type} (${unknown})`)
    const parts = ['paths', key, verb, 'responses', String(status), 'content', type, 'schema'].map(escapePointer)
    const validate = ajv.compile({ $ref: `openapi.json#/${parts.join('/')}` })
    if (!validate(body)) throw new Error(`${path} ${status}: ${ajv.errorsText(validate.errors)}`)
  }
}

let built: Promise<void> | undefined

/**
 * Serves the built portal over real HTTP. `send` goes through Prism, which holds requests and answers against the OpenAPI
 * document, and holds every JSON body against it once more, as `validate` does for what others send to `origin`.
 */
export const startApi = async (env: Record<string, string>) => {
  built ??= buildPortal(AbortSignal.timeout(300_000))
  await built
  const port = env['PORT'] === undefined ? await findFreePort() : Number(env['PORT'])
  const origin = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn(process.execPath, [command, 'serve'], {
    // All tests come from one address.
    env: { RATE_LIMIT: '1000000', ...process.env, ...env, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await waitUntil(
    'the API answers',
    async () => {
      if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}`)
      return fetch(`${origin}/api/v1/healthz`)
        .then(({ ok }) => ok)
        .catch(() => false)
    },
    { seconds: 90 },
  )
  const document = (await (await fetch(`${origin}/api/v1/openapi.json`)).json()) as Document
  const validate = buildValidator(document)
  const prism = await startPrism(document, `${origin}/api/v1`)
  const send = async (path: string, init: RequestInit = {}): Promise<ApiAnswer> => {
    const response = await fetch(`${canPassPrism(init) ? prism.url : `${origin}/api/v1`}${path}`, init)
    requireNoViolation(path, response)
    const text = await response.text()
    const answer = {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text || '{}') as ApiBody,
      text,
    }
    if (text !== '') validate(path.split('?')[0] ?? path, (init.method ?? 'GET').toLowerCase(), answer)
    return answer
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await Promise.all([exited, prism.stop()])
  }
  return {
    ...{ origin, pid: child.pid, get: send, send, validate },
    stop: () => end('SIGTERM'),
    /** Ends it as a crash does. */
    kill: () => end('SIGKILL'),
  }
}

export type TestApi = Awaited<ReturnType<typeof startApi>>
