import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { AppError } from '~/domain/errors'
import { type Binaries, findBinaries, findOwner, type Owner, reachable } from './embedded-binaries'
import { findCommand } from './running-command'

/** A running Postgres server of our own; `stop` waits until its last process is gone. */
export type EmbeddedPostgres = { url: string; pid: number; stop: () => Promise<void> }

const STOP_SECONDS = 8
const START_SECONDS = 60

/**
 * Starts Postgres below `folder` on 127.0.0.1, making the cluster and the database `ostrakon` where they do not exist.
 * As root the server runs as the user `postgres`, since Postgres refuses to run as root. A server that a killed
 * process left behind in the same folder is stopped first.
 */
export const startPostgres = async ({ folder, port }: { folder: string; port?: number }): Promise<EmbeddedPostgres> => {
  const owner = findOwner()
  const home = findHome(folder, owner)
  const cluster = join(home, 'cluster')
  const logFile = join(home, 'postgres.log')
  mkdirSync(home, { recursive: true })
  if (owner) chownSync(home, owner.uid, owner.gid)
  const binaries = await findBinaries(owner)
  const password = readOrCreatePassword(resolve(folder))
  if (!existsSync(join(cluster, 'PG_VERSION'))) initialise({ cluster, home, password, binaries, owner })
  await stopLeftover(cluster)
  const listen = port ?? (await findFreePort())
  const settings = { port: listen, listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(logFile, 'a')
  // A group of its own: Ctrl-C must reach the clients first, and the server only when they are done.
  const child = spawn(binaries.postgres, ['-D', cluster, ...args], {
    ...owner,
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  })
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done())
    child.once('error', () => done())
  })
  const isGone = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  const url = `postgres://postgres:${password}@127.0.0.1:${listen}/ostrakon`
  await waitUntilReady({ url: url.replace(/ostrakon$/, 'postgres'), isGone, logFile })
  const stop = async () => {
    if (!isGone()) child.kill('SIGINT')
    await exited
  }
  return { url, pid: child.pid ?? 0, stop }
}

/** Stops a server that was left running in `folder`, and deletes all of it. */
export const forgetPostgres = async (folder: string): Promise<void> => {
  const home = findHome(folder, findOwner())
  await stopLeftover(join(home, 'cluster'))
  for (const path of [home, folder]) rmSync(path, { recursive: true, force: true })
}

const findHome = (folder: string, owner: Owner | undefined) =>
  owner ? reachable(resolve(folder), owner) : resolve(folder)

const readOrCreatePassword = (folder: string): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

type Initialise = { cluster: string; home: string; password: string; binaries: Binaries; owner: Owner | undefined }

const initialise = ({ cluster, home, password, binaries, owner }: Initialise) => {
  // A cluster without its version file is what an interrupted initdb leaves.
  rmSync(cluster, { recursive: true, force: true })
  const passwordFile = join(home, 'initdb-password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)
  const args = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    execFileSync(binaries.initdb, [`--pgdata=${cluster}`, ...args, ...locale, '--no-instructions'], {
      ...owner,
      cwd: home,
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C' },
    })
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause)
    throw new AppError('postgres_failed', `initdb could not make ${cluster}: ${said}`, { cause })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** The caller holds the lock of the data folder, so a live server in it belongs to a process that was killed. */
const stopLeftover = async (cluster: string) => {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!findCommand(pid)?.includes(cluster)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; waited < STOP_SECONDS * 10; waited++) {
    await sleep(100)
    if (!existsSync(file)) return
  }
  throw new AppError('postgres_busy', `The Postgres server with id ${pid} still uses ${cluster}; end it and try again.`)
}

const findFreePort = () =>
  new Promise<number>((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

const waitUntilReady = async ({ url, isGone, logFile }: { url: string; isGone: () => boolean; logFile: string }) => {
  const deadline = Date.now() + START_SECONDS * 1000
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined })
    try {
      const [row] = await sql`select 1 as found from pg_database where datname = 'ostrakon'`
      if (!row) await sql`create database ostrakon`
      return
    } catch (cause) {
      if (isGone() || Date.now() > deadline) {
        throw new AppError('postgres_failed', `Postgres did not start; its last words are in ${logFile}.`, { cause })
      }
      await sleep(50)
    } finally {
      await sql.end()
    }
  }
}
