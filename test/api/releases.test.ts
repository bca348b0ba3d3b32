import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Element, xml2js } from 'xml-js'
import { startApi, type TestApi } from '#test/support/api'
import { stewardAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'
import { digestOf, evaluator, fileLists, sayEverything } from '#test/support/stewardship'
import { buildManifest } from '~/domain/manifest'

let dao: TestDao
let api: TestApi
beforeAll(async () => {
  dao = await startDao()
  await sayEverything(dao.chain)
  await dao.indexed()
  api = await startApi(dao.settings)
})
afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const first = buildManifest(fileLists.first)
const second = buildManifest(fileLists.second)

const read = async <Data>(path: string): Promise<Data> => {
  const { status, body } = await api.get(path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return body.data as Data
}

type Body = string | Uint8Array<ArrayBuffer>
const headers = { 'Content-Type': 'application/json' }
const put = (path: string, body: Body) => api.send(path, { method: 'PUT', body, headers })
const post = (path: string, body: string) => api.send(path, { method: 'POST', body, headers })

type Released = {
  id: string
  stage: string
  licence: string
  recall: { reason: string } | null
  gate: { to: string; unmet: string[]; revokedAncestor: object | null } | null
  attestations: { uid: string; status: string; uri: string; ended: { replacedBy: string | null } | null }[]
  stops: { kind: string; active: boolean; reason: string }[]
  seal: { shares: number; missingAcks: number } | null
}

test('shows gate, attestations, stops, seal and recall of a release', async () => {
  const release = await read<Released>('/releases/1')
  expect(release.attestations.map(({ uid, status }) => [uid, status])).toEqual([
    ['4', 'revoked'],
    ['3', 'overruled'],
    ['2', 'counts'],
    ['1', 'replaced'],
  ])
  expect(release.attestations.at(-1)?.ended?.replacedBy).toBe('2')
  expect(release.stops.map(({ kind, active }) => [kind, active])).toEqual([
    ['recall', true],
    ['hold', false],
  ])
  expect(release).toMatchObject({ stage: 'open', gate: null, seal: { shares: 2, missingAcks: 0 } })
  expect(release.recall?.reason).toContain('<script>alert(1)</script>')
  expect(await read('/releases/1/gate')).toBeNull()
  expect(await read('/releases/2/gate')).toMatchObject({ to: 'gated', met: false, unmet: ['passes'] })
})

test('G5 the licence shown is the one on chain, everywhere', async () => {
  const licences = await Promise.all([1, 2].map(async (id) => (await read<Released>(`/releases/${id}`)).licence))
  expect(licences).toEqual(['MIT', 'Not-SPDX <b>'])
  const listed = await read<Released[]>('/releases')
  expect(listed.map(({ id, licence }) => [id, licence])).toEqual([
    ['2', 'Not-SPDX <b>'],
    ['1', 'MIT'],
  ])
  const bom = (await (await fetch(`${api.origin}/api/v1/releases/1/bom.json`)).json()) as Bom
  expect(bom.metadata.component.licenses).toEqual([{ license: { id: 'MIT', acknowledgement: 'declared' } }])
})

test('filters releases by stage, licence and recall', async () => {
  const idsOf = async (query: string) => (await read<Released[]>(`/releases?${query}`)).map(({ id }) => id)
  expect(await idsOf('recalled=true')).toEqual(['1'])
  expect(await idsOf('recalled=false')).toEqual(['2'])
  expect(await idsOf('licence=MIT')).toEqual(['1'])
  expect(await idsOf('stage=red-team')).toEqual(['2'])
  expect(await idsOf('stage=open&recalled=false')).toEqual([])
})

test('shows custody: shares, acknowledgements, grants and every share that was given out', async () => {
  type Grant = { status: string; revoked: { by: string } | null; releases: { index: number; box: string }[] }
  const { seals, grants } = await read<{ seals: { shares: object[] }[]; grants: Grant[] }>('/releases/1/custody')
  expect(seals).toHaveLength(1)
  const steward = stewardAt(1).address
  expect(seals[0]?.shares[0]).toMatchObject({ index: 0, seat: '2', steward: { address: steward }, published: null })
  expect(seals[0]?.shares[1]).toMatchObject({ published: { share: `0x${'01'.padStart(64, '0')}` } })
  expect(grants.map(({ status, revoked, releases }) => [status, revoked?.by, releases.length])).toEqual([
    ['revoked', 'council', 0],
    ['revoked', 'vote', 1],
  ])
})

test('shows enclaves, measurements, evaluators and every use of the council', async () => {
  expect(await read('/releases/1/enclaves')).toMatchObject([{ status: 'revoked', measurement: digestOf('code') }])
  expect(await read('/measurements')).toMatchObject([{ measurement: digestOf('code'), removed: expect.anything() }])
  const listed = await read<{ account: { address: string }; active: boolean }[]>('/evaluators')
  expect(listed.map(({ account, active }) => [account.address, active])).toEqual([
    [evaluator, true],
    [stewardAt(3).address, false],
  ])
  type Evaluator = { waiting: { release: { id: string }; kind: string }[]; list: { uid: string }[] }
  const { waiting, list } = await read<Evaluator>(`/evaluators/${evaluator}`)
  expect(waiting.map(({ release, kind }) => [release.id, kind])).toEqual([['2', 'licence']])
  expect(list.map(({ uid }) => uid)).toEqual(['4', '3', '2', '1'])
  const { uses } = await read<{ uses: { power: string; active: boolean }[] }>('/guardians')
  expect(uses.map(({ power, active }) => [power, active])).toEqual([
    ['recall', true],
    ['stop-grant', true],
    ['hold', false],
  ])
})

test('takes the list of files whose digest is on chain from anybody, and no other', async () => {
  const unknown = await api.get('/releases/1/manifest')
  expect({ status: unknown.status, type: unknown.body.type }).toEqual({
    status: 404,
    type: `${api.origin}/problems/manifest_unknown`,
  })
  const refused: [string, Body, number, string][] = [
    ['no JSON', '{', 400, 'invalid_parameter'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'invalid_parameter'],
    ['another shape', '{"resources":[{"name":"a"}]}', 400, 'invalid_parameter'],
    ['no files', '{"resources":[]}', 400, 'invalid_parameter'],
    ['a name that leaves the folder', JSON.stringify({ resources: [resource('../a')] }), 422, 'invalid_manifest'],
    ['a name twice', JSON.stringify({ resources: [resource('a'), resource('a')] }), 422, 'invalid_manifest'],
    ['files of another release', second.json, 422, 'wrong_manifest'],
    ['other names of the same bytes', first.json.replace('old.bin', 'odd.bin'), 422, 'wrong_manifest'],
    ['more than is taken', new Uint8Array(8 * 1024 * 1024 + 1).fill(0x20), 413, 'too_large'],
  ]
  for (const [what, body, status, code] of refused) {
    const answer = await put('/releases/1/manifest', body)
    expect({ what, status: answer.status, type: answer.body.type }).toEqual({
      what,
      status,
      type: `${api.origin}/problems/${code}`,
    })
  }
  expect((await api.get('/releases/1/manifest')).status).toBe(404)
  expect((await put('/releases/9/manifest', first.json)).status).toBe(404)

  const shuffled = JSON.stringify({ resources: [...(JSON.parse(first.json) as { resources: [] }).resources].reverse() })
  expect((await put('/releases/1/manifest', shuffled)).status).toBe(201)
  expect((await put('/releases/1/manifest', first.json)).status).toBe(200)
  const stored = await read<{ canonical: string; resources: { name: string }[] }>('/releases/1/manifest')
  expect(stored.canonical).toBe(first.json)
  expect(stored.resources.map(({ name }) => name)).toContain('<img src=x onerror=alert(1)>.bin')
  expect((await api.send('/releases/1/manifest', { method: 'OPTIONS' })).headers.get('Allow')).toBe(
    'GET, HEAD, PUT, OPTIONS',
  )
})

const resource = (name: string) => ({ algorithm: 'sha256', digest: '00'.repeat(32), name })

test('says what differs from the parent, file by file once both lists are there', async () => {
  await put('/releases/1/manifest', first.json)
  expect(await read('/releases/2/diff')).toMatchObject({
    licence: { before: 'MIT', after: 'Not-SPDX <b>' },
    size: { before: '1000', after: '1200' },
    lists: null,
    missing: [{ id: '2' }],
  })
  await put('/releases/2/manifest', second.json)
  expect(await read('/releases/2/diff')).toMatchObject({
    against: { id: '1' },
    missing: [],
    lists: {
      added: [{ name: 'more.bin', digest: digestOf('more') }],
      removed: [{ name: 'gone.bin', digest: digestOf('gone') }],
      changed: [{ name: 'config.json', before: digestOf('config'), after: digestOf('changed') }],
      renamed: [{ before: 'old.bin', after: 'new.bin', digest: digestOf('moved') }],
      unchanged: 1,
    },
  })
  expect(await read('/releases/1/diff?against=2')).toMatchObject({ lists: { added: [{ name: 'gone.bin' }] } })
  const statuses = ['/releases/1/diff', '/releases/2/diff?against=9', '/releases/2/diff?against=x'].map(
    async (path) => (await api.get(path)).status,
  )
  expect(await Promise.all(statuses)).toEqual([404, 404, 400])
})

test('G6 says of digests which release they are, and nothing good of any other', async () => {
  const verify = async (root: string, manifest: string) => {
    const { status, body } = await post('/releases:verify', JSON.stringify({ root, manifest }))
    expect(status).toBe(200)
    const { verdict, matches } = body.data as { verdict: string; matches: { match: string; release: { id: string } }[] }
    return [verdict, ...matches.map(({ match, release }) => `${match} ${release.id}`)]
  }
  expect(await verify(first.root, first.manifest)).toEqual(['recalled', 'exact 1'])
  expect(await verify(second.root, second.manifest)).toEqual(['not-open', 'exact 2'])
  expect(await verify(first.root, second.manifest)).toEqual(['unknown', 'bytes 1'])
  expect(await verify(digestOf('other'), first.manifest)).toEqual(['unknown'])
  for (const body of ['', '[]', '{"root":"0x00","manifest":"0x00"}', JSON.stringify({ root: first.root })]) {
    expect((await post('/releases:verify', body)).status).toBe(400)
  }
  const large = JSON.stringify({ root: first.root, manifest: first.manifest, more: 'x'.repeat(2_000) })
  expect((await post('/releases:verify', large)).status).toBe(413)
  const get = await api.send('/releases:verify', { method: 'GET' })
  expect({ status: get.status, allow: get.headers.get('Allow') }).toEqual({ status: 405, allow: 'POST, OPTIONS' })
})

const textOf = (element: Element): string =>
  (element.elements ?? []).map((part) => String(part.text ?? part.cdata ?? '')).join('')
const childrenOf = (element: Element, name: string) => (element.elements ?? []).filter((child) => child.name === name)

test('a feed of a model carries its recall, and hostile text as text only', async () => {
  const answer = await fetch(`${api.origin}/api/v1/models/1/feed.atom`)
  expect(answer.headers.get('Content-Type')).toBe('application/atom+xml')
  const [feed] = ((xml2js(await answer.text()) as Element).elements ?? []).filter(({ name }) => name === 'feed')
  if (feed === undefined) throw new Error('there is no feed')
  const entries = childrenOf(feed, 'entry')
  const titles = entries.map((entry) => childrenOf(entry, 'title').map(textOf).join(''))
  expect(titles[0]).toMatch(/^RECALLED until \d{4}-\d\d-\d\dT/)
  expect(titles.filter((title) => title.startsWith('Held until'))).toHaveLength(1)
  expect(titles.filter((title) => title.startsWith('Failed an evaluation'))).toHaveLength(2)
  expect(titles.filter((title) => title.startsWith('Moved to'))).toHaveLength(4)
  // Titles and summaries are declared as HTML: no letter of what people wrote may be markup.
  for (const entry of entries) {
    for (const text of [...childrenOf(entry, 'title'), ...childrenOf(entry, 'summary')].map(textOf)) {
      expect(text).not.toMatch(/[<>\p{Cc}\p{Cf}]/u)
    }
  }
  expect(textOf(childrenOf(entries[0] as Element, 'summary')[0] as Element)).toContain('&#60;script&#62;')
  const ids = entries.map((entry) => childrenOf(entry, 'id').map(textOf).join(''))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => id.startsWith('tag:ostrakon,2026:eip155:31337:0x'))).toBe(true)
  const etag = answer.headers.get('ETag') ?? ''
  const again = await fetch(`${api.origin}/api/v1/models/1/feed.atom`, { headers: { 'If-None-Match': etag } })
  expect(again.status).toBe(304)
  expect((await fetch(`${api.origin}/api/v1/models/9/feed.atom`)).status).toBe(404)
})

