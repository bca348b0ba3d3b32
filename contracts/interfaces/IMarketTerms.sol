// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The numbers of the market, and its pause
/// @notice Terms change by vote only, and an order keeps those under which it was placed, through lease and dispute.
interface IMarketTerms {
    /// @notice The numbers of the market.
    /// @param maxBids The most bids that an order holds.
    /// @param feeBps Part of what providers earn that is the fee.
    /// @param burnBps Part of the fee that is burnt; the rest goes to the treasury.
    /// @param capBps The most of a pool's audited units that providers of one party lease out.
    /// @param penaltyBps What a provider that lost a dispute pays on top, as part of the damages, to the treasury.
    /// @param floorUnits Counted as a pool's audited units while it has fewer, so that a young pool can start.
    /// @param bidTime Seconds for which a budget order takes bids before one is assigned.
    /// @param orderTime Seconds after these until the order ends unaccepted.
    /// @param minNotice Least notice of a provider that ends a lease, in seconds.
    /// @param disputeWindow How far back a dispute reaches, in seconds.
    /// @param maxDuration The longest lease, in seconds.
    /// @param minStake Least stake of a provider that bids, in base units.
    /// @param bidDeposit What each bid locks of the stake.
    /// @param disputeBond What each side of a dispute puts up.
    struct Terms {
        uint8 maxBids;
        uint16 feeBps;
        uint16 burnBps;
        uint16 capBps;
        uint16 penaltyBps;
        uint32 floorUnits;
        uint24 bidTime;
        uint24 orderTime;
        uint24 minNotice;
        uint24 disputeWindow;
        uint32 maxDuration;
        uint96 minStake;
        uint80 bidDeposit;
        uint80 disputeBond;
    }

    /// @notice Terms were set; `version` counts from 1.
    event TermsSet(uint16 indexed version, Terms terms);

    /// @notice The council stopped new orders, bids and leases until then.
    event MarketPaused(address indexed council, uint32 indexed approval, uint48 until);

    /// @notice A term is outside its bounds.
    error MarketTermOutOfBounds(string term, uint256 value, uint256 min, uint256 max);

    /// @notice Only the council may do this.
    error MarketOnlyCouncil(address caller);

    /// @notice The council paused under this approval before.
    error MarketPausedBefore(uint32 approval);

    /// @notice No orders, bids and leases are made until then.
    error MarketIsPaused(uint48 until);

    /// @notice Sets the terms of orders to come. Restricted: policy tier.
    /// @param terms Within the bounds that docs/specification.md 16 lists.
    function setTerms(Terms calldata terms) external;

    /// @notice Stops new orders, bids and leases for `pauseTime`. Only the council, once per approval; what runs goes on:
    /// top-ups, withdrawals, closes, claims and disputes are never stopped.
    function pause() external;

    /// @notice The terms under a version.
    function termsOf(uint16 version) external view returns (Terms memory);

    /// @notice The version of orders placed now.
    function termsVersion() external view returns (uint16);

    /// @notice UNIX seconds until which the market is paused.
    function pausedUntil() external view returns (uint48);

    /// @notice Seconds that a pause lasts.
    function pauseTime() external view returns (uint48);
}
