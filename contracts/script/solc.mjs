#!/usr/bin/env node
// Speaks the part of solc's command line that forge uses, on the compiler that npm ships, so that nothing is downloaded.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const solc = createRequire(import.meta.url)('solc')

if (process.argv.includes('--version')) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`)
} else if (process.argv.includes('--standard-json')) {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
} else {
  process.stderr.write(`solc.mjs takes --version or --standard-json, not: ${process.argv.slice(2).join(' ')}\n`)
  process.exit(1)
}
