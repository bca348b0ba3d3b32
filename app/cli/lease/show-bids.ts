import { toTime } from '~/http/present'
import type { LeaseCommand } from './command'
import { parseOrderId } from './parse-values'
import { getOrder, readBids } from './read-bids'

/** `lease bids ORDER`: what was bid, what stands in the way of each, and the suggested bid and why. */
export const showBids: LeaseCommand = async ({ view, id }) => {
  const orderId = parseOrderId(id, 'ORDER')
  const order = await getOrder(view, orderId)
  const { state, epoch, bidUntil, openUntil } = order
  const { bids, suggested, why } = await readBids(view, orderId, order)
  const lines = bids.map(({ providerId, rate, obstacle }) => {
    const mark = providerId === suggested?.providerId ? ` (suggested: ${why})` : ''
    return `  provider ${providerId} at ${rate}${obstacle === null ? '' : `, cannot serve: ${obstacle}`}${mark}`
  })
  const payer = epoch === 0 ? 'own money' : `the budget of party ${order.party} in epoch ${epoch}`
  const head = `Order ${orderId} is ${state}, paid by ${payer}, open until ${toTime(openUntil)}; ${bids.length} bids.`
  const shown = bids.map(({ rate, load, ...bid }) => ({ ...bid, rate: String(rate), load: String(load) }))
  const chosen = suggested && { provider: suggested.providerId, rate: String(suggested.rate), why }
  return {
    result: { order: String(orderId), state, epoch, bidUntil, openUntil, bids: shown, suggested: chosen },
    sentences: [head, ...lines],
  }
}
