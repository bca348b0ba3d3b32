import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { appendFile, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { describeFolder } from '~/manifest/describe-folder'
import { hashFile } from '~/manifest/hash-file'
import { hashRanges } from '~/manifest/hash-files'
import { type WalkedFile, walkDirectory } from '~/manifest/walk-directory'

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7) % 251)
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

test('G1 gives root, manifest, number and size of real files as another tool computes them', async () => {
  const folder = await createFolderWith({ 'b/weights': bytes(300_001), 'a.txt': 'hello', empty: '' })
  const described = await describeFolder(folder)
  const names = ['a.txt', 'b/weights', 'empty']
  const openssl = names.map((name) => {
    return execFileSync('openssl', ['dgst', '-sha256', '-r', name], { cwd: folder, encoding: 'utf8' }).slice(0, 64)
  })
  expect(described).toMatchObject({ files: 3, bytes: 300_006n, emptyFolders: [] })
  expect(JSON.parse(described.json).resources).toEqual(
    names.map((name, index) => ({ algorithm: 'sha256', digest: openssl[index], name })),
  )
  expect(described.root).toBe(`0x${sha256(Buffer.from(openssl.join(''), 'hex'))}`)
  expect(described.manifest).toBe(`0x${sha256(described.json)}`)
})

test('in shards, each range has its digest, whatever the number of threads', async () => {
  const content = bytes(250_000)
  const folder = await createFolderWith({ big: content, small: 'x' })
  const one = await describeFolder(folder, { shardSize: 100_000n, threads: 1 })
  const many = await describeFolder(folder, { shardSize: 100_000n, threads: 5 })
  expect(many).toEqual(one)
  expect(JSON.parse(one.json).resources).toEqual(
    [
      ['big:0:100000', content.subarray(0, 100_000)],
      ['big:100000:200000', content.subarray(100_000, 200_000)],
      ['big:200000:250000', content.subarray(200_000)],
      ['small:0:1', 'x'],
    ].map(([name, part]) => ({ algorithm: 'sha256', digest: sha256(part ?? ''), name })),
  )
  expect(JSON.parse(one.json).serialization).toMatchObject({ method: 'shards', shard_size: 100_000 })
  expect(one).toMatchObject({ files: 2, bytes: 250_001n })
})

test('refuses an empty folder, and in shards a file without a byte, which no shard would name', async () => {
  const folder = await createFolderWith({ '.git/HEAD': '' })
  const invalid = (text: string) =>
    expect.objectContaining({ code: 'invalid_manifest', message: expect.stringContaining(text) })
  await expect(describeFolder(folder)).rejects.toThrow(invalid('at least one file'))
  await writeFile(join(folder, 'config'), '')
  expect(await describeFolder(folder)).toMatchObject({ files: 1, bytes: 0n })
  await expect(describeFolder(folder, { shardSize: 8n })).rejects.toThrow(invalid('"config" is empty'))
})

const walkOne = async (content: string): Promise<{ folder: string; file: WalkedFile }> => {
  const folder = await createFolderWith({ weights: content })
  const { files } = await walkDirectory(folder)
  return { folder, file: files[0] as WalkedFile }
}

const changed = expect.objectContaining({ code: 'file_changed' })
const time = new Date('2026-01-01')

test.each<[string, (path: string) => Promise<unknown>]>([
  ['grows', (path) => appendFile(path, 'x')],
  ['shrinks', (path) => truncate(path, 3)],
  ['is rewritten with its times set back', (path) => writeFile(path, 'WEIGHTS').then(() => utimes(path, time, time))],
  ['is replaced', (path) => writeFile(`${path}2`, 'weights').then(() => rename(`${path}2`, path))],
  ['is removed', (path) => rm(path)],
  ['becomes a link', (path) => rename(path, `${path}2`).then(() => symlink(`${path}2`, path))],
  ['becomes a folder', (path) => rm(path).then(() => mkdir(path))],
  ['becomes a pipe', (path) => rm(path).then(() => execFileSync('mkfifo', [path]))],
])('refuses a file that %s between the walk and the reading', async (_, change) => {
  const { file } = await walkOne('weights')
  await change(file.path)
  expect(() => hashFile(file)).toThrow(changed)
  await expect(hashRanges([{ file, start: 0n, end: file.state.size }])).rejects.toThrow(changed)
})

test.each<[string, (path: string) => void]>([
  ['grows', (path) => execFileSync('sh', ['-c', `printf x >> ${path}`])],
  [
    'is rewritten with its times set back',
    (path) => execFileSync('sh', ['-c', `printf WEIGHTS > ${path}; touch -d 2026-01-01 ${path}`]),
  ],
  ['is replaced', (path) => execFileSync('sh', ['-c', `printf weights > ${path}2 && mv ${path}2 ${path}`])],
  ['is removed', (path) => execFileSync('rm', [path])],
])('refuses a file that %s while it is read', async (_, change) => {
  const { file } = await walkOne('weights')
  expect(hashFile(file)).toBe(`0x${sha256('weights')}`)
  expect(() => hashFile(file, () => change(file.path))).toThrow(changed)
})

test.each<[string, (folder: string) => void]>([
  ['added', (folder) => writeFileSync(join(folder, 'added'), 'x')],
  ['removed', (folder) => rmSync(join(folder, 'small'), { force: true })],
  ['changed', (folder) => writeFileSync(join(folder, 'small'), 'y')],
])('refuses a folder in which a file is %s after all were read', async (_, change) => {
  const folder = await createFolderWith({ big: bytes(100_000), small: 'x' })
  const late = describeFolder(folder, { onProgress: (done) => done === 100_001n && change(folder) })
  await expect(late).rejects.toThrow(changed)
})
