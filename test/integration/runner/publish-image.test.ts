import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { publishImage } from '~/runner/kubernetes/publish-image'

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A registry that keeps what it is given, if its digest is right and the credentials are. */
const startRegistry = async ({ elsewhere = false } = {}) => {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const url = new URL(request.url ?? '/', 'http://registry')
    asked.push(`${request.method} ${url.pathname}`)
    const end = (code: number, headers: Record<string, string> = {}) => response.writeHead(code, headers).end()
    if (request.headers.authorization !== 'Basic secret') return end(401)
    const name = url.pathname.split('/').at(-1) ?? ''
    if (request.method === 'HEAD') return end(blobs.has(name) ? 200 : 404)
    if (request.method === 'POST') {
      return end(202, { location: elsewhere ? 'http://192.0.2.1/steal' : '/v2/jobs/roots/blobs/uploads/1?state=x' })
    }
    const digest = url.searchParams.get('digest') ?? name
    if (digest !== `sha256:${digestOf(body)}`) return end(400)
    const kept = url.pathname.includes('/manifests/') ? manifests : blobs
    kept.set(digest, body)
    return end(201)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, blobs, manifests, asked }
}

const tar = Buffer.from('a root tar'.repeat(100_000))
const open = async (options?: { elsewhere: boolean }) => {
  const folder = await createFolderWith({ 'root.tar': tar })
  const served = await startRegistry(options)
  const registry = { url: served.url, repository: 'jobs/roots', authorization: 'Basic secret' }
  return { ...served, registry, given: { path: join(folder, 'root.tar'), digest: `0x${digestOf(tar)}` as const } }
}

test('a root tar becomes an image of one layer, whose digest is the tar’s; a second time nothing is sent', async () => {
  const { registry, given, blobs, manifests, asked, url } = await open()
  const image = await publishImage(registry, given)
  const [[reference = '', manifest] = []] = [...manifests]
  expect(image).toBe(`${new URL(url).host}/jobs/roots@${reference}`)
  const { layers, config, mediaType } = JSON.parse(String(manifest))
  expect(mediaType).toBe('application/vnd.oci.image.manifest.v1+json')
  expect(layers).toEqual([
    { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${digestOf(tar)}`, size: tar.length },
  ])
  expect(blobs.get(layers[0].digest)?.equals(tar)).toBe(true)
  expect(JSON.parse(String(blobs.get(config.digest)))).toMatchObject({
    ...{ os: 'linux', rootfs: { type: 'layers', diff_ids: [layers[0].digest] } },
  })
  asked.length = 0
  expect(await publishImage(registry, given)).toBe(image)
  expect(asked.filter((line) => line.startsWith('POST'))).toEqual([])
})

test('other bytes than the digest says, and wrong credentials, are refused', async () => {
  const { registry, given, manifests } = await open()
  await expect(publishImage(registry, { ...given, digest: `0x${'1'.repeat(64)}` })).rejects.toMatchObject({
    ...{ code: 'registry_refused', message: expect.stringMatching(/answers 400 to PUT/) },
  })
  await expect(publishImage({ ...registry, authorization: null }, given)).rejects.toThrow(/answers 401 to HEAD/)
  await expect(publishImage({ ...registry, url: 'http://127.0.0.1:9' }, given)).rejects.toMatchObject({
    ...{ code: 'registry_unreachable', retryable: true },
  })
  expect(manifests.size).toBe(0)
})

test('credentials go to no other place than the registry', async () => {
  const { registry, given } = await open({ elsewhere: true })
  await expect(publishImage(registry, given)).rejects.toThrow(/sends uploads to http:\/\/192.0.2.1/)
})
