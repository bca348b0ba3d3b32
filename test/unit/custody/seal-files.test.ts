import { randomBytes } from 'node:crypto'
import { appendFileSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { createFolder, digestTree, openTree, sealTree, writeTree } from '#test/support/sealed-tree'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { runPayloadTask } from '~/custody/payload-task.mjs'
import { sealFiles } from '~/custody/seal-files'
import { buildManifest } from '~/domain/manifest'
import { hashFile } from '~/manifest/hash-file'
import { readState } from '~/manifest/steady-file.mjs'
import { walkDirectory } from '~/manifest/walk-directory'

const CHUNK = 65_536 + 16

/** The manifest of a folder, by the means of `ostrakon manifest`. */
const readManifest = async (folder: string) => {
  const { files } = await walkDirectory(folder)
  return buildManifest(files.map((file) => ({ name: file.name, digest: hashFile(file) })))
}

describe('sealed files', () => {
  test('C3 open to the same bytes, and both manifests of the one pass are those of the folders', async () => {
    const plain = writeTree(createFolder())
    const { plaintext, ciphertext, identity, target } = await sealTree(plain)
    expect(plaintext).toEqual(await readManifest(plain))
    expect(ciphertext).toEqual(await readManifest(target))
    const opened = await openTree(target, identity)
    expect(opened.manifest).toEqual(plaintext)
    expect(digestTree(opened.target)).toEqual(digestTree(plain))
  })

  test('are encrypted anew each time, name by name', async () => {
    const plain = writeTree(createFolder(), { a: 100, b: 100 })
    writeFileSync(join(plain, 'b'), readFileSync(join(plain, 'a')))
    const { target } = await sealTree(plain)
    const digests = digestTree(target)
    expect(Object.keys(digests).sort()).toEqual(['a.age', 'b.age'])
    expect(digests['a.age']).not.toBe(digests['b.age'])
  })

  test('do not open to another key', async () => {
    const { target } = await sealTree(writeTree(createFolder(), { weights: 10 }))
    await expect(openTree(target, createIdentity())).rejects.toThrow(/"weights.age": .*no identity matched/)
  })

  test('C10 a file that grows, shrinks or is written to while it is sealed is refused', async () => {
    const changes = [
      (path: string) => appendFileSync(path, 'x'),
      (path: string) => truncateSync(path, 5),
      (path: string) => writeFileSync(path, readFileSync(path)),
    ]
    for (const change of changes) {
      const plain = writeTree(createFolder(), { weights: 200_000 })
      const walk = await walkDirectory(plain)
      change(join(plain, 'weights'))
      const sealed = sealFiles({
        ...{ walk, recipient: recipientOf(createIdentity()), target: createFolder() },
        ...{ onRead: () => undefined, signal: new AbortController().signal },
      })
      await expect(sealed).rejects.toMatchObject({
        code: 'file_changed',
        message: expect.stringContaining('"weights"'),
      })
    }
  })

  test('C10 and so is one that changes between its first byte and its last', () => {
    const folder = writeTree(createFolder(), { weights: 400_000 })
    const path = join(folder, 'weights')
    const state = readState(lstatSync(path, { bigint: true }))
    const key = { header: new Uint8Array(), payloadKey: randomBytes(32) }
    const touch = () => writeFileSync(path, readFileSync(path))
    const task = { kind: 'encrypt' as const, path, state, target: join(folder, 'out'), ...key }
    expect(() => runPayloadTask(task, touch)).toThrow('changed while it was read')
  })

  test('C10 links are refused before anything is written', async () => {
    const plain = writeTree(createFolder(), { weights: 10 })
    symlinkSync('/etc/passwd', join(plain, 'link'))
    await expect(sealTree(plain)).rejects.toMatchObject({ code: 'unfit_folder' })
  })

  test('two things that would need one name are refused', async () => {
    const plain = writeTree(createFolder(), { x: 10, 'x.age/y': 10 })
    await expect(sealTree(plain)).rejects.toThrow('"x" lies beside the folder "x.age"')
  })

  test('what is beyond the disk is refused at once', async () => {
    const plain = createFolder()
    writeFileSync(join(plain, 'weights'), '')
    truncateSync(join(plain, 'weights'), 8 * 2 ** 40)
    await expect(sealTree(plain)).rejects.toMatchObject({ code: 'no_space' })
  })

  test('an interrupted run ends as one', async () => {
    const walk = await walkDirectory(writeTree(createFolder(), { weights: 10 }))
    const recipient = recipientOf(createIdentity())
    const signal = AbortSignal.abort()
    const sealed = sealFiles({ walk, recipient, target: createFolder(), onRead: () => undefined, signal })
    await expect(sealed).rejects.toMatchObject({ code: 'interrupted' })
  })
})

describe('C8 a sealed file that was changed', () => {
  const changes: [string, (file: Buffer) => Buffer][] = [
    ['one bit of its header', (file) => flip(file, 60)],
    ['one bit of its nonce', (file) => flip(file, file.indexOf('\n--- ') + 55)],
    ['one bit of its first chunk', (file) => flip(file, file.length - 3 * CHUNK)],
    ['one bit of its last tag', (file) => flip(file, file.length - 1)],
    ['its last byte gone', (file) => file.subarray(0, -1)],
    ['its last chunk gone', (file) => file.subarray(0, -CHUNK)],
    ['all but its header gone', (file) => file.subarray(0, -4 * CHUNK)],
    ['nothing left', (file) => file.subarray(0, 0)],
    ['a byte more', (file) => Buffer.concat([file, Buffer.from([0])])],
    ['a chunk more', (file) => Buffer.concat([file, file.subarray(-CHUNK)])],
    ['two chunks swapped', (file) => swap(file)],
  ]
  const flip = (file: Buffer, at: number) => {
    const copy = Buffer.from(file)
    copy[at] = (copy[at] ?? 0) ^ 1
    return copy
  }
  const swap = (file: Buffer) => {
    const at = (index: number) => file.length - (4 - index) * CHUNK
    const [head, first, second] = [file.subarray(0, at(0)), file.subarray(at(0), at(1)), file.subarray(at(1), at(2))]
    return Buffer.concat([head, second, first, file.subarray(at(2))])
  }

  test.each(changes)('C8 is refused and named: %s', async (_what, change) => {
    const { target, identity } = await sealTree(writeTree(createFolder(), { 'dir/weights': 4 * 65_536 }))
    const path = join(target, 'dir/weights.age')
    const before = readFileSync(path)
    const after = change(before)
    expect(sha256(after)).not.toBe(sha256(before))
    writeFileSync(path, after)
    await expect(openTree(target, identity)).rejects.toMatchObject({
      code: 'damaged_ciphertext',
      message: expect.stringContaining('"dir/weights.age"'),
    })
  })

  test('C8 or that is none of the sealed ones is refused', async () => {
    const { target, identity } = await sealTree(writeTree(createFolder(), { weights: 10 }))
    mkdirSync(join(target, 'more'))
    writeFileSync(join(target, 'more/notes'), 'x')
    await expect(openTree(target, identity)).rejects.toThrow('"more/notes" is no sealed file')
  })
})
