import type { Address, Hex, TypedDataDomain } from 'viem'

/** What binds a statement to one market of one chain. */
export type StatementPlace = { chainId: number; market: Address }

/** What a tenant lets a provider run, and who may hand it in and take its output until then (UNIX seconds). */
export type JobStatement = { leaseId: bigint; providerId: number; specDigest: Hex; until: number }

/** What a tenant says that a lease used, from its start until then. */
export type UsageStatement = { leaseId: bigint; providerId: number; gpuSeconds: bigint; until: number }

const domainOf = ({ chainId, market }: StatementPlace): TypedDataDomain => ({
  ...{ name: 'Ostrakon Lease', version: '1', chainId, verifyingContract: market },
})

/** The EIP-712 form of a job's statement, for wallets to sign and providers to check. */
export const buildJobStatement = (place: StatementPlace, message: JobStatement) =>
  ({
    domain: domainOf(place),
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

/** The EIP-712 form of a usage statement. */
export const buildUsageStatement = (place: StatementPlace, message: UsageStatement) =>
  ({
    domain: domainOf(place),
    types: {
      Usage: [
        { name: 'leaseId', type: 'uint64' },
        { name: 'providerId', type: 'uint32' },
        { name: 'gpuSeconds', type: 'uint64' },
        { name: 'until', type: 'uint48' },
      ],
    },
    primaryType: 'Usage',
    message,
  }) as const
