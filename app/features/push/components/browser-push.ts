import { type Answer, sendJson } from '~/components/send-json'
import type { PushTopic } from '~/domain/push-topics'
import type { Locale } from '~/i18n/locale'

const WORKER = '/push-worker.js'
// No page is below it, so the worker has none to control.
const SCOPE = '/push-worker'

/** What a browser is told. */
export type Wanted = { topics: PushTopic[]; locale: Locale; account: string | null }

const toBytes = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const toHex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

const isFor = ({ options }: PushSubscription, key: Uint8Array): boolean => {
  const used = options.applicationServerKey
  return used !== null && toHex(used) === toHex(key.slice().buffer)
}

type Sent = Parameters<typeof sendJson>[1]

const ask = async <Data>({ endpoint }: PushSubscription, sent: Sent): Promise<Answer<Data>> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint))
  return sendJson(`/push/subscriptions/0x${toHex(digest)}`, sent)
}

const isUnknown = (answer: Answer<unknown>): boolean => !answer.ok && answer.code === 'subscription_unknown'

const requireData = <Data>(answer: Answer<Data>): Data => {
  if (answer.ok) return answer.data
  throw new Error(answer.detail)
}

const findOwn = async (): Promise<PushSubscription | null> =>
  (await (await navigator.serviceWorker.getRegistration(SCOPE))?.pushManager.getSubscription()) ?? null

/** What this browser is told; null where it, or the portal, knows nothing of it. */
export const findWanted = async (): Promise<Wanted | null> => {
  const own = await findOwn()
  if (own === null) return null
  const answer = await ask<Wanted>(own, { method: 'GET' })
  return isUnknown(answer) ? null : requireData(answer)
}

const waitForWorker = (registration: ServiceWorkerRegistration): Promise<void> => {
  const worker = registration.installing ?? registration.waiting
  if (registration.active || worker === null) return Promise.resolve()
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve()
      if (worker.state === 'redundant') reject(new Error('the worker did not start'))
    })
  })
}

const openSubscription = async (publicKey: string): Promise<PushSubscription> => {
  const key = toBytes(publicKey)
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
  await waitForWorker(registration)
  const own = await registration.pushManager.getSubscription()
  if (own !== null && isFor(own, key)) return own
  // Of a key that the portal no longer has.
  await own?.unsubscribe()
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** Subscribes this browser, or changes what it is told. */
export const subscribe = async (publicKey: string, wanted: Wanted): Promise<void> => {
  const subscription = await openSubscription(publicKey)
  requireData(await ask(subscription, { method: 'PUT', body: { ...subscription.toJSON(), ...wanted } }))
}

/** Ends the subscription, at the portal first: what the browser has forgotten nobody could name there any more. */
export const unsubscribe = async (): Promise<void> => {
  const own = await findOwn()
  if (own === null) return
  const answer = await ask(own, { method: 'DELETE' })
  if (!isUnknown(answer)) requireData(answer)
  await own.unsubscribe()
}
