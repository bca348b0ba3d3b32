import { execFileSync } from 'node:child_process'
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { walkDirectory } from '~/manifest/walk-directory'

const listNames = async (folder: string) => (await walkDirectory(folder)).files.map(({ name }) => name)

const refused = (problem: string) =>
  expect.objectContaining({ code: 'unfit_folder', message: expect.stringContaining(problem) })

test('lists files at any depth in code-point order', async () => {
  const folder = await createFolderWith({ 'b/c/d': '', 'b-a': '', 'b.a': '', a: '', 𝒜: '', '\uff5e': '', ä: '' })
  expect(await listNames(folder)).toEqual(['a', 'b-a', 'b.a', 'b/c/d', 'ä', '\uff5e', '𝒜'])
})

test('leaves out version control and the signature at the top alone', async () => {
  const ignored = { '.git/HEAD': '', '.gitignore': '', '.gitattributes': '', '.github/a': '', 'model.sig': '' }
  const kept = { 'sub/.git/HEAD': '', 'sub/.gitignore': '', 'sub/model.sig': '', 'model.sig2': '' }
  const folder = await createFolderWith({ ...ignored, ...kept })
  const walk = await walkDirectory(folder)
  expect(walk.files.map(({ name }) => name)).toEqual(Object.keys(kept).sort())
  expect(walk.ignored).toEqual(['.git', '.gitattributes', '.github', '.gitignore', 'model.sig'])
})

test('an ignored name may be anything, also a link', async () => {
  const folder = await createFolderWith({ weights: 'x' })
  await symlink('/etc', join(folder, '.git'))
  expect(await listNames(folder)).toEqual(['weights'])
})

test('refuses links below the folder and names each, but follows the one that names the folder', async () => {
  const folder = await createFolderWith({ 'a/weights': 'x' })
  const link = `${folder}-link`
  await symlink(folder, link)
  onTestFinished(() => void execFileSync('rm', [link]))
  expect(await listNames(link)).toEqual(['a/weights'])
  await symlink('weights', join(folder, 'a/inside'))
  await symlink('/etc/passwd', join(folder, 'outside'))
  await symlink('nowhere', join(folder, 'broken'))
  await symlink('.', join(folder, 'loop'))
  for (const name of ['a/inside', 'outside', 'broken', 'loop']) {
    await expect(walkDirectory(folder)).rejects.toThrow(refused(`"${name}" is a symbolic link`))
  }
})

test('refuses pipes, sockets and devices without waiting for them', async () => {
  const folder = await createFolderWith()
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const server = createServer()
  await new Promise<void>((done) => server.listen(join(folder, 'socket'), done))
  onTestFinished(() => void server.close())
  await expect(walkDirectory(folder)).rejects.toThrow(refused('"pipe" is a pipe'))
  await expect(walkDirectory(folder)).rejects.toThrow(refused('"socket" is a socket'))
  await expect(walkDirectory('/dev')).rejects.toThrow(refused('is a device'))
})

test('refuses names that are no UTF-8, and shows them so that they can be found', async () => {
  const folder = await createFolderWith({ sub: 'x' })
  await mkdir(join(folder, 'deep'))
  await writeFile(Buffer.concat([Buffer.from(`${folder}/deep/caf`), Buffer.from([0xe9])]), 'x')
  await expect(walkDirectory(folder)).rejects.toThrow(refused('"deep/caf\\xe9" is no UTF-8'))
})

test('keeps names as they are: line breaks, other cases, and letters in two forms of Unicode', async () => {
  const names = ['line\nbreak', 'Model', 'model', 'e\u0301', '\u00e9', ' ', 'a:0:8', `${'x'.repeat(250)}.bin`]
  const folder = await createFolderWith(Object.fromEntries(names.map((name) => [name, name])))
  expect((await listNames(folder)).sort()).toEqual([...names].sort())
})

test('names what it cannot reach because the whole path is too long', async () => {
  const folder = await createFolderWith()
  // No single path reaches that deep, so it is put together from two.
  const half = Array.from({ length: 12 }, () => 'x'.repeat(200)).join('/')
  await mkdir(join(folder, 'a', half), { recursive: true })
  await mkdir(join(folder, 'b', half), { recursive: true })
  await rename(join(folder, 'b'), join(folder, 'a', half, 'b'))
  onTestFinished(() => void execFileSync('rm', ['-rf', folder]))
  await expect(walkDirectory(folder)).rejects.toThrow(refused('ENAMETOOLONG'))
})

test('tells of empty folders, which are no part of a release', async () => {
  const folder = await createFolderWith({ 'a/weights': 'x' })
  await mkdir(join(folder, 'b/c'), { recursive: true })
  const { files, emptyFolders } = await walkDirectory(folder)
  expect([files.map(({ name }) => name), emptyFolders]).toEqual([['a/weights'], ['b/c']])
})

test('refuses what is no folder', async () => {
  const folder = await createFolderWith({ weights: 'x' })
  const missing = expect.objectContaining({ code: 'no_folder' })
  await expect(walkDirectory(join(folder, 'weights'))).rejects.toThrow(missing)
  await expect(walkDirectory(join(folder, 'none'))).rejects.toThrow(missing)
})

test('lists at most twenty problems, and says how many more there are', async () => {
  const folder = await createFolderWith()
  for (let index = 0; index < 25; index++) await symlink('x', join(folder, `link-${index}`))
  await expect(walkDirectory(folder)).rejects.toThrow(refused('and 5 more'))
})
