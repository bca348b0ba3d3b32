import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DataFolder, entries } from './data-folder'

/** What a running `npm start` is connected to, so that other commands need no settings to speak of the same. */
export type Running = { RPC_URL: string; DATABASE_URL: string; DEPLOYMENT: string; url: string }

/** Tells other commands of this user; returns how to take it back. */
export const announceRunning = (folder: DataFolder, running: Running) => {
  // The database's address can hold a password.
  writeFileSync(folder.file('running'), JSON.stringify(running), { mode: 0o600 })
  return async () => rmSync(folder.file('running'), { force: true })
}

/** What runs on this data folder; null when nothing does. */
export const findRunning = (dataDir: string): Running | null => {
  try {
    return JSON.parse(readFileSync(join(dataDir, entries.running), 'utf8'))
  } catch {
    return null
  }
}
