// `npm run bench:seal [GiB]`: sealing with both manifests against Debian's `age`, on cached data; and peak memory.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatRecipient } from '~/custody/age-keys'
import { createIdentity, recipientOf } from '~/custody/key-split'

const GOAL = 0.25
const MOST_MEMORY = 150e6
const RUNS = 3
const gibibytes = Number(process.argv[2] ?? 1)

const writeFile = (path: string, megabytes: number) => {
  const file = openSync(path, 'wx')
  const block = Buffer.alloc(2 ** 20)
  // Numbered, as nothing here depends on what the bytes are but on that they are written out.
  for (let at = 0; at < megabytes; at++) {
    block.writeUInt32LE(at, 0)
    writeSync(file, block)
  }
  closeSync(file)
}

type Run = { bytes: number; seconds: number; cpuSeconds: number; peakBytes: number }

const seal = (folder: string, target: string): Run => {
  const args = ['test/bench/seal-folder.mjs', folder, target]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  rmSync(target, { recursive: true, force: true })
  if (status !== 0) throw new Error(`sealing failed: ${stderr}`)
  return JSON.parse(stdout) as Run
}

/** Wall-clock seconds of `age` for one file. */
const encryptByAge = (path: string, target: string) => {
  const began = performance.now()
  const { status, error } = spawnSync('age', ['-r', formatRecipient(recipientOf(createIdentity())), '-o', target, path])
  const seconds = (performance.now() - began) / 1000
  rmSync(target, { force: true })
  if (status !== 0) throw new Error(`age failed (${error?.message ?? status}). Install the package age.`)
  return seconds
}

const folder = mkdtempSync(join(tmpdir(), 'ostrakon-bench-seal-'))
try {
  const path = join(folder, 'weights')
  // What was just written is in the system's cache.
  writeFile(path, gibibytes * 1024)
  const target = `${folder}-sealed`
  const runs = Array.from({ length: RUNS }, () => seal(folder, target))
  const age = Math.min(...Array.from({ length: RUNS }, () => encryptByAge(path, target)))
  const best = runs.reduce((a, b) => (b.seconds < a.seconds ? b : a))
  const speed = best.bytes / 1e9 / best.seconds
  const perCore = best.bytes / 1e9 / best.cpuSeconds
  const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes))
  const lines = [
    `one file of ${gibibytes} GiB, one thread, best of ${RUNS}`,
    `seal, both digests   ${speed.toFixed(3)} GB/s by the clock, ${perCore.toFixed(3)} GB/s per core-second (goal ${GOAL})`,
    `age                  ${(best.bytes / 1e9 / age).toFixed(3)} GB/s by the clock`,
    `seal to age          ${((speed * age) / (best.bytes / 1e9)).toFixed(2)}`,
    `peak memory          ${(peak / 1e6).toFixed(0)} MB (goal below ${MOST_MEMORY / 1e6})`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (Math.max(speed, perCore) < GOAL || peak >= MOST_MEMORY) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
