import { hashTypedData, isHex } from 'viem'
import { z } from 'zod'
import { buildUsageStatement } from '~/domain/lease-statement'
import { usagePlaceOf } from '../../chain/statement-places'
import type { LeaseRequest } from './lease-request'
import { readText } from './read-body'
import { HttpRefusal } from './refusal'
import { verifySignature } from './verify-signature'

const MAX_BYTES = 16_384

const schema = z.strictObject({
  gpuSeconds: z.string().regex(/^\d{1,19}$/),
  signature: z.custom<`0x${string}`>((value) => isHex(value) && value.length <= 8_192),
})

/**
 * `PUT /leases/ID/usage`: a receipt of the tenant for what was used since the start, as the contract UsageReceipts takes
 * it; only one that says more is kept.
 */
export const takeUsage = async (asked: LeaseRequest): Promise<object> => {
  const { agent, lease } = asked
  const receipt = parse(await readText(asked, MAX_BYTES))
  const { gpuSeconds, signature } = receipt
  const message = { leaseId: lease.id, gpuSeconds: BigInt(gpuSeconds) }
  const hash = hashTypedData(buildUsageStatement(usagePlaceOf(agent.view), message))
  if (!(await verifySignature(agent.view.client, { account: lease.tenant, hash, signature }))) {
    throw new HttpRefusal(403, 'not_signed', `${lease.tenant} did not sign this receipt for lease ${lease.id}.`)
  }
  const before = agent.store.read(lease.id, 'usage')
  if (before === null || BigInt(gpuSeconds) > BigInt(before.gpuSeconds)) agent.store.write(lease.id, 'usage', receipt)
  const kept = agent.store.read(lease.id, 'usage')
  return { lease: String(lease.id), gpuSeconds: kept?.gpuSeconds ?? '0' }
}

const parse = (text: string) => {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new HttpRefusal(400, 'bad_receipt', 'The receipt must be {gpuSeconds: text, signature}.')
  }
}
