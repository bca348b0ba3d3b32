#!/usr/bin/env node
// Runs forge and ends as it ends. The wrapper that npm installs (1.7.1) exits 0 whatever forge says, so that a changed
// gas snapshot or an unformatted file would pass every check.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const arch = process.arch === 'x64' ? 'amd64' : process.arch
const suffix = process.platform === 'win32' ? '.exe' : ''
const binary = `@foundry-rs/forge-${process.platform}-${arch}/bin/forge${suffix}`

const child = spawn(createRequire(import.meta.url).resolve(binary), process.argv.slice(2), { stdio: 'inherit' })
process.on('SIGINT', () => child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.once('error', ({ message }) => {
  process.stderr.write(`forge did not start: ${message}. Run npm install.\n`)
  process.exit(1)
})
child.once('close', (code) => process.exit(code ?? 1))
