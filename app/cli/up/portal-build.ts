import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findCommand } from '#db/running-command'
import { AppError } from '~/domain/errors'
import { say, sentenceOf } from '../log'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const stamp = join(root, 'build/digest')
const lock = join(root, 'build/building')
const sources = ['app', 'db', 'public', 'contracts/script']
const settings = ['docs/specification.md', 'package-lock.json', 'remix.config.js', 'tsconfig.json', 'vite.config.ts']
// Never part of what the browser or the web server loads.
const apart = ['app/cli', 'app/indexer', 'contracts/script/abi.ts']

/** Builds the portal unless the stored build is of exactly these sources. Throws `build_failed`. */
export const buildPortal = async (signal: AbortSignal): Promise<void> => {
  const digest = digestSources()
  if (isFresh(digest)) return say('build', 'the portal is built')
  await takeBuildLock(signal)
  try {
    if (isFresh(digest)) return say('build', 'the portal is built')
    const began = performance.now()
    say('build', 'building the portal, about 20 s')
    // An interrupted build must not pass for the one before it.
    rmSync(stamp, { force: true })
    await runBuild(signal)
    writeFileSync(stamp, digest)
    say('build', `the portal is built (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  } finally {
    rmSync(lock, { force: true })
  }
}

const isFresh = (digest: string) =>
  existsSync(join(root, 'build/server/index.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest

const listFiles = (path: string): string[] => {
  const full = join(root, path)
  if (!existsSync(full) || apart.includes(path)) return []
  if (!statSync(full).isDirectory()) return [full]
  return readdirSync(full)
    .sort()
    .flatMap((name) => listFiles(`${path}/${name}`))
}

const digestSources = (): string => {
  const hash = createHash('sha256')
  for (const file of [...sources, ...settings].flatMap(listFiles)) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Two that start side by side share the build: the second waits for the first. */
const takeBuildLock = async (signal: AbortSignal) => {
  try {
    mkdirSync(join(root, 'build'), { recursive: true })
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' })
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const isHeld = findCommand(Number(readFileSync(lock, 'utf8')))?.includes('ostrakon') ?? false
        if (isHeld) await sleep(300, undefined, { signal })
        else rmSync(lock, { force: true })
      }
    }
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new AppError('build_failed', `The portal cannot be built in ${root}build (${sentenceOf(cause)}).`, { cause })
  }
}

const runBuild = (signal: AbortSignal) =>
  new Promise<void>((done, fail) => {
    const remix = join(root, 'node_modules/@remix-run/dev/dist/cli.js')
    const child = spawn(process.execPath, [remix, 'vite:build', '--logLevel', 'warn'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const said: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => said.push(data))
    child.stderr.on('data', (data: Buffer) => said.push(data))
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) return done()
      // The cause comes first; the build's own stack and list of watched files follow.
      const cause = Buffer.concat(said).toString().trim().split('\n').slice(0, 8).join('\n')
      fail(new AppError('build_failed', `The portal could not be built; run npm install, then try again:\n${cause}`))
    })
  })
