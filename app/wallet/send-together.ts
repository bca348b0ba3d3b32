import type { Address, Client, Hex } from 'viem'
import { getCapabilities, sendCalls, waitForCallsStatus } from 'viem/actions'
import { listLayers } from '~/chain/find-revert-data'
import type { Refusal } from '~/domain/refusal'
import { POLL_MS, WAIT_MS } from '~/wallet/send'
import type { Transaction } from '~/wallet/transaction'

// Wallets at the other end of a relay may never answer what they do not know.
const ANSWER_MS = 3_000

// EIP-5792: a capability, the upgrade or atomicity that the wallet will not give after all; or it lacks the method.
const declined: readonly unknown[] = [5700, 5750, 5760, 4200, -32601]

/**
 * Whether the wallet does several calls as one on this chain, all of them or none (EIP-5792), perhaps after an upgrade
 * that it offers itself. What says nothing, cannot.
 */
export const canSendTogether = async (client: Client, given: { account: Address; chainId: number }) => {
  const silence = new Promise<null>((resolve) => setTimeout(resolve, ANSWER_MS, null))
  const asked = getCapabilities(client, { account: given.account }).catch(() => null)
  const told = await Promise.race([asked, silence])
  // What holds on every chain is told as of chain 0.
  const status = (told?.[given.chainId] ?? told?.[0])?.atomic?.status
  return status === 'supported' || status === 'ready'
}

/** Hands all calls to the wallet as one; null where it declines and they may go one by one. Throws what the wallet throws. */
export const handOverTogether = async (
  client: Client,
  { account, calls }: { account: Address; calls: readonly Transaction[] },
): Promise<string | null> => {
  try {
    return (await sendCalls(client, { account, calls: [...calls], chain: client.chain, forceAtomic: true })).id
  } catch (error) {
    if (listLayers(error).some(({ code }) => declined.includes(code))) return null
    throw error
  }
}

const TORN = 600

/** The transaction in which the calls went through; null where the wallet does not say so in time. */
export const waitTogether = async (client: Client, id: string): Promise<Hex | Refusal | null> => {
  const waited = { id, pollingInterval: POLL_MS, timeout: WAIT_MS }
  const told = await waitForCallsStatus(client, waited).catch(() => null)
  if (told?.status !== 'failure') return told?.receipts?.at(-1)?.transactionHash ?? null
  return { code: told.statusCode >= TORN ? 'batch-torn' : 'batch-failed', status: String(told.statusCode) }
}
