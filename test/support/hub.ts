import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')
const blobId = (content: string) => createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex')

/** A file as the hub lists it; `lfs` ones have a pointer in git and their bytes elsewhere. */
export type HubEntry = {
  type: string
  oid: string
  size: number
  path: string
  lfs?: { oid: string; size: number; pointerSize: number }
  xetHash?: string
}

export const smallFile = (path: string, content: string): HubEntry => ({
  type: 'file',
  oid: blobId(content),
  size: content.length,
  path,
})

export const largeFile = (path: string, content: string): HubEntry => {
  const lfs = { oid: sha256(content), size: content.length, pointerSize: 134 }
  return { type: 'file', oid: blobId(`pointer to ${content}`), size: content.length, path, lfs, xetHash: sha256('xet') }
}

export const COMMIT = 'b2f1c7d9e0a34586172839405f6e7d8c9b0a1f2e'
const LATER = 'ffffffffffffffffffffffffffffffffffffffff'
const PER_PAGE = 2

type Commit = { entries: readonly HubEntry[]; contents: Readonly<Record<string, string>> }
type Hub = {
  commit?: Commit
  /** What `main` means once it was asked for: a branch that moves while it is read. */
  later?: Commit
  sha?: string
  token?: string
  /** Gated models are listed for everybody, and their files are not given out. */
  isGated?: boolean
}

const denied = { error: 'Access to model org/model is restricted. You must have access to it and be authenticated.' }

/**
 * A hub on this machine that answers as huggingface.co's API does: the revision's commit, its tree in pages linked by a
 * `Link` header, and files by range. It knows `org/model` alone.
 */
export const startHub = async ({ commit = { entries: [], contents: {} }, later, ...hub }: Hub = {}) => {
  const asked: string[] = []
  const commits: Record<string, Commit> = { [COMMIT]: commit, ...(later ? { [LATER]: later } : {}) }
  let main = hub.sha ?? COMMIT

  const answer = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(JSON.stringify(body))
  }

  const listTree = (url: URL, revision: string, response: ServerResponse) => {
    const known = commits[revision === 'main' ? main : revision]
    if (!known) return answer(response, 404, { error: 'Invalid rev id' }, { 'x-error-code': 'RevisionNotFound' })
    const from = Number(url.searchParams.get('cursor') ?? 0)
    const next = new URL(url)
    next.searchParams.set('cursor', String(from + PER_PAGE))
    const isLast = from + PER_PAGE >= known.entries.length
    const link: Record<string, string> = isLast ? {} : { link: `<${next.href}>; rel="next"` }
    return answer(response, 200, known.entries.slice(from, from + PER_PAGE), link)
  }

  const giveFile = (request: IncomingMessage, response: ServerResponse, [revision = '', ...path]: string[]) => {
    const content = commits[revision]?.contents[path.join('/')]
    if (hub.isGated) return answer(response, 401, denied, { 'x-error-code': 'GatedRepo' })
    if (content === undefined) return answer(response, 404, {}, { 'x-error-code': 'EntryNotFound' })
    if (content === '') return answer(response, 416, { error: 'Range Not Satisfiable' })
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const part = content.slice(Number(from), to === '' ? undefined : Number(to) + 1)
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${content.length}`
    response.writeHead(206, { 'content-range': range, etag: `"${blobId(content)}"`, 'content-type': 'text/plain' })
    return response.end(part)
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    asked.push(url.pathname)
    const isKnown = hub.token === undefined || request.headers.authorization === `Bearer ${hub.token}`
    const [, first, ...rest] = url.pathname.split('/').map(decodeURIComponent)
    if (!isKnown) return answer(response, 401, { error: 'Invalid username or password.' })
    if (first === 'api' && rest.slice(0, 3).join('/') === 'models/org/model') {
      const [, , , kind, revision = ''] = rest
      if (kind === 'tree') return listTree(url, revision, response)
      const sha = revision === 'main' ? main : revision
      if (later) main = LATER
      if (!commits[sha] && !hub.sha) return answer(response, 404, { error: 'Invalid rev id' })
      return answer(response, 200, { _id: '1', id: 'org/model', sha, private: false, lastModified: '2026-01-01' })
    }
    if (first === 'org' && rest[0] === 'model' && rest[1] === 'resolve')
      return giveFile(request, response, rest.slice(2))
    return answer(response, 404, { error: 'Repository not found' }, { 'x-error-code': 'RepoNotFound' })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
