// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEpochClock} from "../../interfaces/IEpochClock.sol";

/// @title What counts by the one epoch clock
/// @dev The clock never changes, so genesis and length are copied: asking another contract costs each call 2,600 gas.
abstract contract EpochTimed {
    /// @notice The one epoch clock.
    IEpochClock public immutable clock;

    uint48 private immutable _genesis;
    uint48 private immutable _length;

    /// @param clock_ The epoch clock.
    constructor(IEpochClock clock_) {
        clock = clock_;
        _genesis = clock_.genesis();
        _length = clock_.length();
    }

    /// @dev The epoch of the current block. The clock was made before this contract, so time is not before genesis.
    function _epochNow() internal view returns (uint48) {
        return uint48((block.timestamp - _genesis) / _length);
    }

    /// @dev Seconds of an epoch.
    function _epochLength() internal view returns (uint48) {
        return _length;
    }

    /// @dev UNIX seconds at which `epoch` begins.
    function _startOf(uint48 epoch) internal view returns (uint256) {
        return uint256(_genesis) + uint256(epoch) * _length;
    }
}
