import { digestOutput } from '~/domain/output-digest'
import type { JobStatus } from '~/runner/runner'
import type { LeaseFacts } from '../../chain/lease-facts'
import { type Agent, jobName, unitsOf } from '../agent'
import type { StoredOutput } from '../job-store'
import type { LeaseRequest } from './lease-request'

/** `GET /leases/ID`: how far the job is, what it used, and the digest of what it left. For everybody. */
export const readStatus = async ({ agent, lease }: LeaseRequest): Promise<object> => {
  const { store } = agent
  const job = await agent.runner.adopt(jobName(agent, lease.id))
  const status = job && (await job.status())
  const output = store.read(lease.id, 'output')
  return {
    lease: String(lease.id),
    state: lease.state,
    end: lease.end,
    spec: store.read(lease.id, 'spec') === null ? 'wanted' : 'held',
    root: store.hasRoot(lease.id) ? 'held' : 'wanted',
    failed: store.read(lease.id, 'failed')?.reason ?? null,
    job: status,
    gpuSeconds: status && meter(agent, lease, status),
    receipt: store.read(lease.id, 'usage')?.gpuSeconds ?? null,
    output: output && describeOutput(output),
  }
}

/** GPU-seconds, or slot-seconds of CPUs, that a job held: its units for as long as it ran. */
const meter = (agent: Agent, { id }: LeaseFacts, status: JobStatus): string => {
  const spec = agent.store.findSpec(id)
  if (status.phase === 'waiting' || status.started === null || spec === null) return '0'
  const end = status.phase === 'ended' ? status.ended : Math.floor(Date.now() / 1000)
  return String(unitsOf(spec) * Math.max(0, end - status.started))
}

/** The digest of what an ended job left, or why there is none. */
const describeOutput = (output: StoredOutput): object => {
  if ('reason' in output) return { digest: null, reason: output.reason }
  const { files } = output
  return { digest: digestOutput(files), files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) }
}
