// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Orders and the bids on them
/// @notice Rates are in millionths of a base unit per unit and second. An order of own money is its tenant's to give to
/// whichever bidder it likes; one that the budget pays goes to the lowest rate, then to the party with the least leased
/// in the pool this epoch, then to the lowest id.
interface IMarketOrders {
    /// @notice What a tenant wants.
    /// @param pool The pool, which is the class of the GPUs.
    /// @param units How many.
    /// @param duration The longest that the lease may last, in seconds.
    /// @param notice What notice the provider must give, in seconds.
    /// @param maxRate The most it pays.
    /// @param attributes Attributes that the provider must have, audited.
    /// @param auditorIds Auditors that must confirm them: up to four, 16 bits each; 0 leaves the choice to the bidder.
    /// @param releaseId An enclave must serve this release; 0 where none is needed.
    struct OrderTerms {
        uint32 pool;
        uint32 units;
        uint32 duration;
        uint32 notice;
        uint80 maxRate;
        uint64 attributes;
        uint64 auditorIds;
        uint32 releaseId;
    }

    /// @notice Where an order stands.
    enum OrderState {
        None,
        Open,
        Canceled,
        Leased
    }

    /// @notice An order.
    /// @param tenant Who placed it.
    /// @param party Its party when it was placed; 0 for an account without one.
    /// @param agent The agent that placed it for the party, or 0.
    /// @param epoch Whose budget pays; 0 where the tenant does.
    /// @param bidUntil UNIX seconds from which on a budget order is assigned and takes no bids.
    /// @param openUntil UNIX seconds from which on it can be accepted no more.
    /// @param version The terms of the market.
    /// @param state Where it stands.
    /// @param declined The provider that the tenant refused, or 0.
    /// @param bids How many it holds.
    /// @param wants What is wanted.
    struct Order {
        address tenant;
        uint32 party;
        uint32 agent;
        uint48 epoch;
        uint40 bidUntil;
        uint40 openUntil;
        uint16 version;
        OrderState state;
        uint32 declined;
        uint8 bids;
        OrderTerms wants;
    }

    /// @notice A bid.
    /// @param providerId Who bids.
    /// @param party The operator's party when it bid; all without one share 0.
    /// @param auditorId The auditor on whom it relies where the order names none.
    /// @param enclaveId The enclave that serves the release, or 0.
    /// @param rate Its rate.
    struct Bid {
        uint32 providerId;
        uint32 party;
        uint16 auditorId;
        uint32 enclaveId;
        uint80 rate;
    }

    /// @notice What a lease keeps of its order.
    /// @param tenant Who placed the order.
    /// @param party Its party then, or 0.
    /// @param agent The agent that placed it, or 0.
    /// @param epoch Whose budget pays; 0 where the tenant does.
    /// @param pool The pool.
    /// @param units How many.
    /// @param duration The longest that the lease may last, in seconds.
    /// @param notice What notice the provider must give, in seconds.
    /// @param version The terms of the market.
    struct Deal {
        address tenant;
        uint32 party;
        uint32 agent;
        uint48 epoch;
        uint32 pool;
        uint32 units;
        uint32 duration;
        uint32 notice;
        uint16 version;
    }

    /// @notice Why a bid is no longer held; its deposit is free then.
    enum BidEnd {
        Withdrawn,
        Displaced,
        Declined,
        Released
    }

    /// @notice Why a provider cannot serve an order.
    enum Obstacle {
        None,
        NotListed,
        OtherPool,
        MissingAttribute,
        NotAudited,
        NoUnitsFree,
        StakeTooSmall,
        OverCap,
        NoEnclave,
        SameParty,
        NoParty,
        Declined
    }

    /// @notice An order was placed.
    /// @param specDigest SHA-256 of the RFC 8785 form of the workload: what the provider must run.
    event OrderPlaced(
        uint64 indexed orderId,
        address indexed tenant,
        uint32 indexed party,
        uint32 agent,
        uint48 epoch,
        uint40 bidUntil,
        uint40 openUntil,
        uint16 version,
        OrderTerms wants,
        bytes32 specDigest
    );

    /// @notice Its tenant canceled an order.
    event OrderCanceled(uint64 indexed orderId);

    /// @notice A provider bid, or bid anew.
    event BidPlaced(
        uint64 indexed orderId, uint32 indexed providerId, uint32 party, uint16 auditorId, uint32 enclaveId, uint80 rate
    );

    /// @notice A bid is held no more.
    event BidEnded(uint64 indexed orderId, uint32 indexed providerId, BidEnd why);

    /// @notice A field that must say something is empty.
    error MarketEmptyField(string field);

    /// @notice There is no such pool.
    error MarketUnknownPool(uint32 pool);

    /// @notice The lease would be too long.
    error MarketTooLong(uint256 duration, uint256 max);

    /// @notice The notice would be too short.
    error MarketNoticeTooShort(uint256 notice, uint256 min);

    /// @notice The rate is above the greatest.
    error MarketRateTooHigh(uint256 rate, uint256 max);

    /// @notice The account neither belongs to the party nor is its agent now.
    error MarketNotOfParty(uint32 party, address account);

    /// @notice The epoch ends before the order could be accepted.
    error MarketEpochTooShort(uint48 epoch, uint256 until, uint256 ends);

