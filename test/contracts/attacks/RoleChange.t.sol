// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice Changing the charter under a proposal neither makes it easier nor lets it through too easily.
contract RoleChangeTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_raisedTierStopsTheQueue() public {
        Proposal memory p = _passedRoutine();
        _raise();
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTierRaised.selector, p.id, 0, 1));
        queue(p);
    }

    function test_raisedTierStopsTheExecution() public {
        Proposal memory p = _passedRoutine();
        queue(p);
        _raise();
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTierRaised.selector, p.id, 0, 1));
        execute(p);
    }

    function test_unlistedFunctionStopsTheExecution() public {
        Proposal memory p = _passedRoutine();
        queue(p);
        assignRole(address(registry), registry.revoke.selector, ADMIN_ROLE, "Back to the charter.");
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTierRaised.selector, p.id, 0, 2));
        execute(p);
    }

    function test_anyoneEndsWhatWasRaised() public {
        Proposal memory queued = _passedRoutine();
        queue(queued);
        _raise();
        vm.prank(stranger);
        cancelIfRetiered(queued);
        assertState(queued, IGovernor.ProposalState.Canceled);
    }

    function test_anyoneEndsWhatWasRaisedBeforeItsVoteIsOver() public {
        Proposal memory p = routine("Open.");
        warpToVote(p);
        vm.prank(address(timelock));
        manager.setTargetFunctionRole(address(registry), _selectors(registry.revoke.selector), POLICY_ROLE);
        cancelIfRetiered(p);
        assertState(p, IGovernor.ProposalState.Canceled);
    }

    function test_defeatedOneIsNotTurnedIntoACanceledOne() public {
        Proposal memory p = routine("Nobody votes.");
        warpPastVote(p);
        _raise();
        assertState(p, IGovernor.ProposalState.Defeated);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        cancelIfRetiered(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_loweredTierDoesNotMakeAnOpenVoteEasier() public {
        Proposal memory p = propose(
            singleAction(address(registry), abi.encodeCall(registry.advanceToOpen, (releaseId)), "Open the weights."),
            alice
        );
        vm.prank(address(timelock));
        manager.setTargetFunctionRole(address(registry), _selectors(registry.advanceToOpen.selector), ROUTINE_ROLE);
        warpToVote(p);
        voteToken(p, whale, FOR);
        warpPastVote(p);
        assertEq(governor.proposalTier(p.id), 2);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_loweredTierKeepsTheLongDelay() public {
        Proposal memory p = policy("Policy.");
        voteThrough(p);
        vm.prank(address(timelock));
        manager.setTargetFunctionRole(address(registry), _selectors(registry.advanceToRedTeam.selector), ROUTINE_ROLE);
        queue(p);
        assertEq(stock.proposalEta(p.id), block.timestamp + 1 hours);
    }

    function test_raiseAndReturnLeavesTheProposalAsItWas() public {
        Proposal memory p = _passedRoutine();
        queue(p);
        _raise();
        assignRole(address(registry), registry.revoke.selector, ROUTINE_ROLE, "And back.");
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTierUnchanged.selector, p.id, 0, 0));
        cancelIfRetiered(p);
        execute(p);
        assertState(p, IGovernor.ProposalState.Executed);
    }

    function _passedRoutine() private returns (Proposal memory p) {
        p = routine("Routine.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        warpPastVote(p);
    }

    /// @dev Takes days less than the windows in which the routine proposal could be queued and executed.
    function _raise() private {
        assignRole(address(registry), registry.revoke.selector, POLICY_ROLE, "Revoking becomes policy.");
    }

    function _selectors(bytes4 selector) private pure returns (bytes4[] memory list) {
        list = new bytes4[](1);
        list[0] = selector;
    }
}
