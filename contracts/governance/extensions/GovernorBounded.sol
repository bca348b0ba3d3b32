// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../../interfaces/IGovernorBounds.sol";
import {IStewardGovernor} from "../../interfaces/IStewardGovernor.sol";
import {BoundsHolder} from "./BoundsHolder.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Everything that a vote can set, kept inside immutable bounds
abstract contract GovernorBounded is BoundsHolder, IStewardGovernor, GovernorSettings, GovernorVotesQuorumFraction {
    using Checkpoints for Checkpoints.Trace208;

    uint256 private constant BASIS_POINTS = 10_000;

    Checkpoints.Trace208 private _charterQuorumHistory;

    constructor(uint256 charterQuorumNumerator_) {
        _updateCharterQuorumNumerator(charterQuorumNumerator_);
    }

    /// @inheritdoc IStewardGovernor
    function bounds() public view returns (address) {
        return address(_bounds);
    }

    /// @inheritdoc IStewardGovernor
    function charterQuorumNumerator(uint256 timepoint) public view returns (uint256) {
        return _optimisticUpperLookupRecent(_charterQuorumHistory, timepoint);
    }

    /// @inheritdoc IStewardGovernor
    function updateCharterQuorumNumerator(uint256 newNumerator) external onlyGovernance {
        _updateCharterQuorumNumerator(newNumerator);
    }

    /// @inheritdoc GovernorSettings
    function proposalThreshold() public view virtual override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @inheritdoc GovernorVotesQuorumFraction
    function quorumDenominator() public pure override returns (uint256) {
        return BASIS_POINTS;
    }

    /// @dev Rounded up, unlike OpenZeppelin's.
    function _quorumAt(uint256 timepoint, uint256 numerator) internal view returns (uint256) {
        return Math.mulDiv(token().getPastTotalSupply(timepoint), numerator, BASIS_POINTS, Math.Rounding.Ceil);
    }

    /// @inheritdoc GovernorSettings
    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _bounds.requireWithin(IGovernorBounds.Setting.VotingDelay, newVotingDelay);
        super._setVotingDelay(newVotingDelay);
    }

    /// @inheritdoc GovernorSettings
    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _bounds.requireWithin(IGovernorBounds.Setting.VotingPeriod, newVotingPeriod);
        super._setVotingPeriod(newVotingPeriod);
    }

    /// @inheritdoc GovernorSettings
    function _setProposalThreshold(uint256 newProposalThreshold) internal override {
        _bounds.requireWithin(IGovernorBounds.Setting.ProposalThreshold, newProposalThreshold);
        super._setProposalThreshold(newProposalThreshold);
    }

    /// @inheritdoc GovernorVotesQuorumFraction
    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _bounds.requireWithin(IGovernorBounds.Setting.Quorum, newQuorumNumerator);
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    function _updateCharterQuorumNumerator(uint256 newNumerator) private {
        _bounds.requireWithin(IGovernorBounds.Setting.CharterQuorum, newNumerator);
        (uint256 oldNumerator,) = _charterQuorumHistory.push(clock(), SafeCast.toUint208(newNumerator));
        emit CharterQuorumUpdated(oldNumerator, newNumerator);
    }
}
