import { setTimeout as sleep } from 'node:timers/promises'
import { createTell } from '~/background.server'
import { onClose } from '~/services.server'
import { findRelay } from './relay.server'
import { takeTurn } from './send.server'

const PAUSE_MS = 1_000

/**
 * Sends what is kept until the services close; nothing without RELAY_KEY. A node or a database that is away is tried
 * again for ever. Throws `invalid_environment` where RELAY_KEY is no key.
 */
export const startRelay = async (): Promise<void> => {
  const relay = await findRelay()
  if (relay === null) return
  const controller = new AbortController()
  const tell = createTell('relay')
  const run = async () => {
    for (let since = -1; !controller.signal.aborted; ) {
      since = await takeTurn(relay, { since, onFailure: tell }).catch((error: unknown) => {
        tell(error)
        return -1
      })
      await sleep(PAUSE_MS, undefined, { signal: controller.signal }).catch(() => undefined)
    }
  }
  const running = run()
  onClose(async () => {
    controller.abort()
    await running
  })
}
