// Longer than a try can take.
const CLAIM_SECONDS = 60
// Whoever was slow or failed at its last try waits among its like, so that the others never wait for it.
const LANES = [
  { slow: false, atOnce: 64, each: 4 },
  { slow: true, atOnce: 64, each: 1 },
] as const

type Lane = (typeof LANES)[number]

/**
 * Which messages are taken for so many seconds: of receivers that are not busy and were slow at their last try or not;
 * `each` at most of a receiver.
 */
type Claim = { slow: boolean; busy: readonly string[]; each: number; limit: number; seconds: number }

/** What is sent to whom; what one server takes, no other takes meanwhile. */
export type Delivery<Due> = {
  claim: (claim: Claim) => Promise<readonly Due[]>
  receiverOf: (due: Due) => string
  deliver: (due: Due) => Promise<void>
}

type Options = { onDone: () => void; onFailure: (error: unknown) => void }

/** What one server sends. Another one may send at the same time: a message is taken by one of them. */
export const createWork = <Due>({ claim, receiverOf, deliver }: Delivery<Due>, { onDone, onFailure }: Options) => {
  const busy = new Map<string, { slow: boolean; count: number; done: Promise<void> }>()

  const groupByReceiver = (dues: readonly Due[]): Map<string, Due[]> => {
    const groups = new Map<string, Due[]>()
    for (const due of dues) groups.set(receiverOf(due), [...(groups.get(receiverOf(due)) ?? []), due])
    return groups
  }

  const send = async (receiver: string, dues: readonly Due[]): Promise<void> => {
    await Promise.all(dues.map((due) => deliver(due).catch(onFailure)))
    busy.delete(receiver)
    onDone()
  }

  const take = async ({ slow, atOnce, each }: Lane): Promise<void> => {
    const taken = [...busy.values()].filter((one) => one.slow === slow).reduce((sum, { count }) => sum + count, 0)
    if (taken >= atOnce) return
    const wanted = { slow, busy: [...busy.keys()], each, limit: atOnce - taken, seconds: CLAIM_SECONDS }
    for (const [receiver, dues] of groupByReceiver(await claim(wanted))) {
      busy.set(receiver, { slow, count: dues.length, done: send(receiver, dues) })
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
