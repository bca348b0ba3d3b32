// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../../../contracts/interfaces/ICouncil.sol";
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

    function _replace(string memory description) private returns (Proposal memory) {
        bytes memory data = abi.encodeCall(council.appoint, (stranger, uint48(block.timestamp + 30 days)));
        return propose(singleAction(address(council), data, description), alice);
    }
}
