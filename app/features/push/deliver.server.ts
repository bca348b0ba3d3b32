import { type Hex, hexToBytes } from 'viem'
import { deletePushSubscription } from '#db/queries/push.server'
import { type DuePush, releasePush, setPushFailed, setPushTaken } from '#db/queries/push-work.server'
import { type Outcome, post } from '~/delivery/post.server'
import type { Sender } from '~/delivery/run.server'
import { parseTarget } from '~/delivery/target'
import { delayAfter } from '~/domain/delivery-schedule'
import { AppError } from '~/domain/errors'
import { getIntl } from '~/i18n/intl.server'
import { parseLocale } from '~/i18n/locale'
import { encrypt } from './encrypt'
import { buildGreeting, buildNotification } from './notification'
import { authorize, type ServerKey } from './server-key.server'

// RFC 8030: a push service creates a message, or accepts it. Whatever else answers is no push service.
const TAKEN = [201, 202]
const GONE = [404, 410]
const SLOW_MS = 3_000
const DAY_SECONDS = 86_400
// To whom nothing was ever sent, and who may have asked for nothing, is not tried for days.
const MOST_GREETINGS = 4

const toBuffer = (hex: Hex): Buffer => Buffer.from(hexToBytes(hex))

const buildText = (due: DuePush): string => {
  const intl = getIntl(parseLocale(due.locale) ?? 'en')
  return JSON.stringify(due.message === null ? buildGreeting(intl) : buildNotification(intl, due))
}

const attempt = async ({ sql: _, ...sender }: Sender, key: ServerKey, due: DuePush): Promise<Outcome> => {
  try {
    // The rules may have changed since it was made.
    const url = parseTarget(due.endpoint, sender)
    const headers = {
      ...{ 'content-type': 'application/octet-stream', 'content-encoding': 'aes128gcm', 'user-agent': 'Ostrakon-Push' },
      ...{ authorization: authorize(key, url, Math.floor(Date.now() / 1000)), ttl: String(DAY_SECONDS) },
      // A device that was off is told the last of what happened to a proposal.
      ...(due.message === null ? {} : { topic: `proposal-${due.proposal_id}` }),
    }
    const body = encrypt({ p256dh: toBuffer(due.p256dh), auth: toBuffer(due.auth) }, buildText(due))
    return await post(url, { headers, body, ...sender })
  } catch (error) {
    if (error instanceof AppError) return { status: null, error: error.message, duration: 0, retryAfter: null }
    throw error
  }
}

const record = async ({ sql }: Sender, due: DuePush, { status, duration, retryAfter }: Outcome): Promise<unknown> => {
  if (TAKEN.includes(status ?? 0)) return setPushTaken(sql, due, duration > SLOW_MS)
  const failures = due.failures + 1
  const delay = due.greeted || failures < MOST_GREETINGS ? delayAfter(failures, Math.random()) : null
  if (delay === null || GONE.includes(status ?? 0)) return deletePushSubscription(sql, due.subscription)
  return setPushFailed(sql, due, Math.max(delay, Math.min(retryAfter ?? 0, DAY_SECONDS) * 1_000))
}

/** Tries a message once, and notes how it went. Where the server stops in the middle it is given back. */
export const deliver = async (sender: Sender, key: ServerKey, due: DuePush): Promise<void> => {
  // What it waited for was forgotten meanwhile.
  if (due.greeted && due.message === null) return releasePush(sender.sql, due)
  const outcome = await attempt(sender, key, due).catch((error: unknown) => {
    if (sender.signal.aborted) return null
    throw error
  })
  await (outcome === null ? releasePush(sender.sql, due) : record(sender, due, outcome))
}
