import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { specDigest } from '~/domain/workload-spec'
import { requireGiven } from '../chain/arguments'
import { getLease, getSpecDigest } from '../chain/lease-facts'
import type { LeaseCommand } from './command'
import { parseOrderId, readSpec } from './parse-values'
import { askJson, findProviderUrl } from './provider-client'
import { signIn } from './sign-in'

/** `lease put LEASE --spec FILE --root TAR`: brings the provider what the order named, signed by the tenant. */
export const putJob: LeaseCommand = async (call) => {
  const { view, values } = call
  const leaseId = parseOrderId(call.id)
  const { text, spec } = readSpec(requireGiven(values.spec, '--spec FILE'))
  const root = requireGiven(values.root, '--root TAR')
  const lease = await getLease(view, leaseId)
  const [digest, ordered] = [specDigest(spec), await getSpecDigest(view, leaseId)]
  if (digest !== ordered) {
    const message = `The spec's digest is ${digest}, and order ${leaseId} says ${ordered}: bring the spec that was ordered.`
    throw new AppError('wrong_spec', message)
  }
  await requireImage(root, spec.image)
  const signed = await signIn(call, lease)
  if (signed.authorization === null) return signed.answer
  const { authorization } = signed
  const url = await findProviderUrl(view, lease.providerId, values.endpoint)
  const bytes = Buffer.from(text)
  const body = { stream: Readable.from([bytes]), size: bytes.length }
  const taken = await askJson(url, `/leases/${leaseId}/job`, { method: 'PUT', authorization, body })
  if (taken['root'] !== 'held') {
    const tar = { stream: createReadStream(root), size: (await stat(root)).size }
    await askJson(url, `/leases/${leaseId}/job/root`, { method: 'PUT', authorization, body: tar })
  }
  const result = {
    lease: String(leaseId),
    provider: lease.providerId,
    specDigest: digest,
    image: spec.image,
    put: true,
  }
  return { result, sentences: [`Provider ${lease.providerId} has the job of lease ${leaseId} and starts it.`] }
}

/** Throws `wrong_image` before anything is sent that the provider would refuse. */
const requireImage = async (path: string, image: string): Promise<void> => {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('invalid_usage', `The root tar ${quoteName(path)} cannot be read (${code}).`, { cause })
  }
  const found = `0x${hash.digest('hex')}`
  if (found === image) return
  throw new AppError('wrong_image', `The SHA-256 of ${quoteName(path)} is ${found}, and the spec's image is ${image}.`)
}
