import { randomBytes } from 'node:crypto'
import { type Address, getAddress, type Hex } from 'viem'
import { generateSiweNonce, parseSiweMessage, validateSiweMessage } from 'viem/siwe'
import { insertNonce, insertSession, takeNonce } from '#db/queries/access.server'
import { AppError } from '~/domain/errors'
import { digestSecret } from '~/http/caller'
import { toTime } from '~/http/present'
import { getServices } from '~/services.server'
import type { Session, SignIn } from './schema'

const NONCE_SECONDS = 300
/** A week: whoever comes back within it need not sign again. */
export const SESSION_SECONDS = 604_800

/** A session as it is told; its id is secret. */
export const toSession = ({ account, expires_at }: { account: Address; expires_at: Date }): Session => ({
  account: getAddress(account),
  expires: toTime(Math.floor(expires_at.getTime() / 1000)),
})

const secondsNow = () => Math.floor(Date.now() / 1000)

/** A nonce for one sign-in within five minutes. */
export const makeNonce = async (): Promise<{ nonce: string; expires: string }> => {
  const { writer } = await getServices()
  const nonce = generateSiweNonce()
  await insertNonce(writer, { nonce, seconds: NONCE_SECONDS })
  return { nonce, expires: toTime(secondsNow() + NONCE_SECONDS) }
}

const refuse = (what: string): never => {
  throw new AppError('invalid_sign_in', `${what} Ask /api/v1/auth/nonce for a new nonce and sign again.`)
}

type Place = { origins: readonly string[]; chainId: number }

/** Reads a message (ERC-4361) that is meant for this portal and chain, and valid now. Throws `invalid_sign_in`. */
const readMessage = (text: string, { origins, chainId }: Place): { address: Address; nonce: string } => {
  const message = parseSiweMessage(text)
  const { address, nonce, domain, uri, expirationTime } = message
  if (!address || !nonce || !domain || !uri) return refuse('The message is not one of ERC-4361.')
  const here = origins.map((origin) => new URL(origin))
  if (!here.some(({ host }) => host === domain)) refuse(`The message is for the domain ${domain}, not for this portal.`)
  const origin = URL.canParse(uri) ? new URL(uri).origin : uri
  if (!origins.includes(origin)) refuse(`The message is for the URI ${uri}, not for this portal.`)
  if (message.version !== '1') refuse('The message is not of version 1.')
  if (message.chainId !== chainId)
    refuse(`The message is for chain ${message.chainId}, this portal is of chain ${chainId}.`)
  if (!validateSiweMessage({ message })) {
    refuse(
      `The message is not valid now: its times say from ${message.notBefore?.toISOString() ?? 'any time'} to ${expirationTime?.toISOString() ?? 'any time'}.`,
    )
  }
  return { address, nonce }
}

/** What a contract, and the factory that a signature of ERC-6492 names, may spend; viem hands it to the call. */
const bounds = { gas: 5_000_000n }

/**
 * Signs an account in: an externally owned one, a contract (ERC-1271), or one that is not deployed yet (ERC-6492).
 * Answers the session and its secret id. Throws `invalid_sign_in`; the nonce is used up in any case.
 */
export const signIn = async (
  { message, signature }: SignIn,
  origins: readonly string[],
): Promise<{ id: string; session: Session }> => {
  const { writer, client, deployment } = await getServices()
  const { address, nonce } = readMessage(message, { origins, chainId: deployment.chainId })
  if (!(await takeNonce(writer, nonce)))
    refuse('The nonce was used already, is older than five minutes, or is not ours.')
  const isSigned = await client.verifyMessage({ address, message, signature: signature as Hex, ...bounds })
  if (!isSigned) refuse(`The signature is not one of ${address} over this message.`)
  const id = randomBytes(32).toString('base64url')
  await insertSession(writer, { idHash: digestSecret(id), account: address, seconds: SESSION_SECONDS })
  return { id, session: { account: address, expires: toTime(secondsNow() + SESSION_SECONDS) } }
}
