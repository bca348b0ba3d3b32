import { spawnSync } from 'node:child_process'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder } from '#test/support/sealed-tree'

const MEBIBYTE = 2 ** 20

/** Seals one file in a process that starts as the command does. Sparse: holes need no disk. */
const measure = (size: number): number => {
  const folder = createFolder()
  const path = join(folder, 'weights')
  writeFileSync(path, '')
  truncateSync(path, size)
  const args = ['test/bench/seal-folder.mjs', folder, join(createFolder(), 'sealed')]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as { peakBytes: number }).peakBytes
}

test('C9 sealing takes less than 150 MB, and hardly more for large files than for small ones', {
  timeout: 300_000,
}, () => {
  const [small, large] = [measure(MEBIBYTE), measure(300 * MEBIBYTE)]
  expect(large).toBeLessThan(150e6)
  expect(large - small).toBeLessThan(30e6)
})
