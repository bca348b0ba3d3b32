// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Disputes over leases
/// @notice A dispute ends the lease. It reaches back at most the dispute window; what of the contested seconds is not paid
/// out yet is frozen, what is comes out of the stake, which covers it.
interface IMarketDisputes {
    /// @notice A dispute over a lease.
    /// @param caseId The case before the arbiters.
    /// @param from UNIX seconds from which on the lease is contested, until its end.
    /// @param settled Whether the verdict was carried out.
    struct Dispute {
        uint64 caseId;
        uint40 from;
        bool settled;
    }

    /// @notice A tenant disputes a lease.
    event LeaseDisputed(uint64 indexed leaseId, uint64 indexed caseId, uint40 from, uint40 end, bytes32 evidence);

    /// @notice A verdict was carried out.
    /// @param upheld Whether the tenant was right.
    /// @param damages What went back to whoever paid, in base units; `slashed` of it out of the stake.
    /// @param penalty What else of the stake went to the treasury.
    event DisputeSettled(uint64 indexed leaseId, bool upheld, uint128 damages, uint128 slashed, uint128 penalty);

    /// @notice It is too late: the lease ended longer ago than a dispute reaches back.
    error MarketDisputeTooLate(uint64 leaseId, uint256 until);

    /// @notice A dispute reaches from `earliest` to the lease's end.
    error MarketBadRange(uint256 from, uint256 earliest, uint256 end);

    /// @notice No dispute waits to be settled.
    error MarketNoDispute(uint64 leaseId);

    /// @notice The arbiters are not done, or the vote on their verdict is not.
    error MarketNoVerdict(uint64 caseId);

    /// @notice Disputes a lease from a second on. Only its tenant; puts up the bond.
    /// @param leaseId The lease.
    /// @param from UNIX seconds; at most the window back.
    /// @param evidence SHA-256 of what the tenant can show.
    function dispute(uint64 leaseId, uint40 from, bytes32 evidence) external;

    /// @notice Carries the verdict out once it is final. Open to anyone.
    /// @param leaseId The lease.
    function settleDispute(uint64 leaseId) external;

    /// @notice The dispute over a lease.
    function disputeOf(uint64 leaseId) external view returns (Dispute memory);
}
