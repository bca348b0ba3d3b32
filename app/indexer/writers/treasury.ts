import type { CreateWriter } from './writer'

export const createTreasuryWriter: CreateWriter<'ComputeTreasury'> = () => ({
  Funded: ({ from: account, amount }, write) => {
    write('treasury_flows', { kind: 'funded', account, amount })
  },
  Withdrawn: ({ to: account, amount }, write) => {
    write('treasury_flows', { kind: 'withdrawn', account, amount })
  },
  Swept: ({ token, to: account, amount }, write) => {
    write('treasury_flows', { kind: 'swept', account, token, amount })
  },
  ScheduleSet: ({ pool, fromEpoch: from_epoch, terms }, write) => {
    const { gpuSeconds: gpu_seconds, money, maxRate: max_rate } = terms
    write('schedules', { pool, from_epoch, gpu_seconds, money, max_rate })
  },
  LineOpened: ({ pool, epoch, line }, write) => {
    const { gpuSeconds: gpu_seconds, money, maxRate: max_rate } = line
    write('budget_lines', { pool, epoch, gpu_seconds, money, max_rate })
  },
  LineDrawn: ({ pool, epoch, gpuSeconds: gpu_seconds, money }, write) => {
    write('line_movements', { pool, epoch, kind: 'drawn', gpu_seconds, money })
  },
  LineRefunded: ({ pool, epoch, gpuSeconds: gpu_seconds, money }, write) => {
    write('line_movements', { pool, epoch, kind: 'refunded', gpu_seconds, money })
  },
  MoneyGranted: (
    { grantId: grant_id, recipient, amount, start: start_time, cliff: cliff_time, end: end_time },
    write,
  ) => {
    write('money_grants', { grant_id, recipient, amount, start_time, cliff_time, end_time })
  },
  GrantClaimed: ({ grantId: grant_id, amount }, write) => {
    write('money_grant_events', { grant_id, kind: 'claimed', amount })
  },
  // What it frees follows from what it keeps.
  MoneyGrantCanceled: ({ grantId: grant_id, kept: amount }, write) => {
    write('money_grant_events', { grant_id, kind: 'canceled', amount })
  },
})
