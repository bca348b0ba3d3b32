import type { Address, Hex, TypedDataDomain } from 'viem'

/** What binds a statement to one contract of one chain. */
export type StatementPlace = { chainId: number; contract: Address }

/** What a tenant lets a provider run, and who may hand it in and take its output until then (UNIX seconds). */
export type JobStatement = { leaseId: bigint; providerId: number; specDigest: Hex; until: number }

/** What a tenant says that a lease used since its start, in GPU-seconds. */
export type UsageStatement = { leaseId: bigint; gpuSeconds: bigint }

const domainOf = (name: string, { chainId, contract }: StatementPlace): TypedDataDomain => ({
  ...{ name, version: '1', chainId, verifyingContract: contract },
})

/** The EIP-712 form of a job's statement, bound to the market, for wallets to sign and providers to check. */
export const buildJobStatement = (place: StatementPlace, message: JobStatement) =>
  ({
    domain: domainOf('Ostrakon Lease', place),
    types: {
      Job: [
        { name: 'leaseId', type: 'uint64' },
        { name: 'providerId', type: 'uint32' },
        { name: 'specDigest', type: 'bytes32' },
        { name: 'until', type: 'uint48' },
      ],
    },
    primaryType: 'Job',
    message,
  }) as const

/** The EIP-712 form of a usage statement, as the contract UsageReceipts takes it. Source: UsageReceipts.submit. */
export const buildUsageStatement = (place: StatementPlace, message: UsageStatement) =>
  ({
    domain: domainOf('Ostrakon UsageReceipts', place),
    types: {
      Usage: [
        { name: 'leaseId', type: 'uint64' },
        { name: 'gpuSeconds', type: 'uint64' },
      ],
    },
    primaryType: 'Usage',
    message,
  }) as const
