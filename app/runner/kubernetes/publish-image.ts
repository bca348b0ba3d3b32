import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'

type Registry = {
  /** An origin: scheme, host and port. */
  url: string
  /** The name below it, as `jobs/roots`. */
  repository: string
  /** The value of an Authorization header; null where none is asked for. */
  authorization: string | null
}

type Tar = { path: string; digest: Hex }

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'
// As it is: so the layer's digest is the spec's image, and whoever has the manifest can compare them.
const layerType = 'application/vnd.oci.image.layer.v1.tar'

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * Puts a root tar into a registry as an image of one layer; answers its name by digest, as pods take it. The same tar is
 * the same image. Throws `registry_refused` and `registry_unreachable`. Source: OCI distribution and image specifications.
 */
export const publishImage = async (registry: Registry, { path, digest }: Tar): Promise<string> => {
  const layer = { mediaType: layerType, digest: `sha256:${digest.slice(2)}`, size: (await stat(path)).size }
  const config = Buffer.from(
    JSON.stringify({
      ...{ architecture: architectures[process.arch] ?? process.arch, os: 'linux', config: {} },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
  )
  const configLayer = { mediaType: configType, digest: digestOf(config), size: config.length }
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: configLayer, layers: [layer] }),
  )
  await putBlob(registry, layer.digest, () => createReadStream(path))
  await putBlob(registry, configLayer.digest, () => Readable.from([config]))
  const reference = digestOf(manifest)
  await ask(registry, `manifests/${reference}`, {
    ...{ method: 'PUT', body: manifest, headers: { 'content-type': manifestType } },
  })
  return `${new URL(registry.url).host}/${registry.repository}@${reference}`
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const putBlob = async (registry: Registry, digest: string, read: () => Readable): Promise<void> => {
  const found = await ask(registry, `blobs/${digest}`, { method: 'HEAD' }, [200, 404])
  if (found.status === 200) return
  const begun = await ask(registry, 'blobs/uploads/', { method: 'POST' })
  const place = new URL(begun.headers.get('location') ?? '', begun.url)
  // Else the credentials would go to wherever the registry says.
  if (place.origin !== new URL(registry.url).origin) {
    throw new AppError('registry_refused', `The registry ${registry.url} sends uploads to ${place.origin}.`)
  }
  place.searchParams.set('digest', digest)
  await ask(registry, place, {
    ...{ method: 'PUT', duplex: 'half', headers: { 'content-type': 'application/octet-stream' } },
    body: Readable.toWeb(read()) as ReadableStream,
  })
}

type Options = RequestInit & { duplex?: 'half' }

const ask = async (registry: Registry, path: string | URL, options: Options, expected = [201, 202]) => {
  const url = path instanceof URL ? path : new URL(`/v2/${registry.repository}/${path}`, registry.url)
  const headers = new Headers(options.headers)
  if (registry.authorization !== null) headers.set('authorization', registry.authorization)
  const answer = await fetch(url, { ...options, headers, redirect: 'manual' }).catch((cause: unknown) => {
    const message = `The registry ${registry.url} does not answer.`
    throw new AppError('registry_unreachable', message, { cause, retryable: true })
  })
  if (expected.includes(answer.status)) return answer
  throw new AppError(
    'registry_refused',
    `The registry ${registry.url} answers ${answer.status} to ${options.method} ${url.pathname}.`,
  )
}
