import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '~/domain/errors'
import { takeLock } from '../lock-file'
import { sentenceOf } from '../log'

/** What `npm start` keeps between two starts; nothing else in the folder is ever touched. */
export const entries = {
  lock: 'up.lock',
  postgres: 'postgres',
  state: 'chain-state.json',
  chainPid: 'chain.pid',
  chainLog: 'chain.log',
  demo: 'demo.json',
  deployment: 'deployment.json',
  provider: 'provider',
  providerConfig: 'provider.json',
  running: 'running.json',
  pushKey: 'push.key',
} as const

export type DataFolder = {
  path: string
  /** The process before this one was killed; what it had started may still be on its way down. */
  isTakenOver: boolean
  file: (entry: keyof typeof entries) => string
  unlock: () => void
}

/**
 * Makes the data folder and takes its lock; a lock that a killed process left is taken over. Throws `data_folder` when
 * it cannot be written, `already_running` when a live process holds it.
 */
export const openDataFolder = (path: string): DataFolder => {
  const folder = resolve(path)
  const file = (entry: keyof typeof entries) => join(folder, entries[entry])
  let isTakenOver: boolean
  try {
    mkdirSync(folder, { recursive: true })
    isTakenOver = takeLock(file('lock'), { folder, hint: 'stop it, or set DATA_DIR, PORT and RPC_PORT' })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const hint = 'give this user the right to write there, or name another folder in DATA_DIR'
    throw new AppError('data_folder', `The data folder ${folder} cannot be written (${sentenceOf(cause)}): ${hint}.`, {
      cause,
    })
  }
  return { path: folder, isTakenOver, file, unlock: () => rmSync(file('lock'), { force: true }) }
}
