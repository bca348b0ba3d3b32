import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `ostrakon` and tells the most memory it had in use at any moment, in bytes: the kernel's own count (Linux). */
export const measurePeak = (args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number | null; peak: number }>((done) => {
    const options = { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' } as const
    const child = spawn(process.execPath, ['app/cli/ostrakon.mjs', ...args], options)
    let peak = 0
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
      } catch {
        // It has just ended.
      }
    }, 20)
    child.once('exit', (code) => {
      clearInterval(timer)
      done({ code, peak })
    })
  })
