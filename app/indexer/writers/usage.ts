import type { CreateWriter } from './writer'

export const createUsageWriter: CreateWriter<'UsageReceipts'> = () => ({
  UsageConfirmed: ({ leaseId: lease_id, providerId: provider_id, party, gpuSeconds: gpu_seconds }, write) => {
    write('usage_receipts', { lease_id, provider_id, party, gpu_seconds })
  },
})
