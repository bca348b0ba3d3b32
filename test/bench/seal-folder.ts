// Seals one folder into another and prints what it took: a process of its own, so that its memory is its own.
import { mkdirSync } from 'node:fs'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { sealFiles } from '~/custody/seal-files'
import { walkDirectory } from '~/manifest/walk-directory'

const [folder = '', target = ''] = process.argv.slice(2)
const walk = await walkDirectory(folder)
mkdirSync(target)
const began = performance.now()
const before = process.cpuUsage()
await sealFiles({
  ...{ walk, recipient: recipientOf(createIdentity()), target, onRead: () => undefined },
  signal: new AbortController().signal,
})
const { user, system } = process.cpuUsage(before)
const bytes = Number(walk.files.reduce((sum, { state }) => sum + state.size, 0n))
const took = { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 }
process.stdout.write(JSON.stringify({ bytes, ...took, peakBytes: process.resourceUsage().maxRSS * 1024 }))
