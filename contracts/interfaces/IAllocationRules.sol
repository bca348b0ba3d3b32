// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What votes say of compute: which pools there are, how much of each, and how it is shared
/// @notice Whatever a vote sets in epoch k binds from epoch k + 2 on: requests for k + 1 are taken already, and nobody
/// is to be surprised by another rule after having asked.
interface IAllocationRules {
    /// @notice A class of tenants.
    /// @param reserveBps What it gets before anything is shared, in basis points of a pool; unused reserve goes to others.
    /// @param weight Its weight in what is left.
    struct ClassRule {
        uint16 reserveBps;
        uint16 weight;
    }

    /// @notice What a kind of party (IPartyRegistry.Kind) is as a tenant.
    /// @param class Its class, an index of `Policy.classes`.
    /// @param weight Its weight within the class; 0: parties of this kind cannot ask.
    struct KindRule {
        uint8 class;
        uint16 weight;
    }

    /// @notice How a pool is shared.
    /// @param capBps The most that one party can get of a pool, in basis points.
    /// @param classes 1 to 8 classes; their reserves sum to 10,000 at most.
    /// @param kinds One rule for each kind of party.
    struct Policy {
        uint16 capBps;
        ClassRule[] classes;
        KindRule[7] kinds;
    }

    /// @notice A vote added a pool; its capacity follows in `CapacitySet`.
    /// @param pool The pool, from 1.
    /// @param name A GPU class in a region, as the vote called it.
    event PoolAdded(uint32 indexed pool, string name);

    /// @notice A vote set the most that is allocated of a pool in an epoch; 0 closes it.
    /// @param pool The pool.
    /// @param fromEpoch The first epoch for which it counts.
    /// @param capacity GPU-seconds per epoch.
    event CapacitySet(uint32 indexed pool, uint48 fromEpoch, uint64 capacity);

    /// @notice A vote set how pools are shared.
    /// @param version The policy, from 0; a later one for the same epoch takes its place.
    /// @param fromEpoch The first epoch for which it counts.
    /// @param policy The whole policy.
    event PolicySet(uint32 indexed version, uint48 fromEpoch, Policy policy);

    /// @notice No pool has this id.
    /// @param pool The id.
    error AllocationUnknownPool(uint32 pool);

    /// @notice There are as many pools as can be: close one, or rename none.
    /// @param max How many.
    error AllocationTooManyPools(uint32 max);

    /// @notice A pool's name is empty or too long.
    /// @param length Bytes given.
    /// @param max Bytes allowed.
    error AllocationBadName(uint256 length, uint256 max);

    /// @notice A capacity must stay below 2^53, so that sums of shares stay exact in every client.
    /// @param capacity What was given.
    /// @param max The most that is allowed.
    error AllocationCapacityTooLarge(uint64 capacity, uint64 max);

    /// @notice The cap of a party lies outside the bounds in bytecode.
    /// @param capBps What was given.
    /// @param min The least.
    /// @param max The most.
    error AllocationCapOutside(uint16 capBps, uint16 min, uint16 max);

    /// @notice The routine way only lowers the cap.
    /// @param capBps What was given.
    /// @param present The cap of the newest policy.
    error AllocationCapNotLower(uint16 capBps, uint16 present);

    /// @notice A policy needs 1 to 8 classes.
    /// @param count How many were given.
    error AllocationBadClassCount(uint256 count);

    /// @notice A class weight must not be 0: its demand beyond the reserve would be lost without a word.
    /// @param class The class.
    error AllocationZeroWeight(uint256 class);

    /// @notice The reserves sum to more than the whole.
    /// @param sum Their sum in basis points.
    error AllocationReservesTooLarge(uint256 sum);

    /// @notice A kind of party is put into a class that the policy does not have.
    /// @param kind The kind.
    /// @param class The class.
    error AllocationUnknownClass(uint256 kind, uint8 class);

    /// @notice Adds a pool; only by proposal (policy).
    /// @param name A GPU class in a region; 1 to 64 bytes.
    /// @param capacity GPU-seconds per epoch, below 2^53.
    /// @return pool The new pool.
    function addPool(string calldata name, uint64 capacity) external returns (uint32 pool);

    /// @notice Sets the most that is allocated of a pool in an epoch; only by proposal (policy).
    /// @param pool The pool.
    /// @param capacity GPU-seconds per epoch, below 2^53.
    function setCapacity(uint32 pool, uint64 capacity) external;

    /// @notice Sets a pool's capacity to 0; only by proposal (routine).
    /// @param pool The pool.
    function closePool(uint32 pool) external;

    /// @notice Sets how pools are shared; only by proposal (policy).
    /// @param policy The whole policy.
    function setPolicy(Policy calldata policy) external;

    /// @notice Lowers the cap of the newest policy; only by proposal (routine).
    /// @param capBps The new cap, below the present one, in basis points of a pool.
    function lowerCap(uint16 capBps) external;

    /// @notice How many pools were ever added; ids run from 1.
    function poolCount() external view returns (uint32);

    /// @notice The least cap of a party that a policy can have, in basis points.
    function minCapBps() external view returns (uint16);

    /// @notice The greatest cap of a party that a policy can have, in basis points.
    function maxCapBps() external view returns (uint16);

    /// @notice The voted capacity of a pool in an epoch, in GPU-seconds; what a budget covers of it is another matter.
    /// @param pool The pool.
    /// @param epoch The epoch; for one beyond the next, what would count if nothing changed.
    function capacityAt(uint32 pool, uint48 epoch) external view returns (uint64);

    /// @notice The version of the policy of an epoch.
    /// @param epoch The epoch; for one beyond the next, what would count if nothing changed.
    function versionAt(uint48 epoch) external view returns (uint32);

    /// @notice A policy.
    /// @param version Its number.
    function policyOf(uint32 version) external view returns (Policy memory);
}
