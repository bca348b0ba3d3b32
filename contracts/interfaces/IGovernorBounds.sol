// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The immutable limits of everything that a vote can set in the governor
/// @notice A contract of its own, so that the governor stays small; the governor asks it only when a setting changes.
interface IGovernorBounds {
    /// @notice What a vote can set. Delay and period in seconds, threshold in votes, quorums in basis points.
    enum Setting {
        VotingDelay,
        VotingPeriod,
        ProposalThreshold,
        Quorum,
        CharterQuorum
    }

    /// @notice The least and the greatest allowed value, both included.
    /// @param min The least.
    /// @param max The greatest.
    struct Range {
        uint256 min;
        uint256 max;
    }

    /// @notice One range for each setting.
    /// @param votingDelay Seconds from proposal to snapshot.
    /// @param votingPeriod Seconds from snapshot to the end of the vote.
    /// @param proposalThreshold Votes that a holder needs to propose.
    /// @param quorum Basis points of the past supply, tiers 0 and 1.
    /// @param charterQuorum Basis points of the past supply, tier 2.
    struct Ranges {
        Range votingDelay;
        Range votingPeriod;
        Range proposalThreshold;
        Range quorum;
        Range charterQuorum;
    }

    /// @notice `value` is outside the range of `setting`.
    error GovernorBoundsOutside(Setting setting, uint256 value, uint256 min, uint256 max);
    /// @notice The range of `setting` is empty.
    error GovernorBoundsEmpty(Setting setting, uint256 min, uint256 max);
    /// @notice Only local demo chains may have a floor below `least`; this is chain `chainId`.
    error GovernorBoundsDemoFloor(Setting setting, uint256 floor, uint256 least, uint256 chainId);

    /// @notice Reverts with `GovernorBoundsOutside` unless `value` is allowed for `setting`.
    /// @param setting What is to be set.
    /// @param value The value asked for.
    function requireWithin(Setting setting, uint256 value) external view;

    /// @notice The least and the greatest allowed value of a setting, both included.
    /// @param setting What can be set.
    /// @return min The least.
    /// @return max The greatest.
    function rangeOf(Setting setting) external view returns (uint256 min, uint256 max);
}
