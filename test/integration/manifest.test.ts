import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { nobody, runCli } from '#test/support/cli'
import { createFolderWith } from '#test/support/folders'
import { COMMIT, largeFile, smallFile, startHub } from '#test/support/hub'
import { measurePeak } from '#test/support/measure-peak'
import { buildStatement, resource, signBundle } from '#test/support/oms-bundle'
import { describeFolder } from '~/manifest/describe-folder'

const weights = join(dirname(createRequire(import.meta.url).resolve('@ricky0123/vad-web/package.json')), 'dist')

const writeList = async (folder: string, ...args: string[]) => {
  const list = join(await createFolderWith(), 'list.json')
  writeFileSync(list, (await runCli(['manifest', folder, '--json', ...args])).stdout)
  return list
}

test('G1 prints root, manifest, number and size of real weights, and nothing else, for programs', async () => {
  const { code, stdout, stderr } = await runCli(['manifest', weights, '--json'])
  const { root: digest, manifest, files, bytes, json } = await describeFolder(weights)
  const { resources, serialization } = JSON.parse(json)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    root: digest,
    manifest,
    files,
    bytes: Number(bytes),
    resources,
    serialization,
  })
  expect(Object.keys(JSON.parse(stdout))).toEqual(['root', 'manifest', 'files', 'bytes', 'resources', 'serialization'])
  expect(stderr).toMatch(/^hashing \d+ files, 6\.75 MB\n$/)
})

test('prints for people what registering needs, and names as plain text', async () => {
  const folder = await createFolderWith({ 'a\n\u001b[2J': 'x', Model: '1', model: '2' })
  mkdirSync(join(folder, 'empty'))
  const { stdout, stderr } = await runCli(['manifest', folder])
  const { root: digest, manifest } = await describeFolder(folder)
  expect(stdout).toContain('  a\\u{a}\\u{1b}[2J\n')
  for (const line of [`root      ${digest}`, `manifest  ${manifest}`, 'files     3', 'size      3 (3 bytes)']) {
    expect(stdout.split('\n')).toContain(line)
  }
  expect(stderr).toContain('the folder "empty" is empty and no part of the release')
  expect(stderr).toContain('"Model" and "model" are one file on disks that ignore case')
})

test('refuses what another user may not read, and names it', async () => {
  const folder = await createFolderWith({ 'open/a': 'x', secret: 'x', 'locked/b': 'x' })
  chmodSync(folder, 0o755)
  chmodSync(join(folder, 'secret'), 0o000)
  chmodSync(join(folder, 'locked'), 0o700)
  if (process.getuid?.() !== 0) chmodSync(join(folder, 'locked'), 0o000)
  const { code, stdout, stderr } = await runCli(['manifest', folder], nobody)
  if (process.getuid?.() !== 0) chmodSync(join(folder, 'locked'), 0o700)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('"secret" cannot be read (EACCES)')
  expect(stderr).toContain('the folder "locked" cannot be read (EACCES)')
})

test('refuses links, pipes and empty folders with 1, and wrong usage with 3', async () => {
  const folder = await createFolderWith({ weights: 'x' })
  execFileSync('ln', ['-s', 'weights', join(folder, 'link')])
  expect(await runCli(['manifest', folder])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('"link"'),
  })
  expect(await runCli(['manifest', await createFolderWith()])).toMatchObject({ code: 1, stdout: '' })
  const wrong = [[], [folder, folder], [join(folder, 'none')], [folder, '--hub', 'a/b@c'], ['--hub', 'b'], ['--what']]
  const said = await Promise.all(wrong.map((args) => runCli(['manifest', ...args])))
  expect(said.map(({ code, stdout }) => [code, stdout])).toEqual(said.map(() => [3, '']))
})

test('G2 offline, a list tells the true files from others, and the stage is not checked', async () => {
  const folder = await createFolderWith({ a: '1', 'sub/b': '2' })
  const list = await writeList(folder)
  const verify = (...args: string[]) => runCli(['verify', folder, '--manifest', list, ...args])
  expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('Stage not checked') })
  expect(await verify('--release', '1')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Stage not checked'),
  })
  expect(await verify('--shards')).toMatchObject({ code: 3, stderr: expect.stringContaining('lists whole files') })
  mkdirSync(join(folder, '.git'))
  expect((await verify()).stdout).toContain('not checked  ".git": never part of a release')
  writeFileSync(join(folder, 'a'), '0')
  writeFileSync(join(folder, 'c'), '2')
  execFileSync('rm', [join(folder, 'sub/b')])
  const said = await verify('--json')
  expect([said.code, JSON.parse(said.stdout).mismatch.differences, JSON.parse(said.stdout).standing]).toEqual([
    1,
    [
      { kind: 'changed', name: 'a' },
      { kind: 'renamed', name: 'c', from: 'sub/b' },
    ],
    null,
  ])
})

