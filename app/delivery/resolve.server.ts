import type { LookupAddress } from 'node:dns'
import { promises as dns } from 'node:dns'
import { isIP } from 'node:net'
import { AppError } from '~/domain/errors'
import { isPublicAddress } from './public-address'

/** Asks name servers itself: getaddrinfo would hold one of four threads that everything else needs too. */
export type Resolver = Pick<dns.Resolver, 'resolve4' | 'resolve6'>

export const createResolver = (): dns.Resolver => new dns.Resolver({ timeout: 3_000, tries: 2 })

const look = async (host: string, resolver: Resolver): Promise<LookupAddress[]> => {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  const [four, six] = await Promise.all([
    resolver.resolve4(host).catch(() => []),
    resolver.resolve6(host).catch(() => []),
  ])
  return [...four.map((address) => ({ address, family: 4 })), ...six.map((address) => ({ address, family: 6 }))]
}

type Options = { resolver: Resolver; allowPrivate: boolean }

/**
 * The addresses of a host, each of which may be connected to as it stands. Throws `address_unreachable` where it has none,
 * or one that is not public; which one is not said, since names of a private network are nobody's business.
 */
export const resolveHost = async (host: string, { resolver, allowPrivate }: Options): Promise<LookupAddress[]> => {
  const found = await look(host, resolver)
  if (found.length === 0) throw new AppError('address_unreachable', `No address was found for ${host}.`)
  if (allowPrivate || found.every(({ address }) => isPublicAddress(address))) return found
  throw new AppError('address_unreachable', `${host} resolves to an address that is not of the public internet.`)
}
