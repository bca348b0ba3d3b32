import { getAddress } from 'viem'
import { findKey, findSession } from '#db/queries/access.server'
import { AppError } from '~/domain/errors'
import type { Env } from '~/env.server'
import { type Access, type Caller, digestSecret, readBearer, SCOPES } from '~/http/caller'
import { getServices } from '~/services.server'
import { readSessionCookie } from '~/session-cookie.server'

/** Where browsers find this portal: a sign-in is for one of these, and a browser that writes comes from one. */
export const listOrigins = ({ PUBLIC_URL, HOST, PORT }: Env): string[] =>
  PUBLIC_URL === undefined
    ? [...new Set(['localhost', '127.0.0.1', HOST])].map((host) => new URL(`http://${host}:${PORT}`).origin)
    : [new URL(PUBLIC_URL).origin]

/** Whether browsers reach this portal over https, so that its cookies may travel over nothing else. */
export const isSecure = ({ PUBLIC_URL }: Env): boolean => PUBLIC_URL?.startsWith('https://') ?? false

const findKeyCaller = async (text: string): Promise<Caller | null> => {
  const { writer } = await getServices()
  const row = await findKey(writer, digestSecret(text))
  if (row === null) return null
  const scopes = SCOPES.filter((scope) => row.scopes.includes(scope))
  return { account: getAddress(row.account), scopes, session: null, key: row.key_id }
}

const findSessionCaller = async (id: string): Promise<Caller | null> => {
  const { writer } = await getServices()
  const row = await findSession(writer, digestSecret(id))
  return row && { account: getAddress(row.account), scopes: SCOPES, session: id, key: null }
}

const keyCallers = new WeakMap<Request, Promise<Caller | null>>()

/** Who the key in `Authorization` belongs to, looked up once per request; null where it is none of ours, or none is given. */
export const findByKey = (request: Request): Promise<Caller | null> => {
  const found = keyCallers.get(request)
  if (found) return found
  const text = readBearer(request)
  const caller = text === null ? Promise.resolve(null) : findKeyCaller(text)
  keyCallers.set(request, caller)
  return caller
}

/** Who asks: by a key, else by a session's cookie; null for anybody. Throws `invalid_key` for a key that is none of ours. */
export const findCaller = async (request: Request): Promise<Caller | null> => {
  if (readBearer(request) !== null) {
    const caller = await findByKey(request)
    if (caller !== null) return caller
    throw new AppError('invalid_key', 'The key in Authorization is unknown, over or revoked: make one at /api/v1/keys.')
  }
  const { env } = await getServices()
  const id = readSessionCookie(request, isSecure(env))
  return id === null ? null : findSessionCaller(id)
}

const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD'

/** Throws `wrong_origin` where a browser writes on behalf of another site. */
export const requireOwnOrigin = async (request: Request): Promise<void> => {
  const { env } = await getServices()
  const origins = listOrigins(env)
  const origin = request.headers.get('Origin')
  if (origin !== null && origins.includes(origin)) return
  throw new AppError(
    'wrong_origin',
    `A session writes from ${origins.join(' or ')} only, and this request says ${origin ?? 'no origin'}: use a key elsewhere.`,
  )
}

/**
 * Who asks for what not everybody may. Throws `unauthenticated`, `invalid_key`, `scope_missing`, and `wrong_origin`: a
 * cookie travels with whatever a browser sends, so it writes for our own pages only.
 */
export const requireCaller = async (request: Request, access: Access): Promise<Caller> => {
  const caller = await findCaller(request)
  if (caller === null) {
    throw new AppError(
      'unauthenticated',
      'Sign in by wallet at /api/v1/auth/session, or send a key as Authorization: Bearer.',
    )
  }
  if (caller.session !== null && !isRead(request)) await requireOwnOrigin(request)
  if (access === 'session' ? caller.session !== null : caller.scopes.includes(access)) return caller
  const needed = access === 'session' ? 'a session: no key may do this' : `a key with the scope ${access}`
  throw new AppError('scope_missing', `This needs ${needed}.`)
}
