import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { listLibraries } from '~/runner/demo-job/list-libraries'
import { buildTar } from '~/runner/tar/build-tar'

const find = (name: string) =>
  execFileSync('sh', ['-c', `command -v ${name}`])
    .toString()
    .trim()

/** A root with this machine's bash and some tools, which is small; gone after the file's tests. */
export const buildShellRoot = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-root-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const programs = ['bash', 'cat', 'head', 'ls', 'sleep', 'tail', 'mkdir', 'touch', 'ln'].map(
    (name) => [name, find(name)] as const,
  )
  const libraries = new Set((await Promise.all(programs.map(([, path]) => listLibraries(path)))).flat())
  const path = join(folder, 'root.tar')
  const image = await buildTar(path, {
    ...Object.fromEntries(programs.map(([name, from]) => [`bin/${name}`, { from, isExecutable: true }])),
    ...Object.fromEntries([...libraries].map((from) => [from.slice(1), { from, isExecutable: true }])),
  })
  return { path, image }
}
