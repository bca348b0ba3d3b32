// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../interfaces/IAllocationRules.sol";
import {EpochTimed} from "./EpochTimed.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Pools, their capacities and the policy, each by epoch
/// @dev A change made in epoch k is keyed k + 2, so nothing that is keyed for the current epoch or the next can change.
abstract contract AllocationRules is AccessManaged, EpochTimed, IAllocationRules {
    using Checkpoints for Checkpoints.Trace208;

    uint64 internal constant MAX_CAPACITY = 2 ** 53 - 1;
    uint256 internal constant KINDS = 7;
    uint256 internal constant BASIS_POINTS = 10_000;

    uint32 private constant MAX_POOLS = 32;
    uint256 private constant MAX_NAME = 64;
    uint256 private constant MAX_CLASSES = 8;
    uint48 private constant NOTICE = 2;

    /// @inheritdoc IAllocationRules
    uint16 public immutable minCapBps;

    /// @inheritdoc IAllocationRules
    uint16 public immutable maxCapBps;

    /// @inheritdoc IAllocationRules
    uint32 public poolCount;

    uint32 private _policyCount;
    mapping(uint32 version => Policy) private _policies;
    Checkpoints.Trace208 private _versions;
    mapping(uint32 pool => Checkpoints.Trace208) private _capacities;

    /// @param minCapBps_ The least cap of a party that a policy can have.
    /// @param maxCapBps_ The greatest.
    /// @param policy The policy from epoch 0 on.
    constructor(uint16 minCapBps_, uint16 maxCapBps_, Policy memory policy) {
        minCapBps = minCapBps_;
        maxCapBps = maxCapBps_;
        _setPolicy(policy, 0);
    }

    /// @inheritdoc IAllocationRules
    function addPool(string calldata name, uint64 capacity) external restricted returns (uint32 pool) {
        uint256 length = bytes(name).length;
        if (length == 0 || length > MAX_NAME) revert AllocationBadName(length, MAX_NAME);
        if (poolCount == MAX_POOLS) revert AllocationTooManyPools(MAX_POOLS);
        pool = ++poolCount;
        emit PoolAdded(pool, name);
        _setCapacity(pool, capacity);
    }

    /// @inheritdoc IAllocationRules
    function setCapacity(uint32 pool, uint64 capacity) external restricted {
        _setCapacity(pool, capacity);
    }

    /// @inheritdoc IAllocationRules
    function closePool(uint32 pool) external restricted {
        _setCapacity(pool, 0);
    }

    /// @inheritdoc IAllocationRules
    function setPolicy(Policy calldata policy) external restricted {
        _setPolicy(policy, _epochNow() + NOTICE);
    }

    /// @inheritdoc IAllocationRules
    function lowerCap(uint16 capBps) external restricted {
        Policy memory policy = _policies[_policyCount - 1];
        if (capBps >= policy.capBps) revert AllocationCapNotLower(capBps, policy.capBps);
        policy.capBps = capBps;
        _setPolicy(policy, _epochNow() + NOTICE);
    }

    /// @inheritdoc IAllocationRules
    function capacityAt(uint32 pool, uint48 epoch) public view returns (uint64) {
        return uint64(_capacities[pool].upperLookupRecent(epoch));
    }

    /// @inheritdoc IAllocationRules
    function versionAt(uint48 epoch) public view returns (uint32) {
        return uint32(_versions.upperLookupRecent(epoch));
    }

    /// @inheritdoc IAllocationRules
    function policyOf(uint32 version) external view returns (Policy memory) {
        return _policies[version];
    }

    function _policy(uint32 version) internal view returns (Policy storage) {
        return _policies[version];
    }

    function _checkPool(uint32 pool) internal view {
        if (pool == 0 || pool > poolCount) revert AllocationUnknownPool(pool);
    }

    function _setCapacity(uint32 pool, uint64 capacity) private {
        _checkPool(pool);
        if (capacity > MAX_CAPACITY) revert AllocationCapacityTooLarge(capacity, MAX_CAPACITY);
        uint48 fromEpoch = _epochNow() + NOTICE;
        _capacities[pool].push(fromEpoch, capacity);
        emit CapacitySet(pool, fromEpoch, capacity);
    }

    function _setPolicy(Policy memory policy, uint48 fromEpoch) private {
        _validate(policy);
        uint32 version = _policyCount++;
        Policy storage stored = _policies[version];
        stored.capBps = policy.capBps;
        for (uint256 i = 0; i < policy.classes.length; ++i) {
            stored.classes.push(policy.classes[i]);
        }
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            stored.kinds[kind] = policy.kinds[kind];
        }
        _versions.push(fromEpoch, version);
        emit PolicySet(version, fromEpoch, policy);
    }

    function _validate(Policy memory policy) private view {
        uint16 capBps = policy.capBps;
        if (capBps < minCapBps || capBps > maxCapBps) revert AllocationCapOutside(capBps, minCapBps, maxCapBps);
        uint256 count = policy.classes.length;
        if (count == 0 || count > MAX_CLASSES) revert AllocationBadClassCount(count);
        uint256 reserves = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (policy.classes[i].weight == 0) revert AllocationZeroWeight(i);
            reserves += policy.classes[i].reserveBps;
        }
        if (reserves > BASIS_POINTS) revert AllocationReservesTooLarge(reserves);
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            uint8 class = policy.kinds[kind].class;
            if (class >= count) revert AllocationUnknownClass(kind, class);
        }
    }
}
