// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../interfaces/IStewardSeats.sol";
import {HouseTally} from "../libraries/HouseTally.sol";
import {GovernorTwoHouses} from "./GovernorTwoHouses.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @title The tier of a proposal, derived from what it calls and never chosen by its proposer
/// @dev The AccessManager ("the charter") is the one table of (target, selector) to role. Whatever it does not list is
/// a charter matter.
abstract contract GovernorTiers is GovernorTwoHouses {
    using HouseTally for HouseTally.Tally;

    uint64 private constant ROUTINE_ROLE = 1;
    uint64 private constant POLICY_ROLE = 2;
    uint256 private constant MAX_ACTIONS = 16;

    IAccessManager private immutable _accessManager;
    address private immutable _forbiddenTarget;
    address private immutable _money;

    /// @param accessManager_ The charter.
    /// @param timelock_ What no proposal may call: it could otherwise give itself other proposers or another delay.
    /// @param money_ The money token, which no listing in the charter can make a lesser matter.
    constructor(address accessManager_, address timelock_, address money_) {
        _accessManager = IAccessManager(accessManager_);
        _forbiddenTarget = timelock_;
        _money = money_;
    }

    /// @inheritdoc IStewardGovernor
    function accessManager() public view returns (address) {
        return address(_accessManager);
    }

    /// @inheritdoc IStewardGovernor
    function deriveTier(address[] memory targets, uint256[] memory values, bytes[] memory calldatas)
        public
        view
        returns (uint8 tier)
    {
        uint256 count = targets.length;
        if (count == 0 || count != values.length || count != calldatas.length) {
            revert GovernorInvalidProposalLength(count, calldatas.length, values.length);
        }
        if (count > MAX_ACTIONS) revert GovernorTooManyActions(count, MAX_ACTIONS);
        for (uint256 i = 0; i < count; ++i) {
            uint8 derived = _tierOf(targets[i], values[i], calldatas[i]);
            if (derived > tier) tier = derived;
        }
    }

    /// @inheritdoc IStewardGovernor
    function cancelIfRetiered(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external returns (uint256) {
        uint256 proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        uint8 stored = _tallyOf(proposalId).tier();
        uint8 derived = deriveTier(targets, values, calldatas);
        if (derived <= stored) revert GovernorTierUnchanged(proposalId, stored, derived);
        return _cancel(targets, values, calldatas, descriptionHash);
    }

    /// @dev Asked again when queueing and executing: the charter may have changed since.
    function _requireFrozenRules(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view {
        HouseTally.Tally storage tally = _tallyOf(proposalId);
        uint8 derived = deriveTier(targets, values, calldatas);
        if (derived > tally.tier()) revert GovernorTierRaised(proposalId, tally.tier(), derived);
        if (!tally.has(HouseTally.RECOVERY)) return;
        (bool open, uint256 present, uint256 least) = _recoveryOpen();
        if (!open) revert GovernorRecoveryOver(proposalId, present, least);
    }

    /// @dev Whether the token house may act alone: nothing but admissions of stewards, while too few are present.
    function _isRecovery(address[] memory targets, bytes[] memory calldatas) internal view returns (bool open) {
        for (uint256 i = 0; i < targets.length; ++i) {
            if (targets[i] != seats() || bytes4(calldatas[i]) != IStewardSeats.admit.selector) return false;
        }
        (open,,) = _recoveryOpen();
    }

    function _recoveryOpen() private view returns (bool open, uint256 present, uint256 least) {
        IStewardSeats house = IStewardSeats(seats());
        present = house.presentCount();
        least = house.minSeats();
        open = present < least;
    }

    function _tierOf(address target, uint256 value, bytes memory data) private view returns (uint8) {
        if (target == _forbiddenTarget) revert GovernorForbiddenTarget(target);
        if (
            value > 0 || data.length < 4 || target == address(_accessManager) || target == address(this)
                || target == address(token()) || target == _money
        ) return HouseTally.CHARTER;
        uint64 role = _accessManager.getTargetFunctionRole(target, bytes4(data));
        if (role == ROUTINE_ROLE) return HouseTally.ROUTINE;
        return role == POLICY_ROLE ? HouseTally.POLICY : HouseTally.CHARTER;
    }
}
