import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LeaseFacts } from '../chain/lease-facts'
import { type Agent, jobName } from './agent'

/** Gives back the disk that a settled lease holds: at once what ran, and after a while what it left. */
export const cleanUp = async (agent: Agent, lease: LeaseFacts, time: number): Promise<boolean> => {
  const { store, runner, folder, config } = agent
  const job = await runner.adopt(jobName(agent, lease.id))
  if (job && (await job.status()).phase !== 'ended') return false
  store.forgetRoot(lease.id)
  if (time < lease.end + config.keepSeconds) return false
  await job?.remove()
  await rm(join(folder.outputs, String(lease.id)), { recursive: true, force: true })
  store.forget(lease.id)
  return true
}
