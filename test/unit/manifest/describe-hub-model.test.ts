import { expect, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { COMMIT, type HubEntry, largeFile, smallFile, startHub } from '#test/support/hub'
import { findFreePort } from '~/cli/up/ports'
import { describeFolder } from '~/manifest/describe-folder'
import { describeHubModel, parseHubModel } from '~/manifest/describe-hub-model'

const contents = {
  '.gitattributes': '*.safetensors filter=lfs',
  'config.json': '{"layers":64}',
  'tokenizer/tokenizer 100% #1?.json': 'x'.repeat(5_000),
  'ckpt/model-00001.safetensors': 'weights 1',
  'ckpt/model-00002.safetensors': 'weights 2',
  'Ünïcode.md': 'plain',
  empty: '',
}
const isLarge = (name: string) => name.endsWith('.safetensors')
const entries: HubEntry[] = [
  { type: 'directory', oid: 'a'.repeat(40), size: 0, path: 'ckpt' },
  { type: 'directory', oid: 'b'.repeat(40), size: 0, path: 'tokenizer' },
  ...Object.entries(contents).map(([name, content]) => (isLarge(name) ? largeFile : smallFile)(name, content)),
]

const change = (name: string, changes: Partial<HubEntry>) => ({
  entries: entries.map((entry) => (entry.path === name ? { ...entry, ...changes } : entry)),
  contents,
})

const describe = (hubUrl: string, revision = 'main', token?: string) =>
  describeHubModel({ name: 'org/model', revision, hubUrl, token })

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) })

test('a revision on a hub has the manifest of the same files on a disk, and no weights are asked for', async () => {
  const hub = await startHub({ commit: { entries, contents } })
  const onDisk = await describeFolder(await createFolderWith(contents))
  const onHub = await describe(hub.url)
  const { root, manifest, json, bytes, files } = onDisk
  expect(onHub).toMatchObject({ root, manifest, json, bytes, files, commit: COMMIT })
  expect(hub.asked.filter((path) => path.includes('safetensors'))).toEqual([])
  expect(hub.asked.filter((path) => path.includes('gitattributes'))).toEqual([])
})

test('a branch that moves while it is read is read at the commit that it meant at first', async () => {
  const later = { entries: [smallFile('other', 'other')], contents: { other: 'other' } }
  const hub = await startHub({ commit: { entries, contents }, later })
  const { commit, files } = await describe(hub.url)
  expect([commit, files]).toEqual([COMMIT, 6])
  expect(hub.asked.slice(1).every((path) => path.includes(COMMIT))).toBe(true)
})

test.each<[string, string, string, Partial<HubEntry>]>([
  ['a pointer of another size than its file', 'is stored with 9', 'ckpt/model-00001.safetensors', { size: 10 }],
  [
    'an object id that is no SHA-256',
    'is no SHA-256',
    'ckpt/model-00001.safetensors',
    { lfs: { oid: 'abc', size: 9, pointerSize: 134 } },
  ],
  ['a small file that is longer than listed', 'and more came', 'config.json', { size: 5 }],
  ['a small file that is shorter than listed', 'with 50 bytes, and 13 came', 'config.json', { size: 50 }],
  ['a small file that is not the blob of the commit', 'is not the blob', 'config.json', { oid: 'c'.repeat(40) }],
  ['a file that is listed and not there', 'listed and not there', 'config.json', { path: 'gone.json' }],
  ['an entry of an unknown kind', 'is no file with a size', 'config.json', { type: 'symlink' }],
  ['a size that is no number of bytes', 'is no file with a size', 'config.json', { size: -1 }],
])('refuses %s', async (_, text, name, changes) => {
  const hub = await startHub({ commit: change(name, changes) })
  await expect(describe(hub.url)).rejects.toThrow(refused('hub_mismatch', text))
})

test.each(['../up', '/etc/passwd', 'a//b', 'a/./b'])('refuses the name %j, which leaves the folder', async (path) => {
  const hub = await startHub({ commit: { entries: [largeFile(path, 'x')], contents } })
  await expect(describe(hub.url)).rejects.toThrow(refused('invalid_manifest', 'is no name of a file'))
})

test('refuses a commit that is no commit, and a revision without files', async () => {
  const branch = await startHub({ sha: 'main; rm -rf' })
  await expect(describe(branch.url)).rejects.toThrow(refused('hub_mismatch', 'as the commit of'))
  const nothing = await startHub()
  await expect(describe(nothing.url)).rejects.toThrow(refused('invalid_manifest', 'at least one file'))
})

test('says what is missing, what needs a token, and what does not answer', async () => {
  const hub = await startHub({ commit: { entries, contents }, token: 'hf_right' })
  const access = { hubUrl: hub.url, token: 'hf_right' }
  await expect(describe(hub.url)).rejects.toThrow(refused('hub_refused', 'set HF_TOKEN'))
  await expect(describe(hub.url, 'main', 'hf_wrong')).rejects.toThrow(refused('hub_refused', '(401)'))
  expect(await describe(hub.url, 'main', 'hf_right')).toMatchObject({ commit: COMMIT })
  const missing = describeHubModel({ name: 'org/other', revision: 'main', ...access })
  await expect(missing).rejects.toThrow(refused('hub_missing', '"org/other@main"'))
  await expect(describe(hub.url, 'v9', 'hf_right')).rejects.toThrow(refused('hub_missing', '"org/model@v9"'))
  const nowhere = `http://127.0.0.1:${await findFreePort()}`
  await expect(describe(nowhere)).rejects.toThrow(refused('hub_unreachable', 'did not answer'))
})

test('a gated model is listed and yet not described, since its small files are not given out', async () => {
  const hub = await startHub({ commit: { entries, contents }, isGated: true })
  await expect(describe(hub.url)).rejects.toThrow(refused('hub_refused', 'gated'))
})

test('reads ORG/NAME@REVISION and nothing else', () => {
  expect(parseHubModel('xai-org/grok-1@refs/pr/1')).toEqual({ name: 'xai-org/grok-1', revision: 'refs/pr/1' })
  for (const wrong of ['grok-1@main', 'a/b', 'a/b@', 'a/b/c@main', '../..@main', 'a b/c@main', '']) {
    expect(() => parseHubModel(wrong)).toThrow(refused('invalid_usage', 'ORG/NAME@REVISION'))
  }
})