test('a release in shards is verified in its shards', async () => {
  const folder = await createFolderWith({ weights: 'x'.repeat(1000) })
  const list = await writeList(folder, '--shards')
  expect(JSON.parse(readFileSync(list, 'utf8'))).toMatchObject({
    resources: [{ name: 'weights:0:1000' }],
    serialization: { method: 'shards', shard_size: 1_000_000_000 },
  })
  const verify = () => runCli(['verify', folder, '--manifest', list])
  expect((await verify()).code).toBe(0)
  writeFileSync(join(folder, 'weights'), 'x'.repeat(999))
  expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('changed   "weights"') })
})

test('describes a model on a hub and says which commit it was', async () => {
  const commit = {
    entries: [smallFile('config.json', '{}'), largeFile('model.safetensors', 'weights')],
    contents: { 'config.json': '{}' },
  }
  const hub = await startHub({ commit, token: 'hf_secret' })
  const env = { HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_secret' }
  const { code, stdout } = await runCli(['manifest', '--hub', 'org/model@main', '--json'], { env })
  const onDisk = await describeFolder(await createFolderWith({ 'config.json': '{}', 'model.safetensors': 'weights' }))
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    root: onDisk.root,
    manifest: onDisk.manifest,
    hub: { name: 'org/model', revision: 'main', commit: COMMIT },
  })
  expect((await runCli(['manifest', '--hub', 'org/model@main'], { env })).stdout).toContain(`which is commit ${COMMIT}`)
  const denied = await runCli(['manifest', '--hub', 'org/model@main'], { env: { ...env, HF_TOKEN: 'hf_other' } })
  expect(denied).toMatchObject({ code: 3, stderr: expect.not.stringContaining('hf_other') })
})

test('a signed bundle must sign exactly these files, and may lie beside them', async () => {
  const folder = await createFolderWith({ a: 'a', 'sub/b': 'sub/b' })
  const list = await writeList(folder)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = await createFolderWith({
    'key.pem': publicKey.export({ type: 'spki', format: 'pem' }),
    'other.pem': other.publicKey.export({ type: 'spki', format: 'pem' }),
  })
  const sign = (name: string, statement: unknown) => {
    writeFileSync(join(folder, name), signBundle(statement, { privateKey }))
    return join(folder, name)
  }
  const verify = (bundle: string, ...trust: string[]) =>
    runCli(['verify', folder, '--manifest', list, '--bundle', bundle, ...trust])
  const byKey = ['--key', join(keys, 'key.pem')]

  const right = sign('model.sig', buildStatement([resource('a'), resource('sub/b')]))
  expect(await verify(right, ...byKey)).toMatchObject({ code: 0, stdout: expect.stringContaining('signed by') })
  expect(await verify(right, '--key', join(keys, 'other.pem'))).toMatchObject({ code: 1, stdout: '' })
  expect(await verify(right)).toMatchObject({ code: 3, stderr: expect.stringContaining('Say whom to trust') })

  const renamed = sign('model.sig', buildStatement([resource('a'), resource('c', 'sub/b')]))
  expect(await verify(renamed, ...byKey)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The bundle signs other files than these: renamed "sub/b"'),
  })

  const serialization = { method: 'shards', hash_type: 'sha256', shard_size: 3, allow_symlinks: false }
  const resources = [resource('a:0:1', 'a'), resource('sub/b:0:3', 'sub'), resource('sub/b:3:5', '/b')]
  const inShards = sign('elsewhere.json', buildStatement(resources, { predicate: { resources, serialization } }))
  expect(await verify(inShards, ...byKey)).toMatchObject({ code: 0, stdout: expect.stringContaining('signed by') })
})

const GROK_FILES = 770
// A hundredth of Grok-1's release, since zeros that a disk does not hold take as long to hash as any other bytes; one
// file is larger than two shards.
const LARGE_BYTES = 2_100_000_000
const SMALL_BYTES = 1_500_000
const MEMORY = 100_000_000
const MEMORY_PER_THREAD = 9_000_000

/** Sparse files in the shape of that release, whose tensors are of very different sizes. */
const createSparseTree = async () => {
  const folder = await createFolderWith()
  for (let index = 0; index < GROK_FILES; index++) {
    const file = join(folder, `tensor${String(index).padStart(5, '0')}_000`)
    writeFileSync(file, '')
    truncateSync(file, index === 0 ? LARGE_BYTES : SMALL_BYTES)
  }
  return folder
}

test('G3 770 files stream through less than 100 MB of memory, whole or in shards', async () => {
  const folder = await createSparseTree()
  // A thread per core is what makes it fast, and a thread is no file: beyond two, each takes its own.
  const most = MEMORY + MEMORY_PER_THREAD * Math.max(0, availableParallelism() - 2)
  for (const args of [
    ['manifest', folder],
    ['manifest', folder, '--shards'],
  ]) {
    const { code, peak } = await measurePeak(args)
    expect(code).toBe(0)
    expect(peak).toBeGreaterThan(20_000_000)
    expect(peak).toBeLessThan(most)
  }
})
