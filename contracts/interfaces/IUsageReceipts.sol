// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What tenants confirm to have used
/// @notice A tenant signs how many GPU-seconds of a lease it used so far; anyone, its provider above all, brings the receipt
/// here. Receipts are for usage and reputation; no money moves by them.
interface IUsageReceipts {
    /// @notice A tenant confirmed usage: `gpuSeconds` of the lease in all, never less than before.
    event UsageConfirmed(uint64 indexed leaseId, uint32 indexed providerId, uint32 indexed party, uint64 gpuSeconds);

    /// @notice There is no such lease.
    error ReceiptsUnknownLease(uint64 leaseId);

    /// @notice As much or more was confirmed before.
    error ReceiptsNotMore(uint64 leaseId, uint64 gpuSeconds, uint64 confirmed);

    /// @notice The lease did not hold so many until now.
    error ReceiptsTooMany(uint64 leaseId, uint64 gpuSeconds, uint256 max);

    /// @notice The signature is not the tenant's.
    error ReceiptsInvalidSignature(address tenant);

    /// @notice Records a receipt. Open to anyone.
    /// @param leaseId The lease.
    /// @param gpuSeconds GPU-seconds used since its start; at most its units x the seconds that it ran until now.
    /// @param signature The tenant's (EIP-712 or ERC-1271), over `Usage(uint64 leaseId,uint64 gpuSeconds)`.
    function submit(uint64 leaseId, uint64 gpuSeconds, bytes calldata signature) external;

    /// @notice GPU-seconds of a lease that its tenant confirmed.
    function confirmedOf(uint64 leaseId) external view returns (uint64);
}
