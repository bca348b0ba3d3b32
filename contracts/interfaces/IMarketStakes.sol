// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Stakes of providers
/// @notice A bid locks a deposit, a lease what a dispute could take from it, so what is not
/// locked owes nothing and can be taken back at once.
interface IMarketStakes {
    /// @notice A provider's stake.
    /// @param amount All of it, in base units.
    /// @param locked By bids, leases and disputes.
    /// @param unitsInUse Units that are leased out.
    struct Stake {
        uint112 amount;
        uint112 locked;
        uint32 unitsInUse;
    }

    /// @notice What providers of a party lease out in a pool.
    /// @param units Units that are leased out now.
    /// @param epoch The epoch in which the last lease began.
    /// @param gpuSeconds How long leases begun in it last, or lasted, times their units; it decides between equal rates.
    struct Use {
        uint32 units;
        uint48 epoch;
        uint64 gpuSeconds;
    }

    /// @notice A stake grew.
    event StakeAdded(uint32 indexed providerId, address indexed from, uint112 amount);

    /// @notice A part of a stake was taken back.
    event StakeWithdrawn(uint32 indexed providerId, uint112 amount);

    /// @notice There is no such provider.
    error MarketUnknownProvider(uint32 providerId);

    /// @notice The caller does not operate the provider.
    error MarketNotOperator(uint32 providerId, address caller);

    /// @notice The stake that is not locked, or its least, does not allow that.
    error MarketStakeTooSmall(uint32 providerId, uint256 needed, uint256 available);

    /// @notice Only the order book may do this.
    error MarketOnlyBook(address caller);

    /// @notice Adds to a stake. Anyone may.
    /// @param providerId The provider.
    /// @param amount Base units; the market must be approved for them.
    function addStake(uint32 providerId, uint112 amount) external;

    /// @notice Takes a part of the stake back that is not locked; the least stake stays until the provider retired.
    /// @param providerId The provider.
    /// @param amount Base units.
    function withdrawStake(uint32 providerId, uint112 amount) external;

    /// @notice Locks the deposit of a bid. Only the order book.
    function lockDeposit(uint32 providerId, uint80 amount) external;

    /// @notice Frees the deposit of a bid. Only the order book.
    function unlockDeposit(uint32 providerId, uint80 amount) external;

    /// @notice A provider's stake, and what providers of a party lease out in a pool.
    /// @param providerId The provider.
    /// @param pool The pool.
    /// @param party The party.
    function standingOf(uint32 providerId, uint32 pool, uint32 party)
        external
        view
        returns (Stake memory stake, Use memory use);

    /// @notice Whether the provider serves, or served, the lease that the order became.
    function isServedBy(uint64 orderId, uint32 providerId) external view returns (bool);

    /// @notice Units of a pool that providers of a party lease out now, and the GPU-seconds that they leased in `epoch`.
    function useOf(uint32 pool, uint32 party) external view returns (Use memory);

    /// @notice A provider's stake.
    function stakeOf(uint32 providerId) external view returns (Stake memory);
}