    /// @notice Only the order's tenant may do this.
    error MarketNotTenant(uint64 orderId, address caller);

    /// @notice The order takes no bids and no acceptance.
    error MarketNotOpen(uint64 orderId);

    /// @notice The provider cannot serve the order.
    error MarketCannotServe(uint64 orderId, uint32 providerId, Obstacle obstacle);

    /// @notice The order is full of bids that can be served, and this rate is not below the highest.
    error MarketBidsFull(uint64 orderId, uint256 rate, uint256 highest);

    /// @notice The provider has no bid on the order.
    error MarketNoBid(uint64 orderId, uint32 providerId);

    /// @notice The tenant used its one refusal.
    error MarketDeclinedBefore(uint64 orderId);

    /// @notice Of a budget order no bidder is chosen, and an order of own money is not assigned.
    error MarketWrongPayer(uint64 orderId);

    /// @notice The order is assigned from then on.
    error MarketStillBidding(uint64 orderId, uint256 until);

    /// @notice Only the market may do this.
    error MarketOnlyMarket(address caller);

    /// @notice The bid has another rate than the one that was to be accepted.
    error MarketOtherRate(uint64 orderId, uint256 rate, uint256 expected);

    /// @notice No bidder can serve the order now.
    error MarketNoWinner(uint64 orderId);

    /// @notice Places an order that the caller will pay.
    /// @param wants What is wanted.
    /// @param specDigest SHA-256 of the RFC 8785 form of the workload.
    /// @return orderId Its id, which becomes the lease's.
    function placeOrder(OrderTerms calldata wants, bytes32 specDigest) external returns (uint64 orderId);

    /// @notice Places an order that the party's allocation of this epoch pays. By its members, and by its agents within
    /// their limits.
    /// @param party The party.
    /// @param wants What is wanted; its rate at most the line's.
    /// @param specDigest SHA-256 of the RFC 8785 form of the workload.
    function placeBudgetOrder(uint32 party, OrderTerms calldata wants, bytes32 specDigest)
        external
        returns (uint64 orderId);

    /// @notice Cancels an order that nobody leased.
    /// @param orderId The order.
    function cancelOrder(uint64 orderId) external;

    /// @notice Bids, or replaces the provider's own bid; on a budget order until it is assigned. A full order drops its
    /// highest rate for a lower one, and for any other rate a bid that cannot be served any more.
    /// @param orderId The order.
    /// @param providerId The provider, of which the caller is the operator.
    /// @param rate At most the order's.
    /// @param auditorId The auditor on whom the bid relies; ignored where the order names auditors.
    /// @param enclaveId The enclave that serves the order's release; 0 where it needs none.
    function bid(uint64 orderId, uint32 providerId, uint80 rate, uint16 auditorId, uint32 enclaveId) external;

    /// @notice Takes a bid back while the order is open; once it is not, anyone may free a bid's deposit.
    /// @param orderId The order.
    /// @param providerId The provider.
    function withdrawBid(uint64 orderId, uint32 providerId) external;

    /// @notice Refuses the bid to which a budget order would be assigned: its tenant, once.
    /// @param orderId The order.
    function declineWinner(uint64 orderId) external;

    /// @notice The bid to which an order would be assigned now, or that its tenant is advised to take; all zero where no
    /// bidder can serve it.
    function winnerOf(uint64 orderId) external view returns (Bid memory);

    /// @notice Why a bid cannot be served now.
    function obstacleOf(uint64 orderId, Bid calldata offered) external view returns (Obstacle);

    /// @notice An order.
    function order(uint64 orderId) external view returns (Order memory);

    /// @notice The bids that an order holds, the accepted one among them.
    function bidsOf(uint64 orderId) external view returns (Bid[] memory);

    /// @notice How many orders there ever were.
    function orderCount() external view returns (uint64);

    /// @notice Gives the order to the bidder that its tenant chose. Only the market, which makes the lease.
    /// @param orderId An order of own money.
    /// @param tenant Who accepts.
    /// @param providerId The bidder.
    /// @param rate The rate that its bid must have.
    /// @return taken The bid.
    /// @return deal The order.
    /// @return lock What the lease locks of the stake beyond the bid's deposit, in base units.
    function take(uint64 orderId, address tenant, uint32 providerId, uint80 rate)
        external
        returns (Bid memory taken, Deal memory deal, uint256 lock);

    /// @notice Gives a budget order to the bid to which it is assigned. Only the market.
    /// @param orderId The order.
    /// @param tenant Who accepts: still of the party, or its agent.
    /// @return taken The bid.
    /// @return deal The order.
    /// @return lock What the lease locks of the stake beyond the bid's deposit, in base units.
    function takeAssigned(uint64 orderId, address tenant)
        external
        returns (Bid memory taken, Deal memory deal, uint256 lock);

    /// @notice What a lease of the order keeps of it.
    function dealOf(uint64 orderId) external view returns (Deal memory);

    /// @notice What a withdrawal needs of the order.
    function feesOf(uint64 orderId) external view returns (uint32 units, uint16 feeBps, uint16 burnBps);

    /// @notice Whether the account speaks for the tenant: itself, and for what the budget pays the party's controller too,
    /// because an agent may be gone.
    function isTenantSide(uint64 orderId, address account) external view returns (bool);
}
