import type { OrderDetail } from '../schema/orders'
import type { Provider } from '../schema/providers'

/** Whether an order takes bids at a UNIX second: what the budget pays is assigned once bids are in, and takes no more. */
export const takesBids = ({ state, payer, bidsUntil }: OrderDetail, now: number): boolean =>
  state === 'open' && (payer.kind === 'tenant' || now < Date.parse(bidsUntil.time) / 1000)

/** Whether the reader operates a node that could serve the order: what it needs is declared, and audits confirm it. */
export const isFit = (order: OrderDetail, node: Provider, viewer: string): boolean => {
  const counting = node.audits.filter(({ status }) => status === 'counts').map(({ auditor }) => auditor.id)
  const declared = node.attributes.map(({ id }) => id)
  return (
    node.operator.address === viewer &&
    node.status === 'offering' &&
    node.audited &&
    order.attributes.every(({ id }) => declared.includes(id)) &&
    order.auditors.every(({ id }) => counting.includes(id))
  )
}
