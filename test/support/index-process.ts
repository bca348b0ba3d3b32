import { readEnv } from '~/env.server'
import { runIndexer } from '~/indexer/run'

// The indexer as a process of its own, for tests that kill it.
const controller = new AbortController()
process.once('SIGTERM', () => controller.abort())
await runIndexer({
  env: readEnv(),
  signal: controller.signal,
  log: (level, line) => console.log(`${level} ${line}`),
})
