import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reachable } from '#db/embedded-binaries'
import { AppError } from '~/domain/errors'
import { jobsAccount } from '~/runner/local/local-runner'
import { slotOperatorKey } from '../demo/cast'
import { STAKE, slotSerials } from '../demo/nodes'
import { demoPools, SLOTS, slotPool } from '../demo/pools'
import { say } from '../log'
import { readConfig } from '../provider/config'
import { createRunner } from '../provider/create-runner'
import { type Child, startChild } from './child'
import type { DataFolder } from './data-folder'
import { findFreePort } from './ports'

// Ctrl-C promises ten seconds for all of it.
const GRACE_SECONDS = 1

/** In percent of what the pool's line pays at most. */
const prices = { rate: 80n, floor: 50n, undercut: 1n }

/** The agent's own folder, where the account of jobs can reach it. */
const findHome = (folder: DataFolder): string => {
  const home = folder.file('provider')
  return process.getuid?.() === 0 ? reachable(home, jobsAccount) : home
}

/** Deletes what the agent has kept. */
export const forgetProvider = (folder: DataFolder): void => {
  rmSync(findHome(folder), { recursive: true, force: true })
}

const writeConfig = async (folder: DataFolder): Promise<string> => {
  const maxRate = demoPools[slotPool - 1]?.maxRate ?? 0n
  const port = await findFreePort()
  const rates = Object.entries(prices).map(([name, percent]) => [name, String((maxRate * percent) / 100n)])
  const config = {
    folder: findHome(folder),
    provider: { pool: slotPool, units: SLOTS, serials: slotSerials, endpoint: `http://127.0.0.1:${port}` },
    stake: String(STAKE),
    prices: [{ pool: slotPool, ...Object.fromEntries(rates) }],
    listen: { port },
    runner: { kind: 'local', cpuSlots: SLOTS },
  }
  const path = folder.file('providerConfig')
  writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`)
  return path
}

/**
 * Starts the agent of the demo's node of CPU slots, as the history has registered it. Null, and a line that says why,
 * where this machine can make no sandbox for its jobs: nothing else needs it.
 */
export const startProvider = async (folder: DataFolder, env: NodeJS.ProcessEnv): Promise<Child | null> => {
  const path = await writeConfig(folder)
  const config = readConfig(path)
  const place = { folder: join(config.folder, 'runner'), unsafeNoSandbox: false }
  const runner = await createRunner(config, place).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    say('provider', `runs no jobs on this machine, everything else works. ${error.message}`)
    return null
  })
  if (runner === null) return null
  const child = startChild({
    speaker: 'provider',
    args: ['provider', '--config', path],
    env: { ...env, SIGNER_KEY: slotOperatorKey },
    onLine: (line) => say('provider', line),
  })
  const stop = async () => {
    await child.stop()
    // By themselves jobs outlive their agent.
    for (const lease of await runner.leases()) await (await runner.adopt(lease))?.stop(GRACE_SECONDS)
  }
  return { ...child, stop }
}
