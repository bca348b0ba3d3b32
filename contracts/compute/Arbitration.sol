// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../interfaces/IArbitration.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title The arbiters' panel
/// @notice Decides cases and moves no money: whoever opened a case carries its verdict out. Specification:
/// docs/specification.md 18.
contract Arbitration is AccessManaged, IArbitration {
    uint256 private constant MAX_PANEL = 7;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice The compute market.
    address public immutable market;

    /// @notice The milestone leases.
    address public immutable milestones;

    /// @inheritdoc IArbitration
    uint48 public immutable verdictTime;

    /// @inheritdoc IArbitration
    uint48 public immutable appealTime;

    /// @inheritdoc IArbitration
    uint64 public caseCount;

    address[] private _panel;
    mapping(uint64 caseId => Case) private _cases;
    mapping(uint64 caseId => address[]) private _arbiters;

    /// @param authority_ The AccessManager.
    /// @param parties_ The party registry.
    /// @param market_ The market.
    /// @param milestones_ The milestone leases, predicted.
    /// @param verdictTime_ Seconds that arbiters have.
    /// @param appealTime_ Seconds between a verdict, or that none came, and its being final.
    constructor(
        address authority_,
        IPartyRegistry parties_,
        address market_,
        address milestones_,
        uint48 verdictTime_,
        uint48 appealTime_
    ) AccessManaged(authority_) {
        parties = parties_;
        market = market_;
        milestones = milestones_;
        verdictTime = verdictTime_;
        appealTime = appealTime_;
    }

    /// @inheritdoc IArbitration
    function appointArbiter(address arbiter) external restricted {
        uint256 count = _panel.length;
        if (count == MAX_PANEL) revert ArbitrationPanelFull(MAX_PANEL);
        if (parties.partyNow(arbiter) == 0) revert ArbitrationNoParty(arbiter);
        if (_seatOf(_panel, arbiter) != count) revert ArbitrationKnownArbiter(arbiter);
        _panel.push(arbiter);
        emit ArbiterAppointed(arbiter);
    }

    /// @inheritdoc IArbitration
    function dismissArbiter(address arbiter) external restricted {
        uint256 seat = _seatOf(_panel, arbiter);
        if (seat == _panel.length) revert ArbitrationUnknownArbiter(arbiter);
        _panel[seat] = _panel[_panel.length - 1];
        _panel.pop();
        emit ArbiterDismissed(arbiter);
    }

    /// @inheritdoc IArbitration
    function overturn(uint64 caseId, Outcome verdict) external restricted {
        if (verdict != Outcome.ForClaimant && verdict != Outcome.ForRespondent) revert ArbitrationBadVerdict();
        Case storage opened = _knownCase(caseId);
        if (block.timestamp >= finalAt(caseId)) revert ArbitrationOver(caseId);
        // What was voted is final: an appeal of the appeal would never end.
        opened.verdict = verdict;
        opened.decidedAt = uint40(block.timestamp - appealTime);
        emit VerdictGiven(caseId, verdict, true);
    }

    /// @inheritdoc IArbitration
    function open(address claimant, address respondent, uint32 claimantParty, uint32 respondentParty, bytes32 evidence)
        external
        returns (uint64 caseId)
    {
        if (msg.sender != market && msg.sender != milestones) revert ArbitrationNotCourt(msg.sender);
        caseId = ++caseCount;
        Case storage opened = _cases[caseId];
        opened.court = msg.sender;
        opened.claimant = claimant;
        opened.respondent = respondent;
        opened.claimantParty = claimantParty;
        opened.respondentParty = respondentParty;
        opened.openedAt = uint40(block.timestamp);
        uint256 count = _panel.length;
        for (uint256 i = 0; i < count; ++i) {
            address arbiter = _panel[i];
            if (_isImpartial(opened, arbiter)) _arbiters[caseId].push(arbiter);
        }
        opened.seats = uint8(_arbiters[caseId].length);
        emit CaseOpened(caseId, msg.sender, claimant, respondent, claimantParty, respondentParty, _arbiters[caseId]);
        emit EvidenceGiven(caseId, claimant, evidence);
    }

    /// @inheritdoc IArbitration
    function giveEvidence(uint64 caseId, bytes32 evidence) external {
        Case storage opened = _knownCase(caseId);
        if (msg.sender != opened.claimant && msg.sender != opened.respondent) {
            revert ArbitrationNotSide(caseId, msg.sender);
        }
        _checkUndecided(opened, caseId);
        emit EvidenceGiven(caseId, msg.sender, evidence);
    }

    /// @inheritdoc IArbitration
    function vote(uint64 caseId, bool forClaimant, bytes32 reason) external {
        Case storage opened = _knownCase(caseId);
        _checkUndecided(opened, caseId);
        uint256 seat = _seatOf(_arbiters[caseId], msg.sender);
        if (seat == opened.seats || !_isImpartial(opened, msg.sender)) {
            revert ArbitrationCannotDecide(caseId, msg.sender);
        }
        uint8 bit = uint8(1 << seat);
        if ((opened.forClaimant | opened.forRespondent) & bit != 0) revert ArbitrationVotedBefore(caseId, msg.sender);
        if (forClaimant) opened.forClaimant |= bit;
        else opened.forRespondent |= bit;
        emit ArbiterVoted(caseId, msg.sender, forClaimant, reason);

        uint256 count = _countBits(forClaimant ? opened.forClaimant : opened.forRespondent);
        if (2 * count > opened.seats) {
            opened.verdict = forClaimant ? Outcome.ForClaimant : Outcome.ForRespondent;
            opened.decidedAt = uint40(block.timestamp);
            emit VerdictGiven(caseId, opened.verdict, false);
        }
    }

    /// @inheritdoc IArbitration
    function outcomeOf(uint64 caseId) external view returns (Outcome) {
        Case storage opened = _knownCase(caseId);
        if (block.timestamp < finalAt(caseId)) return Outcome.Pending;
        return opened.decidedAt == 0 ? Outcome.Undecided : opened.verdict;
    }

    /// @inheritdoc IArbitration
    function caseOf(uint64 caseId) external view returns (Case memory) {
        return _knownCase(caseId);
    }

    /// @inheritdoc IArbitration
    function arbitersOf(uint64 caseId) external view returns (address[] memory) {
        return _arbiters[caseId];
    }

    /// @inheritdoc IArbitration
    function panel() external view returns (address[] memory) {
        return _panel;
    }

    /// @inheritdoc IArbitration
    function finalAt(uint64 caseId) public view returns (uint256) {
        Case storage opened = _knownCase(caseId);
        // Silence can be bought like a verdict, so a vote can answer both.
        uint256 decidedAt = opened.decidedAt == 0 ? uint256(opened.openedAt) + verdictTime : opened.decidedAt;
        return decidedAt + appealTime;
    }

    function _knownCase(uint64 caseId) private view returns (Case storage opened) {
        opened = _cases[caseId];
        if (opened.court == address(0)) revert ArbitrationUnknownCase(caseId);
    }

    function _checkUndecided(Case storage opened, uint64 caseId) private view {
        bool late = block.timestamp >= uint256(opened.openedAt) + verdictTime;
        if (late || opened.decidedAt != 0) revert ArbitrationOver(caseId);
    }

    /// @dev Of no side, and of no party of one, whether it had it then or has it now; an arbiter that left its party
    /// decides nothing.
    function _isImpartial(Case storage opened, address arbiter) private view returns (bool) {
        uint32 party = parties.partyNow(arbiter);
        if (party == 0 || party == opened.claimantParty || party == opened.respondentParty) return false;
        return party != parties.partyNow(opened.claimant) && party != parties.partyNow(opened.respondent);
    }

    function _seatOf(address[] storage arbiters, address arbiter) private view returns (uint256) {
        uint256 count = arbiters.length;
        for (uint256 i = 0; i < count; ++i) {
            if (arbiters[i] == arbiter) return i;
        }
        return count;
    }

    function _countBits(uint256 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) {
            ++count;
        }
    }
}
