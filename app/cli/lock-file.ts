import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { findCommand } from '#db/running-command'
import { AppError } from '~/domain/errors'

type Held = { folder: string; hint: string }

/**
 * Takes a lock for as long as this process lives; one that a killed process left is taken over, which is answered. Throws
 * `already_running` when a live process holds it; `hint` says what to do then.
 */
export const takeLock = (lock: string, { folder, hint }: Held): boolean => {
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    const isTakenOver = isStale(lock)
    if (isTakenOver) rmSync(lock, { force: true })
    // A link is made whole or not at all, so two that start at once cannot both succeed.
    linkSync(mine, lock)
    return isTakenOver
  } catch (cause) {
    if (!existsSync(lock)) throw cause
    const pid = readFileSync(lock, 'utf8')
    throw new AppError('already_running', `Another ostrakon (process ${pid}) uses ${folder}: ${hint}.`, { cause })
  } finally {
    rmSync(mine, { force: true })
  }
}

const isStale = (lock: string): boolean =>
  existsSync(lock) && !findCommand(Number(readFileSync(lock, 'utf8')))?.includes('ostrakon')
