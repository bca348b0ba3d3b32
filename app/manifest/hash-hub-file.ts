import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { downloadFile, type ListFileEntry } from '@huggingface/hub'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'

type HubFileOptions = {
  repo: { type: 'model'; name: string }
  revision: string
  hubUrl?: string
  accessToken?: string
  entry: ListFileEntry
}

/**
 * SHA-256 of a small file of a hub's repository as a stream, checked against what git says of it: its size and the
 * SHA-1 of its blob. Throws `hub_mismatch`, and the hub's own errors.
 */
export const hashHubFile = async ({ entry, ...options }: HubFileOptions): Promise<Hex> => {
  const { path, size, oid } = entry
  // The library writes the path into an address as it is, and names may hold what means something there.
  const address = path.split('/').map(encodeURIComponent).join('/')
  // An empty file has no first byte to ask for, which the library does.
  const blob =
    size === 0
      ? new Blob()
      : await downloadFile({ ...options, path: address, xet: false } as Parameters<typeof downloadFile>[0])
  if (blob === null) throw mismatch(path, 'is listed and not there')
  const digest = createHash('sha256')
  const blobId = createHash('sha1').update(`blob ${size}\0`)
  let read = 0
  for await (const chunk of Readable.fromWeb(blob.stream() as ReadableStream)) {
    read += chunk.length
    if (read > size) break
    digest.update(chunk)
    blobId.update(chunk)
  }
  if (read !== size) throw mismatch(path, `is listed with ${size} bytes, and ${read > size ? 'more' : read} came`)
  if (blobId.digest('hex') !== oid) throw mismatch(path, `is not the blob ${quoteName(String(oid))} of the commit`)
  return `0x${digest.digest('hex')}`
}

const mismatch = (path: string, problem: string) =>
  new AppError('hub_mismatch', `The hub contradicts itself: ${quoteName(path)} ${problem}.`)
