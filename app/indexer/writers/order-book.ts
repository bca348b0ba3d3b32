import type { CreateWriter } from './writer'

/** As IMarketOrders.BidEnd. */
const bidEnds = ['withdrawn', 'displaced', 'declined', 'released'] as const

export const createOrderBookWriter: CreateWriter<'OrderBook'> = () => ({
  TermsSet: ({ version, terms }, write) => {
    write('market_terms', {
      version,
      max_bids: terms.maxBids,
      fee_bps: terms.feeBps,
      burn_bps: terms.burnBps,
      cap_bps: terms.capBps,
      penalty_bps: terms.penaltyBps,
      floor_units: terms.floorUnits,
      bid_seconds: terms.bidTime,
      order_seconds: terms.orderTime,
      min_notice: terms.minNotice,
      dispute_window: terms.disputeWindow,
      max_duration: terms.maxDuration,
      min_stake: terms.minStake,
      bid_deposit: terms.bidDeposit,
      dispute_bond: terms.disputeBond,
    })
  },
  MarketPaused: ({ council, approval, until }, write) => {
    write('market_pauses', { council, approval, until })
  },
  OrderPlaced: (
    {
      orderId: order_id,
      bidUntil: bid_until,
      openUntil: open_until,
      specDigest: spec_digest,
      wants,
      tenant,
      party,
      agent,
      epoch,
      version,
    },
    write,
  ) => {
    const { pool, units, duration, notice, attributes } = wants
    const placed = { order_id, tenant, party, agent, epoch, bid_until, open_until, version, spec_digest }
    const needs = {
      max_rate: wants.maxRate,
      attributes,
      auditor_ids: wants.auditorIds,
      release_id: wants.releaseId,
    }
    write('orders', { ...placed, pool, units, duration, notice, ...needs })
  },
  OrderCanceled: ({ orderId: order_id }, write) => {
    write('order_cancellations', { order_id })
  },
  BidPlaced: (
    { orderId: order_id, providerId: provider_id, party, auditorId: auditor_id, enclaveId: enclave_id, rate },
    write,
  ) => {
    write('bid_events', { order_id, provider_id, kind: 'placed', party, auditor_id, enclave_id, rate })
  },
  BidEnded: ({ orderId: order_id, providerId: provider_id, why }, write) => {
    write('bid_events', { order_id, provider_id, kind: bidEnds[why] ?? null })
  },
})
