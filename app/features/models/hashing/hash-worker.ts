import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex } from '@noble/hashes/utils'
import type { HashNews } from './hash-news'

const CHUNK = 4 * 1024 * 1024

const tell = (news: HashNews) => postMessage(news)

// One chunk at a time: the memory that it takes does not depend on the file's size.
const hashFile = async (file: File) => {
  const hash = sha256.create()
  for (let start = 0; start < file.size; start += CHUNK) {
    const bytes = new Uint8Array(await file.slice(start, start + CHUNK).arrayBuffer())
    hash.update(bytes)
    tell({ kind: 'read', bytes: bytes.length })
  }
  tell({ kind: 'done', digest: `0x${bytesToHex(hash.digest())}` })
}

addEventListener('message', ({ data }: MessageEvent<File>) => {
  // The browser refuses to read a file that changed since it was picked.
  hashFile(data).catch((error: unknown) => tell({ kind: 'failed', reason: String(error) }))
})
