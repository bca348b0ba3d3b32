import { claimDeliveries, type DueDelivery, deleteOldMessages, disableOverfull } from '#db/queries/webhook-work.server'
import { startLoop } from '~/delivery/run.server'
import { deliver } from './deliver.server'
import { makeMessages } from './make-messages.server'

const MOST_WAITING = 10_000
const KEEP_DAYS = 30
const TIDY_ROWS = 10_000

/** Tells webhooks what happens, until the services close. */
export const startWebhooks = (): Promise<void> =>
  startLoop<DueDelivery>('webhooks', (sender) => ({
    make: () => makeMessages(sender.sql),
    claim: (claim) => claimDeliveries(sender.sql, claim),
    receiverOf: ({ webhook }) => webhook,
    deliver: (due) => deliver(sender, due),
    // Forgets old messages, and disables webhooks for which too many wait.
    tidy: async () => {
      await deleteOldMessages(sender.sql, { days: KEEP_DAYS, limit: TIDY_ROWS })
      const reason = `More than ${MOST_WAITING} messages waited for it.`
      await disableOverfull(sender.sql, { most: MOST_WAITING, reason })
    },
  }))
