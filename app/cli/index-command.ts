import { readEnv } from '~/env.server'
import { runIndexer } from '~/indexer/run'
import { say } from './log'
import { createStopSignal } from './stop-signal'

const ranks = { debug: 0, info: 1, warn: 2, error: 3 } as const

/** `ostrakon index`: follows the chain until it is told to stop. */
export const runIndex = async (): Promise<number> => {
  const env = readEnv()
  await runIndexer({
    env,
    signal: createStopSignal(),
    log: (level, line) => {
      if (ranks[level] >= ranks[env.LOG_LEVEL]) say('indexer', line)
    },
  })
  return 0
}
