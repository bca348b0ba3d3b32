import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTell } from '~/background.server'
import { getServices, onClose, type Services } from '~/services.server'
import { createResolver, type Resolver } from './resolve.server'
import { createWork, type Delivery } from './work.server'

const PAUSE_MS = 1_000
const TIDY_MS = 60_000
// What is on its way may end; what does not is cut off, and sent again by whoever runs next.
const GRACE_MS = 1_500

/** With what messages are sent; `signal` aborts when the server stops. */
export type Sender = { sql: Services['writer']; resolver: Resolver; allowPrivate: boolean; signal: AbortSignal }

/** What a loop does at each turn beside sending: makes messages of what happened, and now and then forgets old ones. */
export type Loop<Due> = Delivery<Due> & { make: () => Promise<void>; tidy: () => Promise<void> }

/** A rest that `wake` ends, also where it comes before. */
const createAlarm = () => {
  let isWoken = false
  let ring: () => void = () => undefined
  return {
    wake: () => {
      isWoken = true
      ring()
    },
    rest: async () => {
      const controller = new AbortController()
      ring = () => controller.abort()
      if (!isWoken) await sleep(PAUSE_MS, undefined, { signal: controller.signal }).catch(() => undefined)
      isWoken = false
    },
  }
}

/** Makes and sends messages until the services close. A database that is away is tried again for ever. */
export const startLoop = async <Due>(speaker: string, build: (sender: Sender) => Loop<Due>): Promise<void> => {
  const { writer: sql, env } = await getServices()
  const [stop, cut] = [new AbortController(), new AbortController()]
  // One for each message on its way.
  setMaxListeners(0, cut.signal)
  const [alarm, tell] = [createAlarm(), createTell(speaker)]
  const loop = build({
    ...{ sql, resolver: createResolver(), signal: cut.signal },
    allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === '1',
  })
  const work = createWork(loop, { onDone: alarm.wake, onFailure: tell })
  let tidiedAt = 0
  const takeTurn = async () => {
    await loop.make()
    await work.takeAll()
    if (Date.now() - tidiedAt < TIDY_MS) return
    tidiedAt = Date.now()
    await loop.tidy()
  }
  const run = async () => {
    while (!stop.signal.aborted) {
      await takeTurn().catch(tell)
      await alarm.rest()
    }
  }
  const running = run()
  onClose(async () => {
    stop.abort()
    alarm.wake()
    const ended = Promise.all([running, work.finish()])
    const wait = () => Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })])
    await wait()
    cut.abort()
    // A query whose connection was lost ends only with the pool, so this is no wait for ever either.
    await wait()
  })
}
