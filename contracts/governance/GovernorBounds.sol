// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../interfaces/IGovernorBounds.sol";

/// @title The immutable limits of everything that a vote can set in the governor
/// @dev Off the local demo chains the floors themselves have floors in bytecode: a deployment cannot be talked into
/// votes that are over before anybody noticed them.
contract GovernorBounds is IGovernorBounds {
    uint256 private constant LEAST_VOTING_DELAY = 1 days;
    uint256 private constant LEAST_VOTING_PERIOD = 3 days;
    uint256 private constant LEAST_QUORUM = 400;
    uint256 private constant LEAST_CHARTER_QUORUM = 1000;

    uint256 private immutable _minVotingDelay;
    uint256 private immutable _maxVotingDelay;
    uint256 private immutable _minVotingPeriod;
    uint256 private immutable _maxVotingPeriod;
    uint256 private immutable _minProposalThreshold;
    uint256 private immutable _maxProposalThreshold;
    uint256 private immutable _minQuorum;
    uint256 private immutable _maxQuorum;
    uint256 private immutable _minCharterQuorum;
    uint256 private immutable _maxCharterQuorum;

    /// @param ranges One range for each setting.
    constructor(Ranges memory ranges) {
        _validate(Setting.VotingDelay, ranges.votingDelay, LEAST_VOTING_DELAY);
        _validate(Setting.VotingPeriod, ranges.votingPeriod, LEAST_VOTING_PERIOD);
        _validate(Setting.ProposalThreshold, ranges.proposalThreshold, 0);
        _validate(Setting.Quorum, ranges.quorum, LEAST_QUORUM);
        _validate(Setting.CharterQuorum, ranges.charterQuorum, LEAST_CHARTER_QUORUM);

        _minVotingDelay = ranges.votingDelay.min;
        _maxVotingDelay = ranges.votingDelay.max;
        _minVotingPeriod = ranges.votingPeriod.min;
        _maxVotingPeriod = ranges.votingPeriod.max;
        _minProposalThreshold = ranges.proposalThreshold.min;
        _maxProposalThreshold = ranges.proposalThreshold.max;
        _minQuorum = ranges.quorum.min;
        _maxQuorum = ranges.quorum.max;
        _minCharterQuorum = ranges.charterQuorum.min;
        _maxCharterQuorum = ranges.charterQuorum.max;
    }

    /// @inheritdoc IGovernorBounds
    function requireWithin(Setting setting, uint256 value) external view {
        (uint256 min, uint256 max) = rangeOf(setting);
        if (value < min || value > max) revert GovernorBoundsOutside(setting, value, min, max);
    }

    /// @inheritdoc IGovernorBounds
    function rangeOf(Setting setting) public view returns (uint256 min, uint256 max) {
        if (setting == Setting.VotingDelay) return (_minVotingDelay, _maxVotingDelay);
        if (setting == Setting.VotingPeriod) return (_minVotingPeriod, _maxVotingPeriod);
        if (setting == Setting.ProposalThreshold) return (_minProposalThreshold, _maxProposalThreshold);
        if (setting == Setting.Quorum) return (_minQuorum, _maxQuorum);
        return (_minCharterQuorum, _maxCharterQuorum);
    }

    function _validate(Setting setting, Range memory range, uint256 least) private view {
        if (range.min > range.max) revert GovernorBoundsEmpty(setting, range.min, range.max);
        bool demo = block.chainid == 31337 || block.chainid == 1337;
        if (!demo && range.min < least) revert GovernorBoundsDemoFloor(setting, range.min, least, block.chainid);
    }
}
