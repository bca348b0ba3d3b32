import type { CreateWriter } from './writer'

export const createMarketWriter: CreateWriter<'ComputeMarket'> = () => ({
  StakeAdded: ({ providerId: provider_id, from: account, amount }, write) => {
    write('stake_events', { provider_id, kind: 'added', account, amount })
  },
  StakeWithdrawn: ({ providerId: provider_id, amount }, write) => {
    write('stake_events', { provider_id, kind: 'withdrawn', amount })
  },
  Credited: ({ account, amount }, write) => {
    write('market_credits', { account, kind: 'credited', amount })
  },
  Claimed: ({ account, amount }, write) => {
    write('market_credits', { account, kind: 'claimed', amount })
  },
  FeesPaid: ({ toTreasury: to_treasury, burnt }, write) => {
    write('fee_payments', { to_treasury, burnt })
  },
  LeaseStarted: (
    { leaseId: lease_id, providerId: provider_id, party, rate, start: start_time, end: end_time, deposit },
    write,
  ) => {
    write('leases', { lease_id, provider_id, party, rate, start_time, end_time, deposit })
  },
  LeaseExtended: ({ leaseId: lease_id, end: end_time, deposit }, write) => {
    write('lease_events', { lease_id, kind: 'extended', end_time, deposit })
  },
  LeaseShortened: ({ leaseId: lease_id, by: account, end: end_time, deposit }, write) => {
    write('lease_events', { lease_id, kind: 'shortened', account, end_time, deposit })
  },
  LeaseClosed: ({ leaseId: lease_id }, write) => {
    write('lease_events', { lease_id, kind: 'closed' })
  },
  LeaseWithdrawn: ({ leaseId: lease_id, withdrawn, fee }, write) => {
    write('lease_events', { lease_id, kind: 'withdrawn', withdrawn, fee })
  },
  LeaseReleased: ({ leaseId: lease_id }, write) => {
    write('lease_events', { lease_id, kind: 'released' })
  },
  LeaseDisputed: ({ leaseId: lease_id, caseId: case_id, from: from_time, end: end_time, evidence }, write) => {
    write('lease_disputes', { lease_id, case_id, from_time, end_time, evidence })
  },
  DisputeSettled: ({ leaseId: lease_id, upheld, damages, slashed, penalty }, write) => {
    write('dispute_settlements', { lease_id, upheld, damages, slashed, penalty })
  },
})
