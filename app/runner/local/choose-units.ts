import { AppError } from '~/domain/errors'
import type { Gpu } from './detect-gpus'
import type { JobPlan } from './lease-folder'

type Choice = { wanted: number; gpus: readonly Gpu[]; held: readonly JobPlan[]; cpuSlots: number }

/** Units that no other job holds: GPUs by their ids, or slots by their number. Throws `no_free_units`. */
export const chooseUnits = ({ wanted, gpus, held, cpuSlots }: Choice): Pick<JobPlan, 'units' | 'gpus' | 'devices'> => {
  const taken = new Set(held.flatMap((plan) => plan.gpus))
  const free = gpus.filter(({ uuid }) => !taken.has(uuid))
  const inUse = held.reduce((sum, { units }) => sum + units, 0)
  const left = gpus.length > 0 ? free.length : Math.max(0, cpuSlots - inUse)
  if (wanted > left) throw new AppError('no_free_units', `The job wants ${wanted} units, and ${left} are free.`)
  if (gpus.length === 0) return { units: wanted, gpus: [], devices: [] }
  const chosen = free.slice(0, wanted)
  return { units: wanted, gpus: chosen.map(({ uuid }) => uuid), devices: chosen.map(({ device }) => device) }
}
