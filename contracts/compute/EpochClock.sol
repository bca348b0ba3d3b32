// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The one epoch clock
/// @notice Immutable and without an owner: whoever could move it could move budgets and memberships.
contract EpochClock is IEpochClock {
    /// @inheritdoc IEpochClock
    uint48 public immutable genesis;

    /// @inheritdoc IEpochClock
    uint48 public immutable length;

    /// @param genesis_ UNIX seconds at which epoch 0 began; not in the future.
    /// @param length_ Seconds of an epoch; at least 1.
    constructor(uint48 genesis_, uint48 length_) {
        if (genesis_ > block.timestamp) revert EpochClockBeforeGenesis(block.timestamp, genesis_);
        if (length_ == 0) revert EpochClockInvalidLength();
        genesis = genesis_;
        length = length_;
    }

    /// @inheritdoc IEpochClock
    function current() external view returns (uint48) {
        return epochAt(block.timestamp);
    }

    /// @inheritdoc IEpochClock
    function startOf(uint48 epoch) external view returns (uint48) {
        return SafeCast.toUint48(uint256(genesis) + uint256(epoch) * length);
    }

    /// @inheritdoc IEpochClock
    function epochAt(uint256 time) public view returns (uint48) {
        if (time < genesis) revert EpochClockBeforeGenesis(time, genesis);
        return SafeCast.toUint48((time - genesis) / length);
    }
}
