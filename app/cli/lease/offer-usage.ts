import { Readable } from 'node:stream'
import { AppError } from '~/domain/errors'
import { buildUsageStatement } from '~/domain/lease-statement'
import { toPlainText } from '~/domain/plain-text'
import { requireGiven } from '../chain/arguments'
import { getLease } from '../chain/lease-facts'
import { usagePlaceOf } from '../chain/statement-places'
import type { LeaseCommand } from './command'
import { parseAmount, parseOrderId } from './parse-values'
import { askJson, findProviderUrl } from './provider-client'

/** `lease usage LEASE --gpu-seconds N`: gives the provider a signed receipt for what was used since the start. */
export const offerUsage: LeaseCommand = async ({ view, values, account, id }) => {
  const leaseId = parseOrderId(id)
  const gpuSeconds = parseAmount(requireGiven(values['gpu-seconds'], '--gpu-seconds'), '--gpu-seconds')
  if (account === null)
    throw new AppError('invalid_usage', 'A receipt is signed: name a key by --key-file or SIGNER_KEY.')
  const { providerId } = await getLease(view, leaseId)
  const signature = await account.signTypedData(buildUsageStatement(usagePlaceOf(view), { leaseId, gpuSeconds }))
  const receipt = { gpuSeconds: String(gpuSeconds), signature }
  const bytes = Buffer.from(JSON.stringify(receipt))
  const url = await findProviderUrl(view, providerId, values.endpoint)
  const body = { stream: Readable.from([bytes]), size: bytes.length }
  const kept = await askJson(url, `/leases/${leaseId}/usage`, { method: 'PUT', body })
  const held = typeof kept['gpuSeconds'] === 'string' ? toPlainText(kept['gpuSeconds'].slice(0, 20)) : null
  return {
    result: { lease: String(leaseId), ...receipt, held },
    sentences: [
      `A receipt for ${gpuSeconds} GPU-seconds of lease ${leaseId}; provider ${providerId} holds one for ${held}.`,
    ],
  }
}

/** `lease status LEASE`: what the provider says of the job. */
export const showStatus: LeaseCommand = async ({ view, values, id }) => {
  const leaseId = parseOrderId(id)
  const { providerId } = await getLease(view, leaseId)
  const url = await findProviderUrl(view, providerId, values.endpoint)
  const status = await askJson(url, `/leases/${leaseId}`, { method: 'GET' })
  const lines = Object.entries(status).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
  return {
    result: { provider: providerId, status },
    sentences: [`Provider ${providerId} says of lease ${leaseId}:`, ...lines.map(toPlainText)],
  }
}
