import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The command line of a live process, or null; ids are reused, so a pid file alone proves nothing. */
export const findCommand = (pid: number): string | null => {
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    if (process.platform === 'linux') {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return command === '' ? null : command
    }
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return null
  }
}
