#!/usr/bin/env node
// Node 20 runs no TypeScript by itself: tsx does, with the aliases of tsconfig.json.
import { register } from 'node:module'
import { setFlagsFromString } from 'node:v8'

// What hashes files of any size promises to stay small; the rest is better off with a heap that grows.
const smallCommands = ['manifest', 'verify']
if (smallCommands.includes(process.argv[2] ?? '')) {
  for (const flag of ['--optimize-for-size', '--max-semi-space-size=1', '--semi-space-growth-factor=1']) {
    setFlagsFromString(flag)
  }
}

process.setSourceMapsEnabled(true)
// tsx's own function would load its compiler twice: in this thread too, which never compiles.
register('tsx/esm', import.meta.url, { data: { tsconfig: new URL('../../tsconfig.json', import.meta.url).pathname } })
await import('./ostrakon.ts')
