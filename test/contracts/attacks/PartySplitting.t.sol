// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Counting twice by moving between parties, and stopping others by it
contract PartySplittingTest is Proposals {
    uint32 private constant APPLICANT = 13;

    address private _hopper;

    function setUp() public {
        deploySystem("demo");
        _hopper = makeAddr("hopper");
        _join(_hopper, stewards[0], 1);
        nextEpoch();
    }

    function test_accountIsOfOnePartyForAWholeEpoch() public {
        uint48 epoch = clock.current();
        vm.prank(applicant);
        parties.invite(APPLICANT, _hopper, true);
        vm.startPrank(_hopper);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, _hopper, 1));
        parties.accept(APPLICANT);
        vm.stopPrank();
        vm.warp(clock.startOf(epoch + 1) - 1);
        assertEq(parties.partyNow(_hopper), 1, "to the last second");
        vm.warp(clock.startOf(epoch + 1));
        vm.prank(_hopper);
        parties.accept(APPLICANT);
        assertEq(parties.partyNow(_hopper), 0, "of none in between");
        assertEq(parties.partyOf(_hopper, epoch + 2), APPLICANT);
        nextEpoch();
        assertEq(parties.partyNow(_hopper), APPLICANT);
    }

    function test_closingAPartyFreesNobodyWithinTheEpoch() public {
        _join(bob, applicant, APPLICANT);
        nextEpoch();
        vm.prank(stewards[0]);
        parties.invite(1, bob, true);
        vm.startPrank(applicant);
        parties.expel(APPLICANT, bob);
        parties.close(APPLICANT);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, bob, APPLICANT));
        vm.prank(bob);
        parties.accept(1);
    }

    function test_controllerOfAClosedPartyHasNoPowerLeft() public {
        vm.startPrank(applicant);
        uint32 modelId = registry.registerModel("Left behind");
        parties.close(APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyIsClosed.selector, APPLICANT));
        parties.invite(APPLICANT, bob, true);
        vm.stopPrank();
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryNotOfParty.selector, applicant, APPLICANT));
        vm.prank(applicant);
        registry.registerRelease(releaseInput(modelId, "weights", new uint32[](0)));
    }

    function test_oneControllerCannotStopTheAdmissionOfOthers() public {
        address[] memory controllers = new address[](3);
        (controllers[0], controllers[1], controllers[2]) = (makeAddr("first"), makeAddr("spoiler"), makeAddr("third"));
        bytes memory data = abi.encodeCall(parties.admitMany, (controllers, IPartyRegistry.Kind.University));
        Proposal memory p = propose(singleAction(address(parties), data, "Three universities."), carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        _join(controllers[1], stewards[0], 1);
        execute(p);
        assertState(p, IGovernor.ProposalState.Executed);
        assertEq(parties.partyCount(), 15);
        assertEq(parties.partyNext(controllers[0]), 14);
        assertEq(parties.partyNext(controllers[1]), 1);
        assertEq(parties.partyNext(controllers[2]), 15);
    }

    function test_twoChangesInOneSecondOfTwoBlocksAreOne() public {
        nextEpoch();
        vm.prank(_hopper);
        parties.quit();
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, _hopper));
        vm.prank(_hopper);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, _hopper));
        vm.prank(stewards[0]);
        parties.expel(1, _hopper);
    }

    function _join(address account, address controller, uint32 party) private {
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }
}
