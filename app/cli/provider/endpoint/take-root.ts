import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { specDigest } from '~/domain/workload-spec'
import { parseCredentials, requireTenant } from './authorization'
import type { LeaseRequest } from './lease-request'
import { checkLength, letIn, tooLarge } from './read-body'
import { HttpRefusal } from './refusal'
import { requireRunning } from './take-spec'

const uploading = new Set<bigint>()

/**
 * `PUT /leases/ID/job/root`: the root tar, written to a temporary file as it comes and kept only when its SHA-256 is the
 * image that the signed spec names.
 */
export const takeRoot = async (asked: LeaseRequest): Promise<object> => {
  const { agent, lease, request } = asked
  const { store, config } = agent
  const credentials = parseCredentials(request.headers.authorization)
  const spec = store.findSpec(lease.id)
  if (spec === null) throw new HttpRefusal(409, 'no_spec', `Put the spec of lease ${lease.id} first: PUT …/job.`)
  const statement = { leaseId: lease.id, providerId: lease.providerId, specDigest: specDigest(spec) }
  await requireTenant(agent, statement, credentials)
  await requireRunning(agent, lease)
  const answer = { lease: String(lease.id), image: spec.image, root: 'held' }
  if (store.hasRoot(lease.id)) return answer
  if (uploading.has(lease.id)) {
    throw new HttpRefusal(409, 'upload_running', `Another upload for lease ${lease.id} is under way.`)
  }
  checkLength(asked, config.maxRootBytes)
  uploading.add(lease.id)
  const temporary = store.temporary(lease.id)
  try {
    letIn(asked)
    const found = await writeBody(asked, temporary, config.maxRootBytes)
    if (found !== spec.image) {
      throw new HttpRefusal(422, 'wrong_image', `The root tar's SHA-256 is ${found}, the spec says ${spec.image}.`)
    }
    store.takeRoot(lease.id, temporary)
  } finally {
    await rm(temporary, { force: true })
    uploading.delete(lease.id)
  }
  return answer
}

const writeBody = async ({ request }: LeaseRequest, path: string, most: number): Promise<string> => {
  const hash = createHash('sha256')
  const file = await open(path, 'w', 0o600)
  try {
    let size = 0
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size > most) throw tooLarge(most)
      hash.update(chunk)
      await file.write(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return `0x${hash.digest('hex')}`
}
