import { bytesToHex, getAddress, type Hex, sha256, stringToBytes } from 'viem'
import {
  deletePushSubscription,
  findPushSubscription,
  type PushSubscriptionRow,
  upsertPushSubscription,
} from '#db/queries/push.server'
import type { Reader } from '#db/queries/reader.server'
import { parseTarget } from '~/delivery/target'
import { AppError } from '~/domain/errors'
import { toTime } from '~/http/present'
import { InvalidInputError } from '~/http/problem'
import { getServices } from '~/services.server'
import { isPublicKey } from './encrypt'
import type { NewPushSubscription, PushSubscription } from './schema'
import { findServerKey } from './server-key.server'

// Each event is a message to every one of them, of which a server sends 64 at once.
const MOST_SUBSCRIPTIONS = 20_000

/** The key that browsers subscribe with; null where there is none. */
export const findPushKey = async (): Promise<string | null> =>
  findServerKey((await getServices()).env)?.publicKey ?? null

/** Throws `push_absent`. */
export const getPushKey = async (): Promise<string> => {
  const key = await findPushKey()
  if (key !== null) return key
  throw new AppError('push_absent', 'This portal has no key for push services: its operator sets VAPID_PRIVATE_KEY.')
}

const refuseUnknown = (id: Hex): never => {
  throw new AppError('subscription_unknown', `No browser is subscribed under ${id}.`)
}

const show = (id: Hex, { topics, locale, account, taken_at, created_at }: PushSubscriptionRow): PushSubscription => ({
  ...{ id, topics: topics as PushSubscription['topics'], locale: locale as PushSubscription['locale'] },
  account: account && getAddress(account),
  works: taken_at !== null,
  created: toTime(Math.floor(created_at.getTime() / 1000)),
})

/** Throws `subscription_unknown`. */
export const getSubscription = async (sql: Reader, id: Hex): Promise<PushSubscription> => {
  const row = await findPushSubscription(sql, id)
  return row === null ? refuseUnknown(id) : show(id, row)
}

const invalid = (pointer: string, message: string) => new InvalidInputError([{ pointer, code: 'invalid', message }])

const readKeys = ({ p256dh, auth }: NewPushSubscription['keys']) => {
  const point = Buffer.from(p256dh, 'base64url')
  if (!isPublicKey(point)) throw invalid('#/body/keys/p256dh', 'keys.p256dh is no point of P-256.')
  return { p256dh: bytesToHex(point), auth: bytesToHex(Buffer.from(auth, 'base64url')) }
}

/**
 * Subscribes a browser, or changes what it is told. Throws `push_absent`, `address_refused`, and `invalid_parameter` where the
 * id is not that of the endpoint, or the key is none.
 */
export const keepSubscription = async (
  sql: Reader,
  id: Hex,
  { endpoint, expirationTime, keys, topics, locale, account }: NewPushSubscription,
): Promise<{ made: boolean; subscription: PushSubscription }> => {
  await getPushKey()
  if (sha256(stringToBytes(endpoint)) !== id) throw invalid('#/path/id', 'id is not the SHA-256 of the endpoint.')
  const { env } = await getServices()
  parseTarget(endpoint, { allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === '1' })
  const wanted = { topics: [...new Set(topics)], locale, account: account ?? null }
  const expires = expirationTime == null ? null : new Date(expirationTime)
  const kept = { id, endpoint, ...readKeys(keys), ...wanted, expires }
  const { made, ...row } = await upsertPushSubscription(sql, kept, MOST_SUBSCRIPTIONS)
  return { made, subscription: show(id, row) }
}

/** Ends a subscription. Throws `subscription_unknown`. */
export const endSubscription = async (sql: Reader, id: Hex): Promise<{ id: Hex }> =>
  (await deletePushSubscription(sql, id)) ? { id } : refuseUnknown(id)
