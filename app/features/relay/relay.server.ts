import { type Address, isHex, type LocalAccount, parseGwei } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { RelayQuota } from '#db/queries/relay.server'
import { AppError } from '~/domain/errors'
import { getServices, type Services } from '~/services.server'

/** Who sends what others signed, and within which limits. `maxFee` in wei per gas. */
export type Relay = Pick<Services, 'client' | 'deployment' | 'writer'> & {
  account: LocalAccount
  quota: RelayQuota
  maxFee: bigint
}

/** What one transaction may use: a ballot takes 80,000, a passkey's signature checked in Solidity 350,000. */
export const MOST_GAS = 600_000n

const readAccount = (key: string): LocalAccount => {
  const hex = key.startsWith('0x') ? key : `0x${key}`
  try {
    if (isHex(hex) && hex.length === 66) return privateKeyToAccount(hex)
  } catch {
    // 32 bytes that are no key of the curve are refused as what is too short: the error of the curve names them.
  }
  // The value stays out of the message: it may be a real key with a typing error.
  throw new AppError('invalid_environment', 'RELAY_KEY must hold a private key: 32 bytes of hex.')
}

const buildRelay = (env: Services['env'], { client, deployment, writer }: Services): Relay | null =>
  env.RELAY_KEY === undefined
    ? null
    : {
        ...{ client, deployment, writer },
        account: readAccount(env.RELAY_KEY),
        quota: { perSigner: env.RELAY_DAILY_PER_VOTER, all: env.RELAY_DAILY },
        maxFee: parseGwei(String(env.RELAY_MAX_GWEI)),
      }

/** The relay; null without RELAY_KEY. Throws `invalid_environment` where that is no key, never repeating it. */
export const findRelay = async (): Promise<Relay | null> => {
  const services = await getServices()
  return buildRelay(services.env, services)
}

/** The relay; throws `relay_absent`. */
export const getRelay = async (): Promise<Relay> => {
  const relay = await findRelay()
  if (relay !== null) return relay
  const message = 'No relay here: send the ballot from a wallet of your own (/api/v1/proposals/{id}/calldata/vote).'
  throw new AppError('relay_absent', message)
}

/** A call of one of our contracts. */
export type RelayCall = { to: Address; data: `0x${string}` }
