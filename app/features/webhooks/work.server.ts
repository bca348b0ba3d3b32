import { claimDeliveries, type DueDelivery, deleteOldMessages, disableOverfull } from '#db/queries/webhook-work.server'
import { deliver, type Sender } from './deliver.server'

// Longer than a try can take.
const CLAIM_SECONDS = 60
// Whoever was slow or failed at its last try waits among its like, so that the others never wait for it.
const LANES = [
  { slow: false, atOnce: 64, each: 4 },
  { slow: true, atOnce: 64, each: 1 },
] as const
const MOST_WAITING = 10_000
const KEEP_DAYS = 30
const TIDY_ROWS = 10_000

type Lane = (typeof LANES)[number]

const groupByWebhook = (dues: readonly DueDelivery[]): Map<string, DueDelivery[]> => {
  const groups = new Map<string, DueDelivery[]>()
  for (const due of dues) groups.set(due.webhook, [...(groups.get(due.webhook) ?? []), due])
  return groups
}

type Options = { onDone: () => void; onFailure: (error: unknown) => void }

/** What one server sends. Another one may send at the same time: a message is taken by one of them. */
export const createWork = (sender: Sender, { onDone, onFailure }: Options) => {
  const busy = new Map<string, { slow: boolean; count: number; done: Promise<void> }>()

  const send = async (webhook: string, dues: readonly DueDelivery[]): Promise<void> => {
    await Promise.all(dues.map((due) => deliver(sender, due).catch(onFailure)))
    busy.delete(webhook)
    onDone()
  }

  const take = async ({ slow, atOnce, each }: Lane): Promise<void> => {
    const taken = [...busy.values()].filter((one) => one.slow === slow).reduce((sum, { count }) => sum + count, 0)
    if (taken >= atOnce) return
    const claim = { slow, busy: [...busy.keys()], each, limit: atOnce - taken, seconds: CLAIM_SECONDS }
    for (const [webhook, dues] of groupByWebhook(await claimDeliveries(sender.sql, claim))) {
      busy.set(webhook, { slow, count: dues.length, done: send(webhook, dues) })
    }
  }

  return {
    /** Starts to send what is due and what there is room for; `onDone` says when there is more. */
    takeAll: async (): Promise<void> => {
      for (const lane of LANES) await take(lane)
    },
    /** Resolves when nothing is on its way any more. */
    finish: () => Promise.all([...busy.values()].map(({ done }) => done)),
  }
}

/** Forgets old messages, and disables webhooks for which too many wait. */
export const tidy = async (sql: Sender['sql']): Promise<void> => {
  await deleteOldMessages(sql, { days: KEEP_DAYS, limit: TIDY_ROWS })
  await disableOverfull(sql, { most: MOST_WAITING, reason: `More than ${MOST_WAITING} messages waited for it.` })
}
