import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { buildPax, buildRawTar, type RawEntry } from '#test/support/tar'
import { buildTar } from '~/runner/tar/build-tar'
import { extractTar, type TarLimits } from '~/runner/tar/extract-tar'

const digestOf = (bytes: Uint8Array) => `0x${createHash('sha256').update(bytes).digest('hex')}` as const
const roomy = { bytes: 1 << 24, entries: 100 }

/** Unpacks an archive of these bytes; answers the folder that it came into. */
const extract = async (bytes: Buffer, { digest = digestOf(bytes), limits = roomy as TarLimits } = {}) => {
  const folder = await createFolderWith({ 'root.tar': bytes })
  const target = join(folder, 'jail', 'root')
  await mkdir(target, { recursive: true })
  const result = extractTar({ path: join(folder, 'root.tar'), digest, target, limits })
  return { folder, target, result }
}

describe('extractTar', () => {
  test('unpacks files, folders and links that stay inside', async () => {
    const { target, result } = await extract(
      buildRawTar([
        { name: './', type: '5' },
        { name: 'usr/bin/', type: '5' },
        { name: './usr/bin/job', content: 'run me' },
        { name: 'bin', type: '2', target: 'usr/bin' },
        { name: 'usr/bin/again', type: '1', target: 'usr/bin/job' },
        { name: 'etc/absolute', type: '2', target: '/usr/bin/job' },
      ]),
    )
    await result
    expect((await readdir(target)).sort()).toEqual(['bin', 'dev', 'etc', 'input', 'output', 'proc', 'tmp', 'usr'])
    expect(await readFile(join(target, 'bin/job'), 'utf8')).toBe('run me')
    expect(await readFile(join(target, 'usr/bin/again'), 'utf8')).toBe('run me')
    expect(await readlink(join(target, 'etc/absolute'))).toBe('/usr/bin/job')
    expect((await lstat(join(target, 'usr/bin/job'))).mode & 0o7777).toBe(0o755)
  })

  test('reads names of any length, in pax records and as GNU writes them', async () => {
    const long = `${'deep/'.repeat(30)}${'n'.repeat(120)}`
    const { target, result } = await extract(
      buildRawTar([
        { name: 'pax', type: 'x', content: buildPax('path', `pax/${long}`) },
        { name: 'short', content: 'one' },
        { name: '././@LongLink', type: 'L', content: `gnu/${long}\0` },
        { name: 'short', content: 'two' },
        { name: 'name', prefix: 'far/away', content: 'three' },
      ]),
    )
    await result
    expect(await readFile(join(target, 'pax', long), 'utf8')).toBe('one')
    expect(await readFile(join(target, 'gnu', long), 'utf8')).toBe('two')
    expect(await readFile(join(target, 'far/away/name'), 'utf8')).toBe('three')
  })

  test.each(['ustar', 'pax', 'gnu'])('reads what tar writes as %s', async (format) => {
    const folder = await createFolderWith({ 'tree/a/b/c.txt': 'c', 'tree/empty': '', 'tree/é': 'x'.repeat(70_000) })
    execFileSync('tar', ['-C', join(folder, 'tree'), `--format=${format}`, '-cf', join(folder, 'all.tar'), '.'])
    const { target, result } = await extract(await readFile(join(folder, 'all.tar')))
    await result
    expect(await readFile(join(target, 'a/b/c.txt'), 'utf8')).toBe('c')
    expect((await readFile(join(target, 'é'))).length).toBe(70_000)
  })

  test.each<[string, RawEntry[], RegExp]>([
    ['a name that climbs', [{ name: '../escaped', content: 'x' }], /an entry outside of it/],
    ['a name that climbs from within', [{ name: 'a/../../escaped', content: 'x' }], /an entry outside of it/],
    ['an absolute name', [{ name: '/escaped', content: 'x' }], /an entry outside of it/],
    [
      'a long name that climbs',
      [{ name: 'x', type: 'x', content: buildPax('path', '../../escaped') }, { name: 'x' }],
      /outside of it/,
    ],
    ['a link that leads out', [{ name: 'a/out', type: '2', target: '../../..' }], /leads out of it/],
    [
      'a file behind a link',
      [
        { name: 'out', type: '2', target: '/' },
        { name: 'out/escaped', content: 'x' },
      ],
      /goes through/,
    ],
    [
      'a file through a link',
      [
        { name: 'escaped', type: '2', target: '/escaped' },
        { name: 'escaped', content: 'x' },
      ],
      /twice/,
    ],
    ['a hard link to outside', [{ name: 'shadow', type: '1', target: '/etc/passwd' }], /outside of it/],
    [
      'a hard link through a link',
      [
        { name: 'etc', type: '2', target: '/etc' },
        { name: 'shadow', type: '1', target: 'etc/passwd' },
      ],
      /goes through/,
    ],
    [
      'a hard link to a link',
      [
        { name: 'p', type: '2', target: '/etc/passwd' },
        { name: 'q', type: '1', target: 'p' },
      ],
      /to what is no file of it/,
    ],
    ['a character device', [{ name: 'null', type: '3' }], /no file, folder or link/],
    ['a block device', [{ name: 'sda', type: '4' }], /no file, folder or link/],
    ['a pipe', [{ name: 'pipe', type: '6' }], /no file, folder or link/],
    ['a sparse file', [{ name: 'sparse', type: 'S' }], /no file, folder or link/],
    ['a link where the sandbox mounts', [{ name: 'proc', type: '2', target: '/oldroot' }], /"proc" as no folder/],
    ['a size beyond the archive', [{ name: 'bomb', size: 2 ** 32 }], /larger than the archive/],
    [
      'a size that the records raise',
      [{ name: 'x', type: 'x', content: buildPax('size', '99999999999') }, { name: 'b' }],
      /larger/,
    ],
    ['a file twice', [{ name: 'a' }, { name: 'a' }], /has "a" twice/],
    ['records that are broken', [{ name: 'x', type: 'x', content: '99 path=x\n' }, { name: 'a' }], /broken/],
    ['a name for all', [{ name: 'x', type: 'g', content: buildPax('path', 'a') }, { name: 'a' }], /every entry alike/],
    [
      'a depth without end',
      [{ name: 'x', type: 'x', content: buildPax('path', 'd/'.repeat(65)) }, { name: 'a' }],
      /too deep/,
    ],
  ])('refuses %s, and leaves nothing outside', async (_, entries, reason) => {
    const { folder, result } = await extract(buildRawTar(entries))
    await expect(result).rejects.toMatchObject({ code: 'bad_image', message: expect.stringMatching(reason) })
    expect((await readdir(folder)).sort()).toEqual(['jail', 'root.tar'])
    expect(await readdir(join(folder, 'jail'))).toEqual(['root'])
    expect(await lstat('/escaped').catch(() => null)).toBeNull()
  })

  test('refuses bombs by size and by number before it writes them', async () => {
    const many = buildRawTar(Array.from({ length: 20 }, (_, at) => ({ name: `f${at}` })))
    const counted = await extract(many, { limits: { bytes: 1 << 24, entries: 10 } })
    await expect(counted.result).rejects.toThrow(/more than 10 entries/)
    expect((await readdir(counted.target)).length).toBe(10)
    const large = await extract(many, { limits: { bytes: 1000, entries: 100 } })
    await expect(large.result).rejects.toThrow(/more than 1000/)
    expect(await readdir(large.target)).toEqual([])
  })

  test('refuses other bytes than the spec names before it unpacks any', async () => {
    const bytes = buildRawTar([{ name: 'a', content: 'x' }])
    const { target, result } = await extract(bytes, { digest: `0x${'0'.repeat(64)}` })
    await expect(result).rejects.toMatchObject({ code: 'wrong_image' })
    expect(await readdir(target)).toEqual([])
    const longer = await extract(Buffer.concat([bytes, Buffer.from('behind the end')]), { digest: digestOf(bytes) })
    await expect(longer.result).rejects.toMatchObject({ code: 'wrong_image' })
  })

  test('refuses what is no archive, and what is half of one', async () => {
    const noise = Buffer.alloc(2048, 'noise')
    await expect((await extract(noise)).result).rejects.toThrow(/header of the root tar (is broken|cannot be read)/)
    const whole = buildRawTar([{ name: 'a', content: 'x'.repeat(2000) }])
    await expect((await extract(whole.subarray(0, 1024))).result).rejects.toThrow(/larger than the archive|middle/)
    await expect((await extract(whole.subarray(0, 2048))).result).rejects.toThrow(/middle of an entry/)
    await expect((await extract(whole.subarray(0, 700))).result).rejects.toMatchObject({ code: 'bad_image' })
  })
})

