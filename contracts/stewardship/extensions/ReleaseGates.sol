// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../../interfaces/ICouncil.sol";
import {ICustody} from "../../interfaces/ICustody.sol";
import {IReleaseGates} from "../../interfaces/IReleaseGates.sol";
import {Evaluations} from "./Evaluations.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title What stands between a release and its next stage
abstract contract ReleaseGates is Evaluations, IReleaseGates {
    // Bit `stage` of `heldStages` is set once the council has held the release there.
    struct Stops {
        uint48 heldUntil;
        uint8 heldStages;
        uint48 recalledUntil;
        uint32 recallApproval;
    }

    uint128 private constant CLASS_1 = 1e23;
    uint128 private constant CLASS_2 = 1e25;
    uint8 private constant CLASSES = 3;
    uint256 private constant MAX_REASON = 256;

    /// @notice Who may hold and recall while its term lasts.
    ICouncil public immutable council;

    /// @notice Who knows whether a sealed release's shares are in their stewards' hands.
    ICustody public immutable custody;

    /// @inheritdoc IReleaseGates
    uint48 public immutable holdTime;

    /// @inheritdoc IReleaseGates
    uint48 public immutable recallTime;

    mapping(uint8 flopClass => mapping(Stage to => GateRule)) private _rules;
    mapping(uint32 releaseId => Stops) private _stops;

    /// @param council_ The council.
    /// @param custody_ The custody contract; its address is predicted, it is created later.
    /// @param terms How long holds and recalls last, and the first rules.
    constructor(ICouncil council_, ICustody custody_, Terms memory terms) {
        council = council_;
        custody = custody_;
        holdTime = terms.holdTime;
        recallTime = terms.recallTime;
        for (uint8 flopClass = 0; flopClass < CLASSES; ++flopClass) {
            _setRule(flopClass, Stage.Gated, terms.toGated[flopClass]);
            _setRule(flopClass, Stage.Open, terms.toOpen[flopClass]);
        }
    }

    /// @inheritdoc IReleaseGates
    function setGateRule(uint8 flopClass, Stage to, GateRule calldata rule) external restricted {
        _setRule(flopClass, to, rule);
    }

    /// @inheritdoc IReleaseGates
    function hold(uint32 releaseId, string calldata reason) external {
        Stage stage = _checkStop(releaseId, reason);
        if (stage > Stage.Gated) revert GatesNothingToStop(releaseId, stage);
        Stops storage stops = _stops[releaseId];
        uint8 bit = uint8(1 << uint8(stage));
        if (stops.heldStages & bit != 0) revert GatesHeldBefore(releaseId, stage);
        stops.heldStages |= bit;
        uint48 until = Time.timestamp() + holdTime;
        stops.heldUntil = until;
        emit ReleaseHeld(releaseId, msg.sender, stage, until, reason);
    }

    /// @inheritdoc IReleaseGates
    function recall(uint32 releaseId, string calldata reason) external {
        Stage stage = _checkStop(releaseId, reason);
        if (stage != Stage.Gated && stage != Stage.Open) revert GatesNothingToStop(releaseId, stage);
        Stops storage stops = _stops[releaseId];
        uint32 approval = council.approval();
        // Approvals count from 1, so a release that was never recalled differs from every one.
        if (stops.recallApproval == approval) revert GatesRecalledBefore(releaseId, approval);
        stops.recallApproval = approval;
        uint48 until = Time.timestamp() + recallTime;
        stops.recalledUntil = until;
        emit ReleaseRecalled(releaseId, msg.sender, approval, until, reason);
    }

    /// @inheritdoc IReleaseGates
    function gateOf(uint32 releaseId) external view returns (GateStatus memory) {
        Stage stage = _known(releaseId).stage;
        if (stage > Stage.Gated) revert RegistryIllegalStage(releaseId, stage, Stage.Gated);
        return _gateStatus(releaseId, Stage(uint8(stage) + 1));
    }

    /// @inheritdoc IReleaseGates
    function gateRule(uint8 flopClass, Stage to) external view returns (GateRule memory) {
        _checkRuleKey(flopClass, to);
        return _rules[flopClass][to];
    }

    /// @inheritdoc IReleaseGates
    function heldUntil(uint32 releaseId) external view returns (uint48) {
        return _stops[releaseId].heldUntil;
    }

    /// @inheritdoc IReleaseGates
    function recalledUntil(uint32 releaseId) external view returns (uint48) {
        return _stops[releaseId].recalledUntil;
    }

    /// @inheritdoc IReleaseGates
    function flopClassOf(uint128 cumulativeFlop) public pure returns (uint8) {
        if (cumulativeFlop >= CLASS_2) return 2;
        return cumulativeFlop >= CLASS_1 ? 1 : 0;
    }

    /// @dev Reverts with the first thing that stands in the way of the step from the stage before `to`.
    function _checkAdvance(uint32 releaseId, Stage to) internal view {
        Stage needed = Stage(uint8(to) - 1);
        Stage actual = _known(releaseId).stage;
        if (actual != needed) revert RegistryIllegalStage(releaseId, actual, needed);
        GateStatus memory s = _gateStatus(releaseId, to);
        if (s.met) return;
        if (s.revokedAncestor != 0) revert RegistryRevokedAncestor(releaseId, s.revokedAncestor);
        if (_isRunning(s.heldUntil)) revert GatesHeld(releaseId, s.heldUntil);
        if (_isRunning(s.recalledUntil)) revert GatesRecalled(releaseId, s.recalledUntil);
        if (_isRunning(s.dwellUntil)) revert GatesDwell(releaseId, s.dwellUntil);
        if (s.standingFails != 0) revert GatesStandingFail(releaseId, s.standingFails);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            if (s.passes[kind] >= s.rule.passes[kind]) continue;
            revert GatesTooFewPasses(releaseId, EvaluationKind(kind), s.passes[kind], s.rule.passes[kind]);
        }
        revert GatesSealNotAcknowledged(releaseId, s.missingAcks);
    }

    function _setRule(uint8 flopClass, Stage to, GateRule memory rule) private {
        _checkRuleKey(flopClass, to);
        if (rule.maxReportAge == 0) revert GatesInvalidRule(flopClass, to);
        _rules[flopClass][to] = rule;
        emit GateRuleSet(flopClass, to, rule);
    }

    function _gateStatus(uint32 releaseId, Stage to) private view returns (GateStatus memory s) {
        Release storage r = _known(releaseId);
        s.rule = _rules[flopClassOf(r.cumulativeFlop)][to];
        s.standingFails = standingFails[releaseId];
        s.dwellUntil = uint48(Math.min(uint256(r.stageSince) + s.rule.dwell, type(uint48).max));
        s.heldUntil = _stops[releaseId].heldUntil;
        s.recalledUntil = _stops[releaseId].recalledUntil;
        s.revokedAncestor = _revokedAncestor(releaseId);
        s.missingAcks = custody.missingAcks(releaseId);
        s.met = s.revokedAncestor == 0 && !_isRunning(s.heldUntil) && !_isRunning(s.recalledUntil);
        // The step into red team asks for no evaluation: evaluators are to look at the release there.
        if (to == Stage.RedTeam) return s;
        if (_isRunning(s.dwellUntil) || s.standingFails != 0) s.met = false;
        if (to == Stage.Gated && s.missingAcks != 0) s.met = false;
        (address[] memory attesters, uint32[] memory partyIds) = _countedEvaluators(r.party);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            uint256 count = _countPasses(releaseId, EvaluationKind(kind), s.rule.maxReportAge, attesters, partyIds);
            s.passes[kind] = count;
            if (count < s.rule.passes[kind]) s.met = false;
        }
    }

    function _checkStop(uint32 releaseId, string calldata reason) private view returns (Stage stage) {
        if (msg.sender != council.current()) revert GatesOnlyCouncil(msg.sender);
        stage = _known(releaseId).stage;
        _checkText("reason", bytes(reason).length, MAX_REASON);
    }

    function _isRunning(uint48 until) private view returns (bool) {
        return Time.timestamp() < until;
    }

    function _checkRuleKey(uint8 flopClass, Stage to) private pure {
        bool gate = to == Stage.Gated || to == Stage.Open;
        if (flopClass >= CLASSES || !gate) revert GatesInvalidRule(flopClass, to);
    }
}
