import { isIP } from 'node:net'
import { AppError } from '~/domain/errors'
import { isPublicAddress } from './public-address'

const MOST_CHARACTERS = 2_000
const HTTPS_PORT = 443
// Below are mail, remote shells and the like, which no receiver of webhooks is.
const LEAST_PORT = 1_024

/** The host of an address as a resolver takes it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

const refuse = (message: string): never => {
  throw new AppError('address_refused', message)
}

/**
 * Reads where to send. Throws `address_refused`. What a name resolves to is looked at only when it is sent to, since that
 * can change; `allowPrivate` also takes http and addresses of this machine, for development.
 */
export const parseTarget = (text: string, { allowPrivate }: { allowPrivate: boolean }): URL => {
  const url = URL.canParse(text) ? new URL(text) : refuse('The url is no absolute URL.')
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return refuse('The url must be https.')
  if (url.username !== '' || url.password !== '') return refuse('The url must hold no user or password.')
  const port = url.port === '' ? HTTPS_PORT : Number(url.port)
  if (port !== HTTPS_PORT && port < LEAST_PORT) {
    return refuse(`The port must be ${HTTPS_PORT} or above ${LEAST_PORT - 1}.`)
  }
  const host = hostOf(url)
  if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) {
    return refuse(`${host} is no address of the public internet.`)
  }
  url.hash = ''
  if (url.href.length > MOST_CHARACTERS) return refuse(`The url is longer than ${MOST_CHARACTERS} characters.`)
  return url
}
