import { deleteSession, findSession } from '#db/queries/access.server'
import { isSecure, listOrigins, requireOwnOrigin } from '~/access.server'
import { signInSchema } from '~/features/access/schema'
import { SESSION_SECONDS, signIn, toSession } from '~/features/access/sign-in.server'
import { readJson } from '~/http/body'
import { digestSecret } from '~/http/caller'
import { getServices } from '~/services.server'
import { buildSessionCookie, readSessionCookie } from '~/session-cookie.server'

const MOST_BYTES = 32_768

const answer = (status: number, data: unknown, cookie: string): Response =>
  new Response(JSON.stringify({ data }), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Set-Cookie': cookie },
  })

/** The session whose cookie came with the request. */
export const getSession = async (request: Request) => {
  const { env, writer } = await getServices()
  const id = readSessionCookie(request, isSecure(env))
  const row = id === null ? null : await findSession(writer, digestSecret(id))
  return { data: row && toSession(row) }
}

/** Signs in and sets the cookie. A browser does so for our own pages only, or others could sign a reader in as somebody else. */
export const answerSignIn = async (request: Request): Promise<Response> => {
  if (request.headers.get('Origin') !== null) await requireOwnOrigin(request)
  const { env } = await getServices()
  const { id, session } = await signIn(await readJson(request, signInSchema, MOST_BYTES), listOrigins(env))
  return answer(201, session, buildSessionCookie(id, { isSecure: isSecure(env), seconds: SESSION_SECONDS }))
}

/** Ends the session here and in the browser. */
export const answerSignOut = async (request: Request): Promise<Response> => {
  const { env, writer } = await getServices()
  const id = readSessionCookie(request, isSecure(env))
  if (id !== null) {
    await requireOwnOrigin(request)
    await deleteSession(writer, digestSecret(id))
  }
  return answer(200, null, buildSessionCookie('', { isSecure: isSecure(env), seconds: 0 }))
}
