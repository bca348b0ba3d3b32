import { type Address, getAddress, isAddress } from 'viem'

/** The cookie that remembers, on this device only, which account the reader looks from. It proves nothing. */
export const viewerCookie = 'viewer'

const cookiePattern = new RegExp(`(?:^|;\\s*)${viewerCookie}=(0x[0-9a-fA-F]{40})(?:;|$)`)

/** The account in a Cookie header, or null when there is none or it is not an address. */
export const parseViewer = (cookieHeader: string | null): Address | null => {
  const found = cookieHeader?.match(cookiePattern)?.[1]
  return found !== undefined && isAddress(found, { strict: false }) ? getAddress(found) : null
}
