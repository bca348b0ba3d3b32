import type { CreateWriter } from './writer'

export const createJobsWriter: CreateWriter<'MilestoneLeases'> = () => ({
  JobOffered: (
    {
      jobId: job_id,
      tenant,
      providerId: provider_id,
      tenantParty: tenant_party,
      providerParty: provider_party,
      version,
      specDigest: spec_digest,
      plan,
    },
    write,
  ) => {
    const amounts = plan.map(({ amount }) => amount)
    const deadlines = plan.map(({ deadline }) => BigInt(deadline))
    const sides = { tenant, provider_id, tenant_party, provider_party }
    write('jobs', { job_id, ...sides, version, spec_digest, amounts, deadlines })
  },
  JobAccepted: ({ jobId: job_id }, write) => {
    write('job_events', { job_id, kind: 'accepted' })
  },
  JobEnded: ({ jobId: job_id, returned }, write) => {
    write('job_events', { job_id, kind: 'ended', returned })
  },
  MilestoneDelivered: ({ jobId: job_id, index: milestone, digest }, write) => {
    write('milestone_events', { job_id, milestone, kind: 'delivered', digest })
  },
  MilestoneRejected: ({ jobId: job_id, index: milestone, caseId: case_id, evidence: digest }, write) => {
    write('milestone_events', { job_id, milestone, kind: 'rejected', case_id, digest })
  },
  MilestonePaid: ({ jobId: job_id, index: milestone, amount, fee }, write) => {
    write('milestone_events', { job_id, milestone, kind: 'paid', amount, fee })
  },
  MilestoneSettled: ({ jobId: job_id, index: milestone, outcome }, write) => {
    write('milestone_events', { job_id, milestone, kind: 'settled', outcome })
  },
  Credited: ({ account, amount }, write) => {
    write('job_credits', { account, kind: 'credited', amount })
  },
  Claimed: ({ account, amount }, write) => {
    write('job_credits', { account, kind: 'claimed', amount })
  },
  FeesPaid: ({ toTreasury: to_treasury, burnt }, write) => {
    write('job_fee_payments', { to_treasury, burnt })
  },
})
