// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../../../contracts/interfaces/ICouncil.sol";
import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice The council stops things, for a time, and cannot keep its place against a vote.
contract CouncilAbuseTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_councilCannotStopItsOwnReplacement() public {
        Proposal memory p = _replace("Another council.");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, guardian));
        cancel(p, guardian);
        voteThrough(p);
        queue(p);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, guardian));
        cancel(p, guardian);
        warpToEta(p);
        execute(p);
        assertEq(council.current(), stranger);
    }

    function test_councilMayStopWhatDoesMoreThanReplaceIt() public {
        Proposal memory p = charterAction("A council and a setting.");
        (address[] memory targets, bytes[] memory calldatas) = (new address[](2), new bytes[](2));
        (targets[0], targets[1]) = (address(council), p.targets[0]);
        (calldatas[0], calldatas[1]) = (abi.encodeCall(council.appoint, (stranger, 0)), p.calldatas[0]);
        (p.targets, p.values, p.calldatas) = (targets, new uint256[](2), calldatas);
        p = propose(p, alice);
        cancel(p, guardian);
        assertState(p, IGovernor.ProposalState.Canceled);
    }

    function test_proposerMayStillTakeACouncilProposalBack() public {
        Proposal memory p = _replace("Another council.");
        cancel(p, alice);
        assertState(p, IGovernor.ProposalState.Canceled);
    }

    function test_expiredCouncilStopsNothing() public {
        vm.warp(council.until());
        Proposal memory p = charterMatter("One.");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, guardian));
        cancel(p, guardian);
    }

    function test_replacedCouncilStopsNothing() public {
        passProposal(_replace("Another council."));
        Proposal memory p = charterMatter("One.");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, guardian));
        cancel(p, guardian);
        cancel(p, stranger);
        assertState(p, IGovernor.ProposalState.Canceled);
    }

    function test_councilCannotProlongItself() public {
        vm.expectRevert(abi.encodeWithSelector(ICouncil.CouncilOnlyTimelock.selector, guardian));
        vm.prank(guardian);
        council.appoint(guardian, type(uint48).max);
    }

    function test_councilCannotProposeVoteOrCallARestrictedFunction() public {
        vm.expectPartialRevert(IGovernor.GovernorInsufficientProposerVotes.selector);
        propose(charterAction("By the council."), guardian);
        bytes[6] memory calls = [
            abi.encodeCall(registry.advanceToRedTeam, (releaseId)),
            abi.encodeCall(registry.advanceToGated, (releaseId)),
            abi.encodeCall(registry.advanceToOpen, (releaseId)),
            abi.encodeCall(registry.revoke, (releaseId)),
            abi.encodeCall(token.mint, (guardian, 1)),
            abi.encodeCall(seats.remove, (1))
        ];
        for (uint256 i = 0; i < 6; ++i) {
            address target = i < 4 ? address(registry) : i == 4 ? address(token) : address(seats);
            vm.prank(guardian);
            (bool done, bytes memory reason) = target.call(calls[i]);
            assertFalse(done);
            assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        }
    }

    /// @dev What it may do is written twice: these five, within their limits, and not one call more.
    function test_N8_councilCanCancelHoldRecallAndStopAGrantAndNothingElse() public {
        string[12] memory names = [
            "EpochClock",
            "AccessManager",
            "TimelockController",
            "PartyRegistry",
            "VotingToken",
            "StewardSeats",
            "Council",
            "GovernorBounds",
            "StewardGovernor",
            "ModelRegistry",
            "Custody",
            "Enclaves"
        ];
        for (uint256 n = 0; n < names.length; ++n) {
            string[] memory functions = functionsOf(names[n]);
            for (uint256 i = 0; i < functions.length; ++i) {
                _expectNoMoreThanAStranger(addressOf(names[n]), functions[i]);
            }
        }
    }

    function test_N8_holdEndsByItselfAndComesOncePerStage() public {
        vm.startPrank(guardian);
        registry.hold(releaseId, "Look again.");
        bytes memory again =
            abi.encodeWithSelector(IReleaseGates.GatesHeldBefore.selector, releaseId, IModelRegistry.Stage.Registered);
        vm.expectRevert(again);
        registry.hold(releaseId, "And again.");
        vm.stopPrank();
        Proposal memory p = policy("To red team.");
        voteThrough(p);
        queue(p);
        warpToEta(p);
        uint48 until = registry.heldUntil(releaseId);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesHeld.selector, releaseId, until));
        execute(p);
        _reappoint();
        vm.expectRevert(again);
        vm.prank(guardian);
        registry.hold(releaseId, "By a new approval.");
        vm.warp(until);
        execute(p);
        assertEq(uint256(registry.stageOf(releaseId)), uint256(IModelRegistry.Stage.RedTeam));
    }

    function test_N8_recallEndsByItselfAndComesOncePerApproval() public {
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        vm.startPrank(guardian);
        registry.recall(releaseId, "It leaks.");
        uint48 until = registry.recalledUntil(releaseId);
        assertEq(until, block.timestamp + 30 days);
        bytes memory again = abi.encodeWithSelector(IReleaseGates.GatesRecalledBefore.selector, releaseId, 1);
        vm.expectRevert(again);
        registry.recall(releaseId, "Longer.");
        vm.warp(until + 10 days);
        vm.expectRevert(again);
        registry.recall(releaseId, "Later.");
        vm.stopPrank();
        assertEq(registry.recalledUntil(releaseId), until);
        assertEq(uint256(registry.stageOf(releaseId)), uint256(IModelRegistry.Stage.Open), "recalled, not revoked");
    }

    function test_N8_expiredCouncilHoldsAndRecallsNothing() public {
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        vm.warp(council.until());
        _expectNoStops(guardian);
    }

    function test_N8_replacedCouncilHoldsAndRecallsNothing() public {
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        passProposal(_replace("Another council."));
        _expectNoStops(guardian);
        vm.prank(stranger);
        registry.hold(releaseId, "By the one that was appointed.");
    }

    function test_N8_nobodyElseHoldsOrRecalls() public {
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        address[6] memory others =
            [stranger, stewards[0], whale, address(timelock), address(governor), evaluatorFor(releaseId, 0)];
        for (uint256 i = 0; i < others.length; ++i) {
            _expectNoStops(others[i]);
        }
    }

    /// @dev An empty council: `current()` is zero, and zero is nobody.
    function test_N8_withoutACouncilNobodyHolds() public {
        vm.prank(address(timelock));
        council.appoint(address(0), 0);
        _expectNoStops(guardian);
    }

    function test_councilCannotCancelOnTheTimelockItself() public {
        Proposal memory p = charterMatter("One.");
        voteThrough(p);
        queue(p);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        bytes32 operation = timelock.hashOperationBatch(p.targets, p.values, p.calldatas, 0, salt);
        bytes32 role = timelock.CANCELLER_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, guardian, role)
        );
        vm.prank(guardian);
        timelock.cancel(operation);
        assertState(p, IGovernor.ProposalState.Queued);
    }

    /// @dev Zeros are arguments for every function; a stranger and the council must be refused, or let through, alike.
    function _expectNoMoreThanAStranger(address target, string memory signature) private {
        bytes4 selector = bytes4(keccak256(bytes(signature)));
        // Their answers differ: hold, recall, stopGrant and the governor's cancel know the council.
        if (selector == registry.hold.selector || selector == registry.recall.selector) return;
        if (selector == custody.stopGrant.selector || selector == IGovernor.cancel.selector) return;
        bytes memory data = abi.encodePacked(selector, new bytes(1024));
        uint256 before = vm.snapshotState();
        vm.prank(stranger);
        (bool strangers, bytes memory toStranger) = target.call(data);
        vm.revertToState(before);
        vm.prank(guardian);
        (bool councils, bytes memory toCouncil) = target.call(data);
        vm.revertToState(before);
        assertEq(councils, strangers, signature);
        if (keccak256(toCouncil) == keccak256(toStranger)) return;
        // An answer that names the caller.
        assertEq(vm.replace(vm.toString(toCouncil), _hex(guardian), _hex(stranger)), vm.toString(toStranger), signature);
    }

    function _expectNoStops(address caller) private {
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesOnlyCouncil.selector, caller));
        registry.hold(releaseId, "Stop.");
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesOnlyCouncil.selector, caller));
        registry.recall(releaseId, "Stop.");
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyOnlyCouncil.selector, caller));
        custody.stopGrant(1);
        vm.stopPrank();
    }

    function _reappoint() private {
        uint48 until = uint48(block.timestamp + 30 days);
        vm.prank(address(timelock));
        council.appoint(guardian, until);
    }

    function _hex(address account) private pure returns (string memory) {
        return vm.replace(vm.toString(abi.encodePacked(account)), "0x", "");
    }

    function _replace(string memory description) private returns (Proposal memory) {
        bytes memory data = abi.encodeCall(council.appoint, (stranger, uint48(block.timestamp + 30 days)));
        return propose(singleAction(address(council), data, description), alice);
    }
}
