import { claimPushes, type DuePush, tidyPushes } from '#db/queries/push-work.server'
import { startLoop } from '~/delivery/run.server'
import { getServices } from '~/services.server'
import { deliver } from './deliver.server'
import { createMaker } from './make-messages.server'
import { findServerKey } from './server-key.server'

const KEEP_DAYS = { waiting: 1, told: 30 }

/**
 * Tells browsers what happens to proposals, until the services close; nothing without VAPID_PRIVATE_KEY. Throws
 * `invalid_environment` where that is no key.
 */
export const startPush = async (): Promise<void> => {
  const key = findServerKey((await getServices()).env)
  if (key === null) return
  await startLoop<DuePush>('push', (sender) => ({
    make: createMaker(sender.sql),
    claim: (claim) => claimPushes(sender.sql, claim),
    receiverOf: ({ subscription }) => subscription,
    deliver: (due) => deliver(sender, key, due),
    tidy: () => tidyPushes(sender.sql, KEEP_DAYS),
  }))
}