type Bom = {
  metadata: {
    component: {
      type: string
      licenses: object[]
      components: { name: string; hashes: object[] }[]
      properties: { name: string; value: string }[]
      externalReferences: { type: string; comment?: string }[]
    }
  }
  dependencies: { ref: string; dependsOn?: string[] }[]
}

test('a bill of materials is valid CycloneDX, with digests and what is wrong with the release', async () => {
  await put('/releases/1/manifest', first.json)
  for (const id of [1, 2]) {
    const answer = await fetch(`${api.origin}/api/v1/releases/${id}/bom.json`)
    expect(answer.headers.get('Content-Type')).toBe('application/vnd.cyclonedx+json')
    const problems = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(await answer.text())
    expect({ id, problems }).toEqual({ id, problems: null })
  }
  const bom = (await (await fetch(`${api.origin}/api/v1/releases/1/bom.json`)).json()) as Bom
  const { type, components, properties, externalReferences } = bom.metadata.component
  expect(type).toBe('machine-learning-model')
  expect(components.find(({ name }) => name === 'old.bin')?.hashes).toEqual([
    { alg: 'SHA-256', content: digestOf('moved').slice(2) },
  ])
  const propertyOf = (name: string) => properties.find((property) => property.name === `ostrakon:${name}`)?.value
  expect([propertyOf('root'), propertyOf('manifest')]).toEqual([first.root, first.manifest])
  expect(propertyOf('recall-reason')).toContain('alert(1)')
  const untrusted = externalReferences.filter(({ type: kind }) => ['distribution', 'attestation'].includes(kind))
  expect(untrusted.length).toBeGreaterThan(0)
  expect(untrusted.every(({ comment }) => comment?.includes('Untrusted'))).toBe(true)
  const derived = (await (await fetch(`${api.origin}/api/v1/releases/2/bom.json`)).json()) as Bom
  expect(derived.dependencies.some(({ dependsOn }) => dependsOn?.[0]?.endsWith('/release/1'))).toBe(true)
})

test('names what is not there', async () => {
  const missing: [string, number, string][] = [
    ['/releases/9/gate', 404, 'release_unknown'],
    ['/releases/9/attestations', 404, 'release_unknown'],
    ['/releases/9/custody', 404, 'release_unknown'],
    ['/releases/9/enclaves', 404, 'release_unknown'],
    ['/releases/9/bom.json', 404, 'release_unknown'],
    ['/releases/x/gate', 400, 'invalid_parameter'],
    [`/evaluators/${stewardAt(5).address}`, 404, 'evaluator_unknown'],
    ['/evaluators/0x12', 400, 'invalid_parameter'],
    ['/releases?recalled=maybe', 400, 'invalid_parameter'],
  ]
  for (const [path, status, code] of missing) {
    const answer = await api.get(path)
    expect({ path, status: answer.status, type: answer.body.type }).toEqual({
      path,
      status,
      type: `${api.origin}/problems/${code}`,
    })
  }
})