describe('buildTar', () => {
  test('depends on names and bytes alone, and tar reads it', async () => {
    const folder = await createFolderWith({ one: 'file one' })
    await writeFile(join(folder, 'job'), 'x', { mode: 0o755 })
    const long = `${'d'.repeat(90)}/${'e'.repeat(90)}`
    const files = {
      'b/job': { from: join(folder, 'job') },
      a: { from: join(folder, 'one') },
      [long]: { from: Buffer.from('y') },
    }
    const [first, second] = [join(folder, 'first.tar'), join(folder, 'second.tar')]
    const digest = await buildTar(first, files)
    expect(await buildTar(second, Object.fromEntries(Object.entries(files).reverse()))).toBe(digest)
    expect(digest).toBe(digestOf(await readFile(first)))
    const said = execFileSync('tar', ['-tvf', first, '--full-time', '--utc', '--numeric-owner']).toString().split('\n')
    expect(said[0]).toMatch(/^-rw-r--r-- 0\/0 +8 1970-01-01 00:00:00 a$/)
    expect(said.find((line) => line.endsWith(' b/job'))).toMatch(/^-rwxr-xr-x 0\/0/)
    const { target, result } = await extract(await readFile(first))
    await result
    expect(await readFile(join(target, long), 'utf8')).toBe('y')
  })
})
