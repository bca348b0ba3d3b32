import type { V1Job, V1Node } from '@kubernetes/client-node'
import type { Capacity } from '../runner'
import { readOutcome } from './read-outcome'

/** What nodes that take pods can give, less what our jobs hold. */
export const countUnits = (nodes: readonly V1Node[], jobs: readonly V1Job[]): Capacity => {
  const usable = nodes.filter(isUsable)
  const gpus = usable.reduce((sum, node) => sum + Number(node.status?.allocatable?.['nvidia.com/gpu'] ?? 0), 0)
  const cpus = usable.reduce((sum, node) => sum + toCpus(node.status?.allocatable?.['cpu'] ?? '0'), 0)
  const isGpu = Number.isInteger(gpus) && gpus > 0
  const units = isGpu ? gpus : cpus
  const held = jobs
    .filter((job) => readOutcome(job, null).phase !== 'ended')
    .reduce((sum, job) => sum + unitsOf(job), 0)
  const reason = isGpu ? null : 'No node that takes pods offers nvidia.com/gpu.'
  return { kind: isGpu ? 'gpu' : 'cpu', units, free: Math.max(0, units - held), gpus: [], reason }
}

const isUsable = ({ spec, status }: V1Node) =>
  spec?.unschedulable !== true && status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True')

/** Whole processors of a quantity, as in 3920m. */
const toCpus = (quantity: string): number => {
  const [, number = '', milli = ''] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity) ?? []
  return Math.floor(Number(number || 0) / (milli === 'm' ? 1000 : 1))
}

const unitsOf = (job: V1Job): number => {
  const limits = job.spec?.template.spec?.containers[0]?.resources?.limits ?? {}
  return Number(limits['nvidia.com/gpu'] ?? limits['cpu'] ?? 0)
}
