import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from '~/chain/deployment'
import { AppError } from '~/domain/errors'
import { takeLock } from '../lock-file'
import { sentenceOf } from '../log'

/** Where an agent keeps what the chain does not know. */
export type StateFolder = {
  jobs: string
  outputs: string
  runner: string
  unlock: () => void
}

/**
 * Makes an agent's folder and takes its lock. Throws `data_folder` when it cannot be written, `wrong_chain` when it is of
 * another market, and `already_running` when another agent uses it.
 */
export const openStateFolder = (folder: string, { chainId, contracts }: Deployment): StateFolder => {
  const [jobs, outputs, lock] = ['jobs', 'outputs', 'agent.lock'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  try {
    for (const path of [folder, outputs]) {
      mkdirSync(path, { recursive: true })
      // The jobs' account has to get through, and lists nothing.
      chmodSync(path, 0o711)
    }
    mkdirSync(jobs, { recursive: true, mode: 0o700 })
    takeLock(lock, { folder, hint: 'stop it first, or name another folder' })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('data_folder', `${folder} cannot be written: ${sentenceOf(cause)}.`, { cause })
  }
  const unlock = () => rmSync(lock, { force: true })
  const of = JSON.stringify({ chainId, market: contracts.ComputeMarket.address })
  try {
    requireSame(join(folder, 'market.json'), of, folder)
  } catch (error) {
    unlock()
    throw error
  }
  return { jobs, outputs, runner: join(folder, 'runner'), unlock }
}

const requireSame = (path: string, of: string, folder: string): void => {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null
  if (before === null) writeFileSync(path, of)
  else if (before !== of) {
    throw new AppError('wrong_chain', `${folder} is of the market ${before}, not of ${of}: name another folder.`)
  }
}
