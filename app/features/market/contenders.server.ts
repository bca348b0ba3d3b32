import type { Address } from 'viem'
import type { BidRow, OrderRow } from '#db/queries/orders.server'
import {
  type AuditRow,
  listAuditedUnits,
  listAuditRows,
  listProviderRowsById,
  listServingRows,
  listUseRows,
  type ProviderRow,
} from '#db/queries/providers.server'
import type { Contender } from '~/domain/market/match'
import { unpackAuditors } from '~/domain/market/needs'
import type { ServiceTerms, Standing, WantedService } from '~/domain/market/obstacle'
import type { View } from '~/services.server'
import { type Shared, termsOf } from './shared.server'

/** Whether an audit confirms the declaration that counts at a UNIX second, and what speaks against it. */
export const statusOfAudit = (
  audit: AuditRow,
  { version, now, isAppointed }: { version: number; now: number; isAppointed: boolean },
) => {
  if (audit.kind !== 'audited') return audit.kind
  if (audit.version !== version) return 'outdated'
  if ((audit.until ?? 0) <= now) return 'expired'
  return isAppointed ? 'counts' : 'dismissed'
}

const toServiceTerms = (shared: Shared, version: number): ServiceTerms => {
  const terms = termsOf(shared, version)
  return {
    disputeWindow: terms.dispute_window,
    disputeBond: terms.dispute_bond,
    bidDeposit: terms.bid_deposit,
    minStake: terms.min_stake,
    capBps: terms.cap_bps,
    floorUnits: terms.floor_units,
  }
}

/** An order as the domain judges bids on it. */
export const toWanted = (shared: Shared, row: OrderRow): WantedService => ({
  pool: Number(row.pool),
  units: row.units,
  duration: row.duration,
  attributes: row.attributes,
  auditorIds: unpackAuditors(row.auditor_ids),
  releaseId: Number(row.release_id),
  party: Number(row.party),
  isBudget: row.epoch !== 0,
  declined: Number(row.declined ?? 0n),
  terms: toServiceTerms(shared, row.version),
})

/** A bid with what decides whether it wins now. */
export type BidContender = Contender & { row: BidRow; provider: ProviderRow }

type Facts = {
  provider: ProviderRow
  /** The bidder's, 0 for none. */
  party: bigint
  audits: readonly AuditRow[]
  auditedUnits: number
  partyUnits: number
  isServing: boolean
}

const toStanding = (
  { view, auditors, accountOf }: Shared,
  { provider, party, audits, auditedUnits, partyUnits, isServing }: Facts,
): Standing => {
  const isAppointed = (id: number) => auditors.some((one) => one.auditor_id === id && one.appointed)
  const counting = audits.filter(
    (audit) =>
      statusOfAudit(audit, {
        version: provider.version,
        now: view.now,
        isAppointed: isAppointed(audit.auditor_id),
      }) === 'counts',
  )
  const own = auditors.filter(({ account }) => party !== 0n && accountOf(account).party?.id === String(party))
  return {
    listed: provider.retired_time === null,
    pool: Number(provider.pool),
    units: provider.units,
    unitsInUse: provider.units_in_use,
    attributes: provider.attributes,
    auditors: new Set(counting.map(({ auditor_id }) => auditor_id)),
    ownAuditors: new Set(own.map(({ auditor_id }) => auditor_id)),
    auditedUnits,
    stake: provider.amount,
    locked: provider.locked,
    partyUnits,
    isServing,
  }
}

/** Where the running epoch began, UNIX seconds. */
const startOfEpoch = ({ rules, epoch }: View): number => rules.epochGenesis + epoch * rules.epochLength

/** How the bidders of an order stand now. */
export const loadContenders = async (
  shared: Shared,
  order: OrderRow,
  bids: readonly BidRow[],
): Promise<BidContender[]> => {
  const { view } = shared
  const ids = bids.map(({ provider_id }) => provider_id)
  const providers = await listProviderRowsById(view.sql, ids)
  const audits = await listAuditRows(view.sql, ids)
  const pools = [...new Set([order.pool, ...providers.map(({ pool }) => pool)])]
  const uses = await listUseRows(view.sql, { pools: [order.pool], since: startOfEpoch(view) })
  const audited = await listAuditedUnits(view.sql, pools)
  const serving = await listServingRows(view.sql, { ids: bids.map(({ enclave_id }) => enclave_id), now: view.now })
  const isServing = ({ enclave_id }: BidRow, operator: Address) =>
    serving.some(
      (one) =>
        one.enclave_id === enclave_id &&
        one.is_live &&
        one.release_id === order.release_id &&
        one.operator === operator,
    )
  return bids.flatMap((row) => {
    const provider = providers.find(({ provider_id }) => provider_id === row.provider_id)
    if (provider === undefined) return []
    const use = uses.find(({ party }) => party === row.party)
    const standing = toStanding(shared, {
      provider,
      party: row.party,
      audits: audits.filter(({ provider_id }) => provider_id === row.provider_id),
      auditedUnits: audited.find(({ pool }) => pool === provider.pool)?.units ?? 0,
      partyUnits: use?.units ?? 0,
      isServing: isServing(row, provider.operator),
    })
    const { party, auditor_id: auditorId, rate } = row
    const bid = { providerId: Number(row.provider_id), party: Number(party), auditorId, rate }
    return [{ row, provider, bid, standing, load: use?.gpu_seconds ?? 0 }]
  })
}
