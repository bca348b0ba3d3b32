// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract GovernorTiersTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_deriveTier_readsTheCharter() public view {
        assertEq(_tier(address(registry), 0, abi.encodeCall(registry.revoke, (1))), 0, "routine");
        assertEq(_tier(address(registry), 0, abi.encodeCall(registry.advanceToRedTeam, (1))), 1, "policy");
        assertEq(_tier(address(registry), 0, abi.encodeCall(registry.advanceToGated, (1))), 1, "policy");
        assertEq(_tier(address(registry), 0, abi.encodeCall(registry.advanceToOpen, (1))), 2, "unlisted");
        assertEq(_tier(address(seats), 0, abi.encodeCall(seats.remove, (1))), 2, "unlisted");
        assertEq(_tier(address(council), 0, abi.encodeCall(council.appoint, (stranger, 1))), 2, "unlisted");
    }

    function testFuzz_deriveTier_isCharterForWhateverIsUnlisted(address target, bytes4 selector) public view {
        vm.assume(target != address(timelock) && target != address(registry) && target != address(parties));
        assertEq(_tier(target, 0, abi.encodePacked(selector)), 2);
    }

    function test_deriveTier_isCharterWhenValueIsSentOrNoSelectorGiven() public view {
        bytes memory data = abi.encodeCall(registry.revoke, (1));
        assertEq(_tier(address(registry), 1, data), 2, "value");
        assertEq(_tier(address(registry), 0, hex"20ba4b"), 2, "three bytes");
        assertEq(_tier(address(registry), 0, ""), 2, "none");
    }

    function test_deriveTier_isCharterForManagerGovernorAndTokenWhateverTheCharterSays() public {
        bytes4 selector = bytes4(keccak256("lowered()"));
        assignRole(address(manager), selector, ROUTINE_ROLE, "Manager.");
        assignRole(address(governor), selector, ROUTINE_ROLE, "Governor.");
        assignRole(address(token), selector, ROUTINE_ROLE, "Token.");
        assignRole(address(council), selector, ROUTINE_ROLE, "Council.");
        assertEq(_tier(address(manager), 0, abi.encodePacked(selector)), 2);
        assertEq(_tier(address(governor), 0, abi.encodePacked(selector)), 2);
        assertEq(_tier(address(token), 0, abi.encodePacked(selector)), 2);
        assertEq(_tier(address(council), 0, abi.encodePacked(selector)), 0, "others follow the charter");
    }

    function test_deriveTier_isCharterForPublicAndUnknownRoles() public {
        bytes4 selector = registry.revoke.selector;
        assignRole(address(registry), selector, type(uint64).max, "Public.");
        assertEq(_tier(address(registry), 0, abi.encodePacked(selector)), 2);
        assignRole(address(registry), selector, 3, "Unknown.");
        assertEq(_tier(address(registry), 0, abi.encodePacked(selector)), 2);
    }

    function test_deriveTier_isTheGreatestOverTheActions() public view {
        address[] memory targets = new address[](3);
        (targets[0], targets[1], targets[2]) = (address(registry), address(registry), address(registry));
        bytes[] memory calldatas = new bytes[](3);
        calldatas[0] = abi.encodeCall(registry.revoke, (1));
        calldatas[1] = abi.encodeCall(registry.advanceToOpen, (1));
        calldatas[2] = abi.encodeCall(registry.advanceToGated, (1));
        assertEq(governor.deriveTier(targets, new uint256[](3), calldatas), 2);
        calldatas[1] = calldatas[0];
        assertEq(governor.deriveTier(targets, new uint256[](3), calldatas), 1);
    }

    function test_deriveTier_revertsIf_theListsAreEmptyOrDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0));
        governor.deriveTier(new address[](0), new uint256[](0), new bytes[](0));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 2, 2, 1));
        governor.deriveTier(new address[](2), new uint256[](1), new bytes[](2));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 2, 1, 2));
        governor.deriveTier(new address[](2), new uint256[](2), new bytes[](1));
    }

    function test_propose_takesSixteenActionsAndNoMore() public {
        Proposal memory p = charterMatter("One.");
        (p.targets, p.values, p.calldatas) = (new address[](16), new uint256[](16), new bytes[](16));
        p = propose(p, alice);
        assertEq(governor.proposalTier(p.id), 2);
        (p.targets, p.values, p.calldatas) = (new address[](17), new uint256[](17), new bytes[](17));
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTooManyActions.selector, 17, 16));
        propose(p, alice);
    }

    function test_cancelIfRetiered_revertsIf_theTierDidNotRise() public {
        Proposal memory p = routine("Routine.");
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTierUnchanged.selector, p.id, 0, 0));
        cancelIfRetiered(p);
        assignRole(address(registry), registry.advanceToRedTeam.selector, ROUTINE_ROLE, "Lower it.");
        Proposal memory lowered = policy("Now routine.");
        assertEq(governor.proposalTier(lowered.id), 0);
    }

    function test_cancelIfRetiered_revertsIf_theProposalIsUnknown() public {
        Proposal memory p = charterAction("Never made.");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 0));
        cancelIfRetiered(p);
    }

    function _tier(address target, uint256 value, bytes memory data) private view returns (uint8) {
        Proposal memory p = singleAction(target, data, "");
        p.values[0] = value;
        return governor.deriveTier(p.targets, p.values, p.calldatas);
    }
}
