// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice A description is bytes: it may name its proposer, and can do nothing else.
contract HostileStringsTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_namedProposerCannotBeFrontRun() public {
        string memory description = string.concat("Mine. #proposer=", vm.toString(alice));
        Proposal memory p = charterAction(description);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, bob));
        propose(p, bob);
        p = propose(p, alice);
        assertEq(stock.proposalProposer(p.id), alice);
    }

    function test_caseOfTheNamedProposerDoesNotMatter() public {
        string memory lower = _lower(vm.toString(alice));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, bob));
        propose(charterAction(string.concat("Mine. #proposer=", lower)), bob);
    }

    function test_onlyTheVeryEndNamesAProposer() public {
        string memory named = string.concat("#proposer=", vm.toString(alice));
        propose(charterAction(string.concat(named, "\n")), bob);
        propose(charterAction(string.concat(named, " and more text that pushes the name away from the end")), bob);
        propose(charterAction("#proposer=0xZZ49faE11C9AbC7E1bD2cA7f6a4E32B7f6eF3b11"), bob);
        assertEq(stock.proposalProposer(3), bob);
    }

    function test_twoSuffixesAreReadAsTheLast() public {
        string memory both = string.concat("#proposer=", vm.toString(alice), "#proposer=", vm.toString(bob));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, alice));
        propose(charterAction(both), alice);
        propose(charterAction(both), bob);
    }

    function testFuzz_anyBytesAreTakenAndLeadBackToTheirProposal(bytes memory description) public {
        Proposal memory p = propose(charterAction(string(description)), alice);
        bytes32 hash = keccak256(description);
        assertEq(stock.getProposalId(p.targets, p.values, p.calldatas, hash), p.id);
    }

    function test_longDescriptionDoesNotBlockTheRest() public {
        Proposal memory p = propose(charterAction(string(new bytes(100_000))), alice);
        passProposal(p);
        assertState(p, IGovernor.ProposalState.Executed);
    }

    function test_reasonOfABallotIsOnlyLogged() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        string memory reason = unicode"</script>\u202e\u0000 0x01";
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(whale, p.id, FOR, 49_900_000 ether, reason);
        vm.prank(whale);
        stock.castVoteWithReason(p.id, FOR, reason);
    }

    function _lower(string memory text) private pure returns (string memory) {
        bytes memory raw = bytes(text);
        for (uint256 i = 0; i < raw.length; ++i) {
            if (raw[i] >= "A" && raw[i] <= "F") raw[i] = bytes1(uint8(raw[i]) + 32);
        }
        return string(raw);
    }
}
