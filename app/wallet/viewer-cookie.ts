import type { Address } from 'viem'
import { viewerCookie } from '~/domain/viewer'

const YEAR = 31_536_000

/** Whether this device speaks for an account. */
export const knowsViewer = (): boolean =>
  document.cookie.split('; ').some((part) => part.startsWith(`${viewerCookie}=0x`))

/** Lets the server show this account's power and ballots from now on; it proves nothing and grants nothing. */
export const rememberViewer = (account: Address | null) => {
  const age = account === null ? 0 : YEAR
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the great browsers
  document.cookie = `${viewerCookie}=${account ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax`
}
