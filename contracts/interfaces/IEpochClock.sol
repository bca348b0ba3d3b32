// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The one epoch clock: epoch = (time - genesis) / length
interface IEpochClock {
    /// @notice A time before epoch 0 has no epoch, and genesis may not lie in the future.
    /// @param time UNIX seconds.
    /// @param genesis UNIX seconds at which epoch 0 began.
    error EpochClockBeforeGenesis(uint256 time, uint256 genesis);

    /// @notice An epoch of zero seconds.
    error EpochClockInvalidLength();

    /// @notice UNIX seconds at which epoch 0 began.
    function genesis() external view returns (uint48);

    /// @notice Seconds of an epoch.
    function length() external view returns (uint48);

    /// @notice The epoch of the current block.
    function current() external view returns (uint48);

    /// @notice The epoch in which `time` (UNIX seconds) lies.
    /// @param time UNIX seconds, not before genesis.
    function epochAt(uint256 time) external view returns (uint48);

    /// @notice UNIX seconds at which `epoch` begins.
    /// @param epoch The epoch.
    function startOf(uint48 epoch) external view returns (uint48);
}
