// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who gets how much of a pool: one integer level per class, which proves itself
/// @notice Anyone solves an epoch off chain and submits the levels; the contract counts the requests through, in batches
/// of any size by anyone, and takes the one list of levels that fits. Each grant then follows from the party's own
/// request and its level. Progress is kept per list of levels, so a wrong list can delay nobody.
interface IAllocationSettlement {
    /// @notice How far a list of levels was verified.
    /// @param class The class that is counted.
    /// @param kind The kind of party that is counted.
    /// @param party The next party; 0: the first of the kind.
    /// @param sum What the class gets at its level, so far, in GPU-seconds.
    /// @param sumNext What it would get one level higher, so far.
    struct Progress {
        uint8 class;
        uint8 kind;
        uint32 party;
        uint64 sum;
        uint64 sumNext;
    }

    /// @notice The allocation of a pool in an epoch is final.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param levels The class level, then one level per class; the greatest uint128 where everything fits.
    /// @param keeper Who completed the verification.
    event RoundSettled(uint32 indexed pool, uint48 indexed epoch, uint128[] levels, address keeper);

    /// @notice The market used a part of a party's allocation.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param amount GPU-seconds.
    event Consumed(uint32 indexed party, uint32 indexed pool, uint48 indexed epoch, uint64 amount);

    /// @notice The market gave back a part that was not used after all.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param amount GPU-seconds.
    event Restored(uint32 indexed party, uint32 indexed pool, uint48 indexed epoch, uint64 amount);

    /// @notice Nobody asked for anything of this pool in that epoch.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error AllocationNotOpened(uint32 pool, uint48 epoch);

    /// @notice Requests are still taken.
    /// @param epoch The epoch.
    /// @param until UNIX seconds at which that ends.
    error AllocationStillTaking(uint48 epoch, uint256 until);

    /// @notice The allocation is final already.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error AllocationSettled(uint32 pool, uint48 epoch);

    /// @notice The allocation is not final yet: anyone can solve and verify it.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error AllocationNotSettled(uint32 pool, uint48 epoch);

    /// @notice One class level and one level per class are needed.
    /// @param given How many were given.
    /// @param needed How many are needed.
    error AllocationBadLevelCount(uint256 given, uint256 needed);

    /// @notice At the class level the classes get more than is left, or could get more and do not.
    /// @param level The class level that was given.
    error AllocationWrongClassLevel(uint128 level);

    /// @notice Everything that the class asks for fits, so its level is the greatest uint128.
    /// @param class The class.
    /// @param level The level that was given.
    error AllocationLevelNotMax(uint256 class, uint128 level);

    /// @notice At this level the class would get more than it has.
    /// @param class The class.
    /// @param level The level that was given.
    error AllocationLevelTooHigh(uint256 class, uint128 level);

    /// @notice One level higher the class would still not get more than it has.
    /// @param class The class.
    /// @param level The level that was given.
    error AllocationLevelTooLow(uint256 class, uint128 level);

    /// @notice Only the market uses allocations.
    /// @param caller Who tried.
    error AllocationOnlyMarket(address caller);

    /// @notice Allocations are used in their own epoch.
    /// @param epoch The epoch.
    /// @param current The current epoch.
    error AllocationWrongEpoch(uint48 epoch, uint48 current);

    /// @notice More than the party has left.
    /// @param party The party.
    /// @param amount What was to be used, in GPU-seconds.
    /// @param left What is left.
    error AllocationExceeded(uint32 party, uint256 amount, uint256 left);

    /// @notice Counts up to `max` requests through at the given levels, from where these very levels stood. When all are
    /// counted and the levels fit, the allocation is final.
    /// @param pool The pool.
    /// @param epoch The epoch, of which requests are taken no more.
    /// @param levels The class level, then one level per class; the greatest uint128 where everything fits.
    /// @param max How many requests to count at most.
    /// @return settled Whether the allocation is final now.
    function verify(uint32 pool, uint48 epoch, uint128[] calldata levels, uint256 max) external returns (bool settled);

    /// @notice Uses a part of a party's allocation; only the market, in the epoch itself.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param amount GPU-seconds.
    function consume(uint32 party, uint32 pool, uint48 epoch, uint64 amount) external;

    /// @notice Gives back what was not used after all; only the market.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param amount GPU-seconds, at most what was consumed.
    function restore(uint32 party, uint32 pool, uint48 epoch, uint64 amount) external;

    /// @notice What a party gets, in GPU-seconds. Reverts until the allocation is final.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    function allocationOf(uint32 party, uint32 pool, uint48 epoch) external view returns (uint64);

    /// @notice What each class asks for and gets at a class level, in GPU-seconds; reverts where that level is not the one.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param classLevel The class level.
    /// @return demands What each class asks for.
    /// @return available What each class gets.
    function sharesOf(uint32 pool, uint48 epoch, uint128 classLevel)
        external
        view
        returns (uint256[] memory demands, uint256[] memory available);

    /// @notice How far a list of levels was verified.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param levels The list.
    function progressOf(uint32 pool, uint48 epoch, uint128[] calldata levels) external view returns (Progress memory);
}
