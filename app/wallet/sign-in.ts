import { type Address, type Client, stringToHex } from 'viem'
import { createSiweMessage } from 'viem/siwe'

const ask = async (path: string, body?: unknown): Promise<unknown> => {
  const sent = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`/api/v1/auth/${path}`, body === undefined ? { method: 'POST' } : sent)
  const told = (await answer.json()) as { data?: unknown; detail?: string }
  if (!answer.ok) throw new Error(told.detail ?? String(answer.status))
  return told.data
}

/** Whether this browser has a session of the account. */
export const hasSession = async (account: Address): Promise<boolean> => {
  const answer = await fetch('/api/v1/auth/session').catch(() => null)
  if (!answer?.ok) return false
  const { data } = (await answer.json()) as { data: { account: string } | null }
  return data?.account.toLowerCase() === account.toLowerCase()
}

/** Opens a session by a message of ERC-4361. Throws what the wallet throws, and what the portal answers. */
export const openSession = async (client: Client, address: Address, chainId: number): Promise<void> => {
  const { nonce } = (await ask('nonce')) as { nonce: string }
  const { host: domain, origin: uri } = location
  const message = createSiweMessage({ address, chainId, domain, nonce, uri, version: '1' })
  const params = [stringToHex(message), address] as const
  const signature = await client.request({ method: 'personal_sign', params: [...params] }, { retryCount: 0 })
  await ask('session', { message, signature })
}
