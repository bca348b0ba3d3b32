import { parseWorkloadSpec, specDigest, type WorkloadSpec } from '~/domain/workload-spec'
import { getSpecDigest, isRunning, type LeaseFacts, readChainTime } from '../../chain/lease-facts'
import type { Agent } from '../agent'
import { parseCredentials, requireTenant } from './authorization'
import type { LeaseRequest } from './lease-request'
import { readText } from './read-body'
import { HttpRefusal } from './refusal'

/** A spec has at most 65,536 characters, of at most four bytes each. */
const MAX_SPEC_BYTES = 262_144

/** `PUT /leases/ID/job`: the spec, which must be the one that the order named, signed by the tenant's side. */
export const takeSpec = async (asked: LeaseRequest): Promise<object> => {
  const { agent, lease, request } = asked
  const credentials = parseCredentials(request.headers.authorization)
  const ordered = await getSpecDigest(agent.view, lease.id)
  // Before a byte of the body is read.
  await requireTenant(agent, { leaseId: lease.id, providerId: lease.providerId, specDigest: ordered }, credentials)
  await requireRunning(agent, lease)
  const text = await readText(asked, MAX_SPEC_BYTES)
  const spec = parseWorkloadSpec(text)
  const digest = specDigest(spec)
  if (digest !== ordered) {
    throw new HttpRefusal(422, 'wrong_spec', `The spec's digest is ${digest}, the order says ${ordered}.`)
  }
  requireServable(agent, lease, spec)
  const { store } = agent
  if (store.read(lease.id, 'spec') === null) store.write(lease.id, 'spec', { spec: text, ...credentials })
  return { lease: String(lease.id), specDigest: digest, root: store.hasRoot(lease.id) ? 'held' : 'wanted' }
}

/** Refuses with status 409 what comes before or after its time. */
export const requireRunning = async (agent: Agent, lease: LeaseFacts): Promise<void> => {
  if (isRunning(lease, await readChainTime(agent.view))) return
  throw new HttpRefusal(409, 'not_running', `Lease ${lease.id} does not run (it is ${lease.state}).`)
}

const requireServable = ({ config }: Agent, { units }: LeaseFacts, { limits }: WorkloadSpec): void => {
  const most = { gpus: units, memoryBytes: config.maxMemoryBytes, outputBytes: config.maxOutputBytes } as const
  for (const name of ['gpus', 'memoryBytes', 'outputBytes'] as const) {
    if (limits[name] <= most[name]) continue
    const message = `limits.${name} is ${limits[name]}, and this provider gives the lease ${most[name]}.`
    throw new HttpRefusal(422, 'over_limit', message)
  }
}
