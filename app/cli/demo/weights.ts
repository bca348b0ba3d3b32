import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Hex, sha256 } from 'viem'
import { buildManifest } from '~/domain/manifest'

const folder = join(dirname(createRequire(import.meta.url).resolve('@ricky0123/vad-web/package.json')), 'dist')
const card = new URL('./data/silero-vad.md', import.meta.url)

/** The weights of Silero VAD that come with the package, oldest first. */
const weightFiles = ['silero_vad_legacy.onnx', 'silero_vad_v5.onnx', 'silero_vad_v6.onnx'] as const

/** Where a file of weights is. */
export const findWeights = (name: string) => join(folder, name)

const listFiles = (names: readonly string[]) =>
  names.map((name) => ({ name, digest: sha256(readFileSync(findWeights(name))) }))

/** What is registered of a release that consists of those files; every digest is of the real bytes. */
export const describeRelease = (names: readonly string[]) => {
  const files = listFiles(names)
  const { root, manifest } = buildManifest(files)
  return {
    root,
    manifest,
    card: sha256(readFileSync(card)),
    files: files.length,
    size: names.reduce((sum, name) => sum + BigInt(statSync(findWeights(name)).size), 0n),
  } satisfies { root: Hex; manifest: Hex; card: Hex; files: number; size: bigint }
}

const [legacy, v5, v6] = weightFiles

/** The files of each of the demo's releases. */
export const releaseFiles = {
  legacy: [legacy],
  v5: [v5],
  v6: [v6],
  collection: weightFiles,
  pair: [v5, v6],
} as const

/** The lists of files of the demo's releases. */
export const listManifests = () => Object.values(releaseFiles).map((names) => buildManifest(listFiles(names)))
