// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../interfaces/ICouncil.sol";
import {GovernorConfig, IStewardGovernor} from "../interfaces/IStewardGovernor.sol";
import {BoundsHolder} from "./extensions/BoundsHolder.sol";
import {GovernorBounded} from "./extensions/GovernorBounded.sol";
import {GovernorDelays} from "./extensions/GovernorDelays.sol";
import {GovernorProposers} from "./extensions/GovernorProposers.sol";
import {GovernorTiers} from "./extensions/GovernorTiers.sol";
import {GovernorTwoHouses} from "./extensions/GovernorTwoHouses.sol";
import {HouseTally} from "./libraries/HouseTally.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {
    GovernorSequentialProposalId
} from "@openzeppelin/contracts/governance/extensions/GovernorSequentialProposalId.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title The governor of Ostrakon: two houses, tiers derived from actions, delays that grow with dissent
/// @dev The rules live in the extensions; this contract puts them together. Specification: docs/specification.md.
contract StewardGovernor is
    BoundsHolder,
    GovernorBounded,
    GovernorTiers,
    GovernorProposers,
    GovernorDelays,
    GovernorSequentialProposalId,
    GovernorTimelockControl
{
    ICouncil private immutable _council;
    string private _daoURI;

    constructor(GovernorConfig memory config)
        BoundsHolder(config.bounds)
        Governor(config.name)
        GovernorSettings(config.votingDelay, config.votingPeriod, config.proposalThreshold)
        GovernorVotes(IVotes(config.token))
        GovernorVotesQuorumFraction(config.quorumNumerator)
        GovernorBounded(config.charterQuorumNumerator)
        GovernorTwoHouses(config.seats)
        GovernorTiers(config.accessManager, config.timelock, config.money)
        GovernorDelays(_timesOf(config))
        GovernorTimelockControl(TimelockController(payable(config.timelock)))
    {
        if (TimelockController(payable(config.timelock)).getMinDelay() != config.delays[0]) {
            revert GovernorInvalidDelays(config.delays);
        }
        _council = ICouncil(config.council);
        _daoURI = config.daoURI;
    }

    /// @inheritdoc IStewardGovernor
    function council() public view returns (address) {
        return address(_council);
    }

    /// @inheritdoc IStewardGovernor
    function daoURI() public view returns (string memory) {
        return _daoURI;
    }

    /// @inheritdoc IStewardGovernor
    function invalidateBallots() external {
        address voter = _msgSender();
        super._useNonce(voter);
        emit BallotsInvalidated(voter, nonces(voter));
    }

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override returns (uint256 proposalId) {
        address proposer = _msgSender();
        if (!_isValidDescriptionForProposer(proposer, description)) revert GovernorRestrictedProposer(proposer);
        bool bySeat = _requireProposer(proposer);
        uint8 tier = deriveTier(targets, values, calldatas);
        proposalId = _propose(targets, values, calldatas, description, proposer);
        _freeze(proposalId, tier, _isRecovery(targets, calldatas));
        if (bySeat) _rememberBySeat(proposer, proposalId);
    }

    /// @inheritdoc IGovernor
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public override returns (uint256) {
        address caller = _msgSender();
        if (!_councilMayCancel(caller, targets)) {
            uint256 proposalId = getProposalId(targets, values, calldatas, descriptionHash);
            if (!_validateCancel(proposalId, caller)) revert GovernorUnableToCancel(proposalId, caller);
        }
        return _cancel(targets, values, calldatas, descriptionHash);
    }

    /// @dev A generic forwarder would let a proposal reach what its tier does not allow.
    function relay(address, uint256, bytes calldata) public payable override {
        revert GovernorDisabled();
    }

    /// @dev A new governor comes with a new timelock.
    function updateTimelock(TimelockController) public pure override {
        revert GovernorDisabled();
    }

    /// @inheritdoc IGovernor
    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return _expire(proposalId, super.state(proposalId));
    }

    /// @inheritdoc IStewardGovernor
    function proposalQuorum(uint256 proposalId)
        public
        view
        override(GovernorTwoHouses, IStewardGovernor)
        returns (uint256)
    {
        uint256 snapshot = proposalSnapshot(proposalId);
        return proposalTier(proposalId) == HouseTally.CHARTER
            ? _quorumAt(snapshot, charterQuorumNumerator(snapshot))
            : quorum(snapshot);
    }

    /// @inheritdoc IGovernor
    function quorum(uint256 timepoint) public view override(Governor, GovernorVotesQuorumFraction) returns (uint256) {
        return _quorumAt(timepoint, quorumNumerator(timepoint));
    }

    /// @inheritdoc IERC6372
    function clock() public view override(Governor, GovernorVotes) returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(Governor, GovernorVotes) returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc IGovernor
    function proposalThreshold() public view override(Governor, GovernorBounded) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @inheritdoc IGovernor
    function proposalDeadline(uint256 proposalId) public view override(Governor, GovernorDelays) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    /// @inheritdoc IGovernor
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc IGovernor
    function getProposalId(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super.getProposalId(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc Governor
    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    /// @dev GovernorTimelockControl does not call super, so the rules of the extensions are asked here.
    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        _requireFrozenRules(proposalId, targets, values, calldatas);
        uint256 timelockEta = super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
        return _etaWithDelays(proposalId, timelockEta);
    }

    /// @dev The state is already Executed in here, so tallies and eta are asked, never `state`.
    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        _requireEta(proposalId);
        _requirePassed(proposalId);
        _requireFrozenRules(proposalId, targets, values, calldatas);
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    /// @dev OpenZeppelin would let a defeated proposal become canceled; a final state is never left.
    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256 proposalId) {
        proposalId = super._cancel(targets, values, calldatas, descriptionHash);
        if (_isDefeated(proposalId)) {
            bytes32 allowed = _encodeStateBitmap(ProposalState.Pending) | _encodeStateBitmap(ProposalState.Active)
                | _encodeStateBitmap(ProposalState.Succeeded) | _encodeStateBitmap(ProposalState.Queued);
            revert GovernorUnexpectedProposalState(proposalId, ProposalState.Defeated, allowed);
        }
    }

    /// @inheritdoc Governor
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory params)
        internal
        override(Governor, GovernorTwoHouses, GovernorDelays)
        returns (uint256)
    {
        return super._countVote(proposalId, account, support, weight, params);
    }

    /// @inheritdoc Governor
    function _getVotes(address account, uint256 timepoint, bytes memory params)
        internal
        view
        override(Governor, GovernorVotes, GovernorTwoHouses)
        returns (uint256)
    {
        return super._getVotes(account, timepoint, params);
    }

    /// @inheritdoc GovernorTimelockControl
    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    /// @dev Named when signing and not consumed: one ballot per proposal already stops a replay, and a voter can sign
    /// for several proposals at once.
    function _useNonce(address owner) internal view override returns (uint256) {
        return nonces(owner);
    }

    function _timesOf(GovernorConfig memory config) private pure returns (Times memory) {
        return Times({
            objectionWindow: config.objectionWindow,
            objectionPeriod: config.objectionPeriod,
            delays: config.delays,
            maxDissent: config.maxDissent,
            queueWindow: config.queueWindow,
            gracePeriod: config.gracePeriod
        });
    }

    /// @dev The council may not shield itself: nobody but the vote decides on a proposal that only concerns it.
    function _councilMayCancel(address caller, address[] memory targets) private view returns (bool) {
        if (caller == address(0) || caller != _council.current()) return false;
        for (uint256 i = 0; i < targets.length; ++i) {
            if (targets[i] != address(_council)) return true;
        }
        return false;
    }
}
