import { getCookie } from '~/i18n/locale'

/** Browsers take `__Host-` only over https, from this very host, for every path: nothing beside it can set such a cookie. */
const nameCookie = (isSecure: boolean) => (isSecure ? '__Host-session' : 'session')

/** The id of the session that a browser sends; null without one. */
export const readSessionCookie = (request: Request, isSecure: boolean): string | null =>
  getCookie(request, nameCookie(isSecure))

/** `Set-Cookie` of a session for so many seconds; 0 forgets it. */
export const buildSessionCookie = (id: string, { isSecure, seconds }: { isSecure: boolean; seconds: number }): string =>
  `${nameCookie(isSecure)}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
