import { setTimeout as pause } from 'node:timers/promises'
import { earnedAt } from '~/domain/market/earnings'
import { toTime } from '~/http/present'
import type { ChainView } from '../chain/connect'
import { getLease, isRunning, type LeaseFacts, readChainTime } from '../chain/lease-facts'
import { createStopSignal } from '../stop-signal'
import type { LeaseAnswer, LeaseCommand } from './command'
import { parseOrderId } from './parse-values'

/** How often the chain is asked; in between a second is a second. */
const LOOK_SECONDS = 5

/** `lease watch LEASE`: what it earned and what is left, by the second on a terminal until it ends; elsewhere once. */
export const watchLease: LeaseCommand = async ({ view, values, id }) => {
  const leaseId = parseOrderId(id)
  if (values.json || !process.stdout.isTTY) return describe(await look(view, leaseId))
  const signal = createStopSignal()
  let seen = await look(view, leaseId)
  for (let second = 0; !signal.aborted && isRunning(seen.lease, seen.time); second++) {
    if (second % LOOK_SECONDS === LOOK_SECONDS - 1) seen = await look(view, leaseId)
    process.stdout.write(`\r\u001b[2K${sentenceOf(seen)}`)
    await pause(1000, undefined, { signal }).catch(() => {})
    seen = { ...seen, time: seen.time + 1 }
  }
  process.stdout.write('\r\u001b[2K')
  return describe(signal.aborted ? seen : await look(view, leaseId))
}

type Seen = { lease: LeaseFacts; time: number }

const look = async (view: ChainView, leaseId: bigint): Promise<Seen> => {
  const lease = await getLease(view, leaseId)
  return { lease, time: await readChainTime(view) }
}

/** What is earned at that second, by the market's own formula; an open dispute is known to the market alone. */
const findEarned = ({ lease, time }: Seen): bigint => {
  return isRunning(lease, time) ? earnedAt({ ...lease, contestedFrom: null }, time) : lease.earned
}

const sentenceOf = (seen: Seen): string => {
  const { lease, time } = seen
  const earned = findEarned(seen)
  const left = isRunning(lease, time) ? `${lease.end - time} s left` : `ended ${toTime(lease.end)}`
  return `Lease ${lease.id} of provider ${lease.providerId} (${lease.state}): earned ${earned}, remaining ${lease.deposit - earned}, ${left}.`
}

const describe = (seen: Seen): LeaseAnswer => {
  const { lease, time } = seen
  const earned = findEarned(seen)
  const amounts = { deposit: lease.deposit, earned, remaining: lease.deposit - earned, withdrawn: lease.withdrawn }
  const texts = Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]))
  const { providerId, state, start, end, rate, units } = lease
  const facts = { lease: String(lease.id), provider: providerId, state, start, end, rate: String(rate), units, time }
  return { result: { ...facts, ...texts, running: isRunning(lease, time) }, sentences: [sentenceOf(seen)] }
}
