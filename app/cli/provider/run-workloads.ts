import { join } from 'node:path'
import { AppError } from '~/domain/errors'
import { specDigest } from '~/domain/workload-spec'
import { readOutput } from '~/runner/read-output'
import type { Job } from '~/runner/runner'
import { isRunning, type LeaseFacts } from '../chain/lease-facts'
import { sentenceOf } from '../log'
import { type Agent, jobName } from './agent'

/** What will be no better the next time. */
const lastingFaults = new Set(['invalid_job', 'wrong_spec', 'wrong_image', 'bad_image', 'invalid_spec'])

/**
 * Starts and ends the workloads of leases. Whether one runs is asked of the runner each time, which finds the job of a
 * lease again after a restart; a lease gets one job and never another.
 */
export const openWorkloads = (agent: Agent) => {
  const underWay = new Map<bigint, Promise<void>>()

  const run = (lease: LeaseFacts, task: () => Promise<void>) => {
    const done = task()
      .catch((error: unknown) => {
        const sentence = `The workload of lease ${lease.id}: ${sentenceOf(error)}`
        agent.say({ act: 'workload-failed', lease: String(lease.id), reason: sentenceOf(error), sentence })
      })
      .finally(() => underWay.delete(lease.id))
    underWay.set(lease.id, done)
  }

  const start = async (lease: LeaseFacts): Promise<void> => {
    const spec = agent.store.findSpec(lease.id)
    if (spec === null) return
    try {
      await agent.runner.start({
        ...{ lease: jobName(agent, lease.id), spec, specDigest: specDigest(spec) },
        ...{ rootTar: agent.store.rootTar(lease.id), inputFolder: null, graceSeconds: agent.config.graceSeconds },
        outputFolder: join(agent.folder.outputs, String(lease.id)),
      })
    } catch (error) {
      if (error instanceof AppError && lastingFaults.has(error.code)) {
        agent.store.write(lease.id, 'failed', { reason: error.message })
      }
      throw error
    }
    agent.say({ act: 'start', lease: String(lease.id), sentence: `The workload of lease ${lease.id} runs.` })
  }

  const stop = async (lease: LeaseFacts, job: Job): Promise<void> => {
    const { outcome } = await job.stop(agent.config.graceSeconds)
    const facts = { act: 'stop', lease: String(lease.id), outcome }
    agent.say({ ...facts, sentence: `The workload of lease ${lease.id} ended with its lease (${outcome.kind}).` })
  }

  /** Written down once, so that no request makes the agent read all of it again. */
  const keepOutput = async ({ id }: LeaseFacts): Promise<void> => {
    const path = join(agent.folder.outputs, String(id))
    const output = await readOutput(path).then(
      (files) => ({ files }),
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' && !(error instanceof AppError)) throw error
        return error instanceof AppError ? { reason: error.message } : { files: [] }
      },
    )
    agent.store.write(id, 'output', output)
    const said = 'files' in output ? `${output.files.length} files.` : `what is not given out: ${output.reason}`
    agent.say({ act: 'ended', lease: String(id), sentence: `The workload of lease ${id} ended and left ${said}` })
  }

  /** Brings what runs for a lease into line with it; answers whether anything runs or is about to. */
  const tend = async (lease: LeaseFacts, time: number): Promise<boolean> => {
    if (underWay.has(lease.id)) return true
    const job = await agent.runner.adopt(jobName(agent, lease.id))
    const status = job && (await job.status())
    if (isRunning(lease, time)) {
      const { store } = agent
      const isReady = store.read(lease.id, 'spec') !== null && store.hasRoot(lease.id)
      if (job === null && isReady && store.read(lease.id, 'failed') === null) run(lease, () => start(lease))
    } else if (job && status?.phase !== 'ended') run(lease, () => stop(lease, job))
    const isNew = status?.phase === 'ended' && agent.store.read(lease.id, 'output') === null
    if (isNew) run(lease, () => keepOutput(lease))
    return underWay.has(lease.id) || (status !== null && status.phase !== 'ended')
  }
  return { tend, settled: () => Promise.all(underWay.values()) }
}

export type Workloads = ReturnType<typeof openWorkloads>
