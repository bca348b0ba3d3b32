import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/** A secret as its owner is shown it, and as libraries of Standard Webhooks take it. */
export const showSecret = (secret: Buffer): string => `${PREFIX}${secret.toString('base64')}`

/** `at` is the UNIX second of this attempt, so that a receiver can refuse what somebody kept back. */
export type Message = { id: string; at: number; body: string }

/** The headers of a delivery, signed with each secret: receivers take it where one of the signatures is theirs. */
export const buildHeaders = ({ id, at, body }: Message, secrets: readonly Buffer[]) => ({
  'webhook-id': id,
  'webhook-timestamp': String(at),
  'webhook-signature': secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')}`)
    .join(' '),
})
