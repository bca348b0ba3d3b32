import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTell } from '~/background.server'
import { getServices, onClose } from '~/services.server'
import { makeMessages } from './make-messages.server'
import { createResolver } from './resolve.server'
import { createWork, tidy } from './work.server'

const PAUSE_MS = 1_000
const TIDY_MS = 60_000
// What is on its way may end; what does not is cut off, and sent again by whoever runs next.
const GRACE_MS = 1_500

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

/** Tells webhooks what happens, until the services close. A database that is away is tried again for ever. */
export const startWebhooks = async (): Promise<void> => {
  const { writer: sql, env } = await getServices()
  const [stop, cut] = [new AbortController(), new AbortController()]
  // One for each message on its way.
  setMaxListeners(0, cut.signal)
  const [alarm, tell] = [createAlarm(), createTell('webhooks')]
  const sender = {
    ...{ sql, resolver: createResolver(), signal: cut.signal },
    allowPrivate: env.WEBHOOK_ALLOW_PRIVATE === '1',
  }
  const work = createWork(sender, { onDone: alarm.wake, onFailure: tell })
  let tidiedAt = 0
  const takeTurn = async () => {
    await makeMessages(sql)
    await work.takeAll()
    if (Date.now() - tidiedAt < TIDY_MS) return
    tidiedAt = Date.now()
    await tidy(sql)
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
