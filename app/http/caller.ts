import { type Address, type Hex, sha256, stringToBytes } from 'viem'

/** What a key can be allowed to do; a session may do all of it. */
export const SCOPES = ['drafts', 'webhooks'] as const
export type Scope = (typeof SCOPES)[number]

/** Who may use a resource that not everybody may: who has the scope, or only who signed in by wallet. */
export type Access = Scope | 'session'

/** Who asks, as a session or a key says. */
export type Caller = { account: Address; scopes: readonly Scope[]; session: string | null; key: bigint | null }

/** Under which a key or a session's id is kept: who reads the table cannot act with it. */
export const digestSecret = (secret: string): Hex => sha256(stringToBytes(secret))

const bearer = /^Bearer ([A-Za-z0-9_-]{1,100})$/i

/** The key in `Authorization`; null without the header, '' where it holds no bearer key. */
export const readBearer = (request: Request): string | null => {
  const header = request.headers.get('Authorization')
  return header === null ? null : (bearer.exec(header)?.[1] ?? '')
}
