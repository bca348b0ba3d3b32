// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Leases, paid by the second
/// @notice A lease is paid in advance by the second, so it ends at the second at which its money does. Earned is
/// floor(rate x units x elapsed / 10^6) from its start, so it does not matter how often it is settled.
interface IMarketLeases {
    /// @notice Where a lease stands.
    enum LeaseState {
        None,
        Active,
        Noticed,
        Closed,
        Disputed,
        Released
    }

    /// @notice A lease; its id, tenant, units and payer are its order's.
    /// @param providerId Who serves.
    /// @param party The provider's party when it bid.
    /// @param start UNIX seconds.
    /// @param end UNIX seconds at which it ends or ended.
    /// @param state Where it stands.
    /// @param rate Millionths of a base unit per unit and second.
    /// @param deposit Base units that pay for all of it.
    /// @param withdrawn What of it was paid out to the provider, fee included.
    struct Lease {
        uint32 providerId;
        uint32 party;
        uint40 start;
        uint40 end;
        LeaseState state;
        uint80 rate;
        uint128 deposit;
        uint128 withdrawn;
    }

    /// @notice A lease began.
    event LeaseStarted(
        uint64 indexed leaseId,
        uint32 indexed providerId,
        uint32 indexed party,
        uint80 rate,
        uint40 start,
        uint40 end,
        uint128 deposit
    );

    /// @notice More was paid.
    event LeaseExtended(uint64 indexed leaseId, uint40 end, uint128 deposit);

    /// @notice A lease ends earlier; what it does not earn went back.
    event LeaseShortened(uint64 indexed leaseId, address indexed by, uint40 end, uint128 deposit);

    /// @notice A lease that ended holds no units any more.
    event LeaseClosed(uint64 indexed leaseId);

    /// @notice The provider took what it earned; `withdrawn` and `fee` are sums over the lease.
    event LeaseWithdrawn(uint64 indexed leaseId, uint128 withdrawn, uint128 fee);

    /// @notice The time for disputes is over; the stake is free.
    event LeaseReleased(uint64 indexed leaseId);

    /// @notice The seconds are none, or more than the order allows.
    error MarketBadSeconds(uint256 given, uint256 max);

    /// @notice An agent would spend more than its limit.
    error MarketAgentLimit(uint32 agent, uint256 gpuSeconds, uint256 money);

    /// @notice The lease does not run, or not any more.
    error MarketNotRunning(uint64 leaseId);

    /// @notice The lease runs.
    error MarketStillRunning(uint64 leaseId, uint256 until);

    /// @notice The budget pays the lease, for as long as was taken from it.
    error MarketPaidByBudget(uint64 leaseId);

    /// @notice Nobody else may do this.
    error MarketNotSide(uint64 leaseId, address caller);

    /// @notice Leases the order to a bidder of the tenant's choice.
    /// @param orderId An order of own money.
    /// @param providerId The bidder.
    /// @param rate Its rate: a bid that changed meanwhile is not taken.
    /// @param paidSeconds For how long to pay now; at most the order's duration.
    function accept(uint64 orderId, uint32 providerId, uint80 rate, uint32 paidSeconds) external;

    /// @notice Leases the order to the bid to which it is assigned, paid from the line of its epoch.
    /// @param orderId A budget order, after its time for bids.
    /// @param paidSeconds For how long; it must end within the epoch.
    function acceptAssigned(uint64 orderId, uint32 paidSeconds) external;

    /// @notice Pays for more seconds of a lease that runs. Only its payer, and only a lease of own money.
    /// @param leaseId The lease.
    /// @param moreSeconds How many; in all at most the order's duration.
    function topUp(uint64 leaseId, uint32 moreSeconds) external;

    /// @notice Ends a lease now: its tenant. What was not earned goes back to whoever paid.
    /// @param leaseId The lease.
    function endLease(uint64 leaseId) external;

    /// @notice Ends a lease after the notice that its order asks for: the provider.
    /// @param leaseId The lease.
    function giveNotice(uint64 leaseId) external;

    /// @notice Gives the units of a lease that ended back. Open to anyone.
    /// @param leaseId The lease.
    function close(uint64 leaseId) external;

    /// @notice Pays the provider what it earned until now. Only its operator.
    /// @param leaseId The lease.
    function withdraw(uint64 leaseId) external;

    /// @notice Frees the stake of a lease once nobody can dispute it any more. Open to anyone.
    /// @param leaseId The lease.
    function release(uint64 leaseId) external;

    /// @notice A lease.
    function lease(uint64 leaseId) external view returns (Lease memory);

    /// @notice What a lease earned until now, in base units.
    function earned(uint64 leaseId) external view returns (uint128);

    /// @notice What a lease locks of the stake, in base units.
    function lockOf(uint64 leaseId) external view returns (uint128);

    /// @notice What an agent spent of its party's budget in the epoch in which it last did.
    function spentBy(uint32 agent) external view returns (uint48 epoch, uint64 gpuSeconds, uint128 money);
}
