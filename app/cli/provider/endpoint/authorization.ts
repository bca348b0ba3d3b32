import { type Address, type Hex, hashTypedData, isAddress, isHex } from 'viem'
import { buildJobStatement, type JobStatement } from '~/domain/lease-statement'
import { marketOf } from '../../chain/market-contracts'
import { jobPlaceOf } from '../../chain/statement-places'
import type { Agent } from '../agent'
import { HttpRefusal } from './refusal'
import { verifySignature } from './verify-signature'

/** What a request says of who stands behind it. */
export type Credentials = { account: Address; until: number; signature: Hex }

/** The longest that a signature may be good for, so that a leaked one ends. */
const MAX_SECONDS = 31 * 86_400
const MAX_SIGNATURE = 8_192

/** Reads `Authorization: Ostrakon ACCOUNT UNTIL SIGNATURE`; throws a refusal with status 401. */
export const parseCredentials = (header: string | undefined): Credentials => {
  const [scheme, account = '', until = '', signature = '', ...more] = (header ?? '').split(' ')
  const isWhole = scheme === 'Ostrakon' && more.length === 0 && /^\d{1,12}$/.test(until)
  if (isWhole && isAddress(account, { strict: false }) && isHex(signature) && signature.length <= MAX_SIGNATURE) {
    return { account, until: Number(until), signature }
  }
  throw new HttpRefusal(401, 'unsigned', 'Say who asks: Authorization: Ostrakon ACCOUNT UNTIL SIGNATURE.')
}

/**
 * Throws a refusal with status 403 unless the account speaks for the lease's tenant and signed the statement, by its key
 * or, as a contract, by ERC-1271.
 */
export const requireTenant = async (
  agent: Agent,
  statement: Omit<JobStatement, 'until'>,
  { account, until, signature }: Credentials,
): Promise<void> => {
  const now = Math.floor(Date.now() / 1000)
  if (until <= now || until > now + MAX_SECONDS) {
    throw new HttpRefusal(403, 'expired', `The signature is good until ${until}, and it is ${now}: sign anew.`)
  }
  const { leaseId } = statement
  await requireTenantSide(agent, leaseId, account)
  const hash = hashTypedData(buildJobStatement(jobPlaceOf(agent.view), { ...statement, until }))
  if (await verifySignature(agent.view.client, { account, hash, signature })) return
  throw new HttpRefusal(403, 'not_signed', `${account} did not sign this for lease ${leaseId} and this provider.`)
}

/** Throws a refusal with status 403 unless the account speaks for the lease's tenant. */
const requireTenantSide = async (agent: Agent, leaseId: bigint, account: Address): Promise<void> => {
  const { book } = marketOf(agent.view)
  const args = [leaseId, account] as const
  if (await agent.view.client.readContract({ ...book, functionName: 'isTenantSide', args })) return
  throw new HttpRefusal(403, 'not_tenant', `${account} does not speak for the tenant of lease ${leaseId}.`)
}
