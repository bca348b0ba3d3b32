// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The one epoch clock: epoch = (time - genesis) / length
interface IEpochClock {
    error EpochClockBeforeGenesis(uint256 time, uint256 genesis);
    error EpochClockInvalidLength();

    /// @notice UNIX seconds at which epoch 0 began.
    function genesis() external view returns (uint48);
    /// @notice Seconds of an epoch.
    function length() external view returns (uint48);
    /// @notice The epoch of the current block.
    function current() external view returns (uint48);
    /// @notice The epoch in which `time` (UNIX seconds) lies.
    function epochAt(uint256 time) external view returns (uint48);
    /// @notice UNIX seconds at which `epoch` begins.
    function startOf(uint48 epoch) external view returns (uint48);
}
