import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import type { IntlShape } from '~/i18n/intl-context'
import { formatPrice, type MoneyKind } from '../components/format-price'
import type { PreparedAct } from '../components/market-acts'
import type { OrderDetail, RankedBid } from '../schema/orders'
import { costOf } from './units'

type Given = {
  order: OrderDetail
  viewer: string
  seconds: number
  chosen: string | null
  now: number
  money: MoneyKind
}

const sum = (value: bigint, { decimals, unit }: MoneyKind) => ({ value: String(value), decimals, unit })

const isTenant = ({ order, viewer }: Given) => order.tenant.address === viewer

const prepareAccept = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { order, seconds, chosen, money } = given
  const servable = order.offers.filter(({ rank }) => rank !== null)
  const bid = servable.find(({ provider }) => provider.id === chosen) ?? servable.find(({ rank }) => rank === 1)
  if (bid === undefined) return []
  const cost = costOf(bid.rate, order.units, seconds)
  const texts = { id: bid.provider.id, cost: formatMoney(intl, sum(cost, money)), time: formatDuration(intl, seconds) }
  return [
    {
      act: { name: 'accept', id: order.id, providerId: Number(bid.provider.id), rate: bid.rate, seconds },
      pays: String(cost),
      button: intl.t('orderActs.accept', texts),
      note: intl.t('orderActs.acceptNote', texts),
    },
  ]
}

const prepareAssigned = (intl: IntlShape, { order, seconds, now, money }: Given): PreparedAct[] => {
  const { assignment } = order
  if (assignment === null || assignment.provider === null || assignment.rate === null) return []
  if (now < Date.parse(order.bidsUntil.time) / 1000) return []
  const cost = formatMoney(intl, sum(costOf(assignment.rate, order.units, seconds), money))
  const texts = { id: assignment.provider.id, cost, time: formatDuration(intl, seconds) }
  const accept: PreparedAct = {
    act: { name: 'acceptAssigned', id: order.id, seconds },
    pays: '0',
    button: intl.t('orderActs.acceptAssigned', texts),
    note: intl.t('orderActs.acceptAssignedNote', texts),
  }
  if (!assignment.canDecline) return [accept]
  const decline: PreparedAct = {
    act: { name: 'declineWinner', id: order.id },
    pays: '0',
    button: intl.t('orderActs.decline', texts),
    note: intl.t('orderActs.declineNote'),
  }
  return [accept, decline]
}

const prepareTenant = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { order } = given
  const cancel: PreparedAct = {
    act: { name: 'cancelOrder', id: order.id },
    pays: '0',
    button: intl.t('orderActs.cancel'),
    note: intl.t('orderActs.cancelNote'),
  }
  const accept = order.payer.kind === 'budget' ? prepareAssigned(intl, given) : prepareAccept(intl, given)
  return [...accept, cancel]
}

// A deposit is taken back while the order is open, and freed once it is not, unless the bid became the lease.
const prepareWithdrawal = (intl: IntlShape, { order }: Given, bid: RankedBid): PreparedAct => ({
  act: { name: 'withdrawBid', id: order.id, providerId: Number(bid.provider.id) },
  pays: '0',
  button: intl.t('orderActs.withdrawBid', { id: bid.provider.id }),
  note: intl.t('orderActs.withdrawBidNote'),
})

/** What the reader can do with an order: take a bid, refuse one, cancel, or take an own bid back. */
export const prepareOrderActs = (intl: IntlShape, given: Given): PreparedAct[] => {
  const { order, viewer } = given
  const held = order.offers.filter(({ status, provider }) => status === 'held' && provider.operator.address === viewer)
  const own = held.map((bid) => prepareWithdrawal(intl, given, bid))
  return order.state === 'open' && isTenant(given) ? [...prepareTenant(intl, given), ...own] : own
}

/** A bid of one of the reader's nodes; `auditorId` counts where the order names none, `enclaveId` where it names a release. */
export const prepareBid = (
  intl: IntlShape,
  order: OrderDetail,
  bid: { providerId: string; rate: bigint; auditorId: number; enclaveId: number; money: MoneyKind },
): PreparedAct => {
  const texts = { id: bid.providerId, price: formatPrice(intl, String(bid.rate), bid.money) }
  return {
    act: {
      name: 'bid',
      id: order.id,
      providerId: Number(bid.providerId),
      rate: String(bid.rate),
      auditorId: bid.auditorId,
      enclaveId: bid.enclaveId,
    },
    pays: '0',
    button: intl.t('orderActs.bid', texts),
    note: intl.t('orderActs.bidNote'),
  }
}
