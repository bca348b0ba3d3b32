import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { DataFolder } from './data-folder'

/** The demo's own key for push services, the same at every start, because browsers subscribe with it. */
export const openPushKey = (folder: DataFolder): string => {
  const file = folder.file('pushKey')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
