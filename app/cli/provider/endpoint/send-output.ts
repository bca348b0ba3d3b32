import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { digestOutput } from '~/domain/output-digest'
import { specDigest } from '~/domain/workload-spec'
import { parseCredentials, requireTenant } from './authorization'
import type { LeaseRequest } from './lease-request'
import { HttpRefusal } from './refusal'

/**
 * `GET /leases/ID/output`: the list of files that an ended job left, and with `?file=NAME` the bytes of one. For the
 * tenant's side alone; everybody sees the digest in the status.
 */
export const sendOutput = async (asked: LeaseRequest): Promise<object | null> => {
  const { agent, lease, request, query } = asked
  const credentials = parseCredentials(request.headers.authorization)
  const spec = agent.store.findSpec(lease.id)
  if (spec === null) throw new HttpRefusal(404, 'no_output', `Nothing was put for lease ${lease.id}.`)
  const statement = { leaseId: lease.id, providerId: lease.providerId, specDigest: specDigest(spec) }
  await requireTenant(agent, statement, credentials)
  const output = agent.store.read(lease.id, 'output')
  if (output === null) throw new HttpRefusal(409, 'not_ended', `The job of lease ${lease.id} has not ended.`)
  if ('reason' in output) throw new HttpRefusal(422, 'bad_output', output.reason)
  const { files } = output
  const wanted = query.get('file')
  if (wanted === null) return { lease: String(lease.id), digest: digestOutput(files), files }
  const found = files.find(({ name }) => name === wanted)
  if (found === undefined) throw new HttpRefusal(404, 'no_file', 'The job left no file of that name.')
  await sendFile(asked, found)
  return null
}

const sendFile = async ({ agent, lease, response }: LeaseRequest, { name, size }: { name: string; size: number }) => {
  // Only what the list has gets here, and the list has neither links nor names that lead elsewhere.
  const path = join(agent.folder.outputs, String(lease.id), name)
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': size,
      'x-content-type-options': 'nosniff',
    })
    await pipeline(file.createReadStream({ autoClose: false, end: Math.max(0, size - 1) }), response)
  } finally {
    await file.close()
  }
}
