import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { openFiles } from '~/custody/open-files'
import { sealFiles } from '~/custody/seal-files'
import { walkDirectory } from '~/manifest/walk-directory'

/** A folder that goes when the test does. */
export const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-custody-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Sizes about which the payload's chunks of 64 KiB turn. */
const sizes = {
  empty: 0,
  one: 1,
  'a/chunk': 65_536,
  'a/chunk and one': 65_537,
  'a/b/many': 65_536 * 9,
  'ünï.bin': 70_000,
}

/** Writes files of those sizes; random, so that no two are alike. */
export const writeTree = (folder: string, tree: Record<string, number> = sizes): string => {
  for (const [name, size] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), randomBytes(size))
  }
  return folder
}

/** SHA-256 of every file below a folder, by name. */
export const digestTree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )

const quiet = () => ({ onRead: () => undefined, signal: new AbortController().signal })

/** Seals a folder to a new identity. */
export const sealTree = async (plain: string) => {
  const target = createFolder()
  const identity = createIdentity()
  const sealed = await sealFiles({
    walk: await walkDirectory(plain),
    recipient: recipientOf(identity),
    target,
    ...quiet(),
  })
  return { ...sealed, identity, target }
}

/** Opens a sealed folder into a new one. */
export const openTree = async (sealed: string, identity: string) => {
  const target = createFolder()
  return { target, manifest: await openFiles({ walk: await walkDirectory(sealed), identity, target, ...quiet() }) }
}
