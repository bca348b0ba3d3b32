// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../interfaces/IStewardGovernor.sol";
import {HouseTally} from "../libraries/HouseTally.sol";
import {GovernorTwoHouses} from "./GovernorTwoHouses.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Time: the objection period after a late flip, the delay per tier and dissent, and expiry
/// @dev GovernorTimelockControl does not call super where it queues and executes, so the final contract calls
/// `_etaWithDelays`, `_requireEta` and `_expire` itself.
abstract contract GovernorDelays is GovernorTwoHouses {
    using HouseTally for HouseTally.Tally;

    /// @param objectionWindow Seconds before the end of the vote in which a flip opens the objection period.
    /// @param objectionPeriod Seconds of the objection period.
    /// @param delays Seconds between queueing and execution for tiers 0, 1 and 2.
    /// @param maxDissent The most that dissent adds, in seconds.
    /// @param queueWindow Seconds after the vote in which a succeeded proposal can be queued.
    /// @param gracePeriod Seconds after the eta in which a queued proposal can be executed.
    struct Times {
        uint32 objectionWindow;
        uint32 objectionPeriod;
        uint32[3] delays;
        uint32 maxDissent;
        uint32 queueWindow;
        uint32 gracePeriod;
    }

    uint256 private immutable _objectionWindow;
    uint256 private immutable _objectionPeriod;
    uint256 private immutable _routineDelay;
    uint256 private immutable _policyDelay;
    uint256 private immutable _charterDelay;
    uint256 private immutable _maxDissent;
    uint256 private immutable _queueWindow;
    uint256 private immutable _gracePeriod;

    constructor(Times memory times) {
        if (times.delays[0] >= times.delays[1] || times.delays[1] >= times.delays[2]) {
            revert GovernorInvalidDelays(times.delays);
        }
        if (times.queueWindow == 0 || times.gracePeriod == 0) {
            revert GovernorInvalidExpiry(times.queueWindow, times.gracePeriod);
        }
        _objectionWindow = times.objectionWindow;
        _objectionPeriod = times.objectionPeriod;
        _routineDelay = times.delays[0];
        _policyDelay = times.delays[1];
        _charterDelay = times.delays[2];
        _maxDissent = times.maxDissent;
        _queueWindow = times.queueWindow;
        _gracePeriod = times.gracePeriod;
    }

    /// @inheritdoc IStewardGovernor
    function delay(uint8 tier) public view returns (uint256) {
        if (tier == HouseTally.ROUTINE) return _routineDelay;
        return tier == HouseTally.POLICY ? _policyDelay : _charterDelay;
    }

    /// @inheritdoc IStewardGovernor
    function maxDissent() public view returns (uint256) {
        return _maxDissent;
    }

    /// @inheritdoc IStewardGovernor
    function objectionWindow() public view returns (uint256) {
        return _objectionWindow;
    }

    /// @inheritdoc IStewardGovernor
    function objectionPeriod() public view returns (uint256) {
        return _objectionPeriod;
    }

    /// @inheritdoc IStewardGovernor
    function queueWindow() public view returns (uint256) {
        return _queueWindow;
    }

    /// @inheritdoc IStewardGovernor
    function gracePeriod() public view returns (uint256) {
        return _gracePeriod;
    }

    /// @inheritdoc IStewardGovernor
    function dissent(uint256 proposalId) public view returns (uint256) {
        return _tallyOf(proposalId).dissent(_maxDissent);
    }

    /// @inheritdoc Governor
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        uint256 deadline = super.proposalDeadline(proposalId);
        return _tallyOf(proposalId).has(HouseTally.EXTENDED) ? deadline + _objectionPeriod : deadline;
    }

    /// @dev Counts, and opens the objection period when a late ballot turns "would fail" into "would pass".
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory params)
        internal
        virtual
        override
        returns (uint256)
    {
        HouseTally.Tally storage tally = _tallyOf(proposalId);
        uint256 deadline = super.proposalDeadline(proposalId);
        uint256 time = clock();
        bool against = support == uint8(Ballot.Against);

        if (time > deadline && !against) {
            revert GovernorOnlyObjections(proposalId, deadline + _objectionPeriod);
        }
        if (tally.has(HouseTally.EXTENDED) || time + _objectionWindow <= deadline) {
            return super._countVote(proposalId, account, support, weight, params);
        }
        if (against) {
            uint256 counted = super._countVote(proposalId, account, support, weight, params);
            if (tally.has(HouseTally.PASSING)) tally.flags &= ~HouseTally.PASSING;
            return counted;
        }
        return _countLate(tally, proposalId, account, support, weight, params);
    }

    /// @dev The eta that the proposal gets when it is queued now.
    function _etaWithDelays(uint256 proposalId, uint256 timelockEta) internal view returns (uint48) {
        uint256 eta = block.timestamp + delay(_tallyOf(proposalId).tier());
        if (eta < timelockEta) eta = timelockEta;
        return SafeCast.toUint48(eta + dissent(proposalId));
    }

    /// @dev The timelock knows only the shortest delay; the governor, its only executor, enforces the rest.
    function _requireEta(uint256 proposalId) internal view {
        uint256 eta = proposalEta(proposalId);
        if (clock() < eta) revert GovernorTooEarly(proposalId, eta);
    }

    /// @dev Replaces Succeeded and Queued by Expired once their time is over.
    function _expire(uint256 proposalId, ProposalState current) internal view returns (ProposalState) {
        if (current == ProposalState.Succeeded) {
            if (clock() > proposalDeadline(proposalId) + _queueWindow) return ProposalState.Expired;
        } else if (current == ProposalState.Queued) {
            if (clock() > proposalEta(proposalId) + _gracePeriod) return ProposalState.Expired;
        }
        return current;
    }

    /// @dev A For or Abstain in the window. While `passing` stands nothing but Against can turn the result, so the
    /// rule is not asked again.
    function _countLate(
        HouseTally.Tally storage tally,
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 weight,
        bytes memory params
    ) private returns (uint256 counted) {
        if (tally.has(HouseTally.PASSING)) {
            return super._countVote(proposalId, account, support, weight, params);
        }
        bool passedBefore = _passes(proposalId);
        counted = super._countVote(proposalId, account, support, weight, params);
        if (!passedBefore && !_passes(proposalId)) return counted;
        tally.flags |= passedBefore ? HouseTally.PASSING : HouseTally.EXTENDED;
        if (!passedBefore) {
            emit ProposalExtended(proposalId, SafeCast.toUint64(proposalDeadline(proposalId)));
        }
    }
}
