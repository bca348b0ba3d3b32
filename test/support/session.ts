import type { LocalAccount } from 'viem'
import { createSiweMessage } from 'viem/siwe'
import type { TestApi } from './api'

/** What a session is opened through. */
type Sender = Pick<TestApi, 'send' | 'origin'>

/** Headers by which somebody is known. */
export type Credentials = Record<string, string>

const post = (api: Sender, path: string, body: unknown, headers: Credentials = {}) =>
  api.send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  })

/** Signs an account in by its wallet. */
export const signIn = async (api: Sender, account: LocalAccount): Promise<{ Cookie: string; Origin: string }> => {
  const { body } = await api.send('/auth/nonce', { method: 'POST' })
  const { nonce } = body.data as { nonce: string }
  const { host } = new URL(api.origin)
  const facts = { domain: host, uri: api.origin, chainId: 31_337, version: '1' as const, address: account.address }
  const message = createSiweMessage({ ...facts, nonce })
  const { status, headers } = await post(api, '/auth/session', {
    message,
    signature: await account.signMessage({ message }),
  })
  if (status !== 201) throw new Error(`the sign-in was answered ${status}`)
  return { Cookie: headers.get('Set-Cookie')?.split(';')[0] ?? '', Origin: api.origin }
}

/** Makes a key of the account that is signed in. */
export const makeKey = async (api: Sender, session: Credentials, scope: string): Promise<Credentials> => {
  const { body } = await post(api, '/keys', { name: scope, scopes: [scope] }, session)
  return { Authorization: `Bearer ${(body.data as { key: string }).key}` }
}
