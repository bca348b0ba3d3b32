// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartyRegistry} from "../../../contracts/compute/PartyRegistry.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Deployment} from "../support/Deployment.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract PartyRegistryTest is Deployment {
    uint32 private constant APPLICANT = 13;

    address private _ann;

    function setUp() public {
        deploySystem("demo");
        _ann = makeAddr("ann");
    }

    function test_constructor_makesMembersFromEpochZero() public view {
        assertEq(parties.partyCount(), 13);
        assertEq(parties.partyOf(stewards[0], 0), 1);
        assertEq(parties.partyNow(applicant), APPLICANT);
        (address controller, IPartyRegistry.Kind kind, bool open) = parties.partyInfo(2);
        assertEq(controller, stewards[1]);
        assertEq(uint256(kind), uint256(IPartyRegistry.Kind.University));
        assertTrue(open);
    }

    function test_constructor_revertsIf_listsDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyLengthMismatch.selector, 1, 2));
        _newRegistry(new address[](1), 2);
    }

    function test_constructor_revertsIf_aControllerIsZero() public {
        vm.expectRevert(IPartyRegistry.PartyZeroAddress.selector);
        _newRegistry(new address[](1), 1);
    }

    function test_constructor_revertsIf_aControllerIsNamedTwice() public {
        address[] memory controllers = new address[](2);
        (controllers[0], controllers[1]) = (alice, alice);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, alice, 1));
        _newRegistry(controllers, 2);
    }

    function test_admit_countsFromTheNextEpoch() public {
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartyAdmitted(14, alice, IPartyRegistry.Kind.Lab, 1);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.MembershipChanged(alice, 14, 1);
        _admit(alice);
        assertEq(parties.partyNow(alice), 0);
        assertEq(parties.partyNext(alice), 14);
        nextEpoch();
        assertEq(parties.partyNow(alice), 14);
    }

    function test_admit_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        vm.prank(alice);
        parties.admit(alice, IPartyRegistry.Kind.Lab);
    }

    function test_admit_revertsIf_zeroAddress() public {
        vm.expectRevert(IPartyRegistry.PartyZeroAddress.selector);
        _admit(address(0));
    }

    function test_admit_revertsIf_alreadyAMember() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, applicant, APPLICANT));
        _admit(applicant);
    }

    function test_admit_revertsIf_aMemberFromTheNextEpoch() public {
        _admit(alice);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyChangedThisEpoch.selector, alice, 0));
        _admit(alice);
    }

    function test_admitMany_leavesOutWhoJoinedMeanwhile() public {
        address[] memory controllers = new address[](4);
        (controllers[0], controllers[1], controllers[2], controllers[3]) = (alice, applicant, bob, alice);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartySkipped(applicant);
        vm.prank(address(timelock));
        parties.admitMany(controllers, IPartyRegistry.Kind.Aggregator);
        assertEq(parties.partyCount(), 15);
        assertEq(parties.partyNext(alice), 14);
        assertEq(parties.partyNext(bob), 15);
        assertEq(parties.partyNext(applicant), APPLICANT);
    }

    function test_admitMany_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        parties.admitMany(new address[](0), IPartyRegistry.Kind.Lab);
    }

    function test_admitMany_revertsIf_moreThanTwoHundred() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyTooMany.selector, 201, 200));
        vm.prank(address(timelock));
        parties.admitMany(new address[](201), IPartyRegistry.Kind.Lab);
    }

    function test_admitMany_revertsIf_zeroAddress() public {
        vm.expectRevert(IPartyRegistry.PartyZeroAddress.selector);
        vm.prank(address(timelock));
        parties.admitMany(new address[](1), IPartyRegistry.Kind.Lab);
    }

    function test_accept_countsFromTheNextEpoch() public {
        _join(_ann, applicant, APPLICANT);
        assertEq(parties.partyNow(_ann), 0);
        nextEpoch();
        assertEq(parties.partyNow(_ann), APPLICANT);
        assertFalse(parties.isInvited(APPLICANT, _ann));
    }

    function test_accept_revertsIf_notInvited() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotInvited.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.accept(APPLICANT);
    }

    function test_accept_revertsIf_theInvitationWasTakenBack() public {
        vm.startPrank(applicant);
        parties.invite(APPLICANT, _ann, true);
        parties.invite(APPLICANT, _ann, false);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotInvited.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.accept(APPLICANT);
    }

    function test_accept_revertsIf_ofAnotherParty() public {
        vm.prank(applicant);
        parties.invite(APPLICANT, stewards[0], true);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, stewards[0], 1));
        vm.prank(stewards[0]);
        parties.accept(APPLICANT);
    }

    function test_accept_revertsIf_changedInThisEpoch() public {
        _join(_ann, applicant, APPLICANT);
        vm.prank(stewards[0]);
        parties.invite(1, _ann, true);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyChangedThisEpoch.selector, _ann, 0));
        vm.prank(_ann);
        parties.accept(1);
    }

    function test_accept_revertsIf_theWayBackOpensInTheSameEpoch() public {
        _join(_ann, applicant, APPLICANT);
        nextEpoch();
        vm.prank(stewards[0]);
        parties.invite(1, _ann, true);
        vm.startPrank(_ann);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, _ann, APPLICANT));
        parties.accept(1);
        vm.stopPrank();
    }

    function test_accept_revertsIf_theUnknownOrClosedPartyInvites() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyUnknown.selector, 99));
        vm.prank(_ann);
        parties.accept(99);
        vm.startPrank(applicant);
        parties.invite(APPLICANT, _ann, true);
        parties.close(APPLICANT);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyIsClosed.selector, APPLICANT));
        vm.prank(_ann);
        parties.accept(APPLICANT);
    }

    function test_invite_revertsIf_notTheController() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.invite(APPLICANT, _ann, true);
    }

    function test_invite_revertsIf_zeroAddress() public {
        vm.expectRevert(IPartyRegistry.PartyZeroAddress.selector);
        vm.prank(applicant);
        parties.invite(APPLICANT, address(0), true);
    }

    function test_quit_countsFromTheNextEpoch() public {
        _join(_ann, applicant, APPLICANT);
        nextEpoch();
        vm.prank(_ann);
        parties.quit();
        assertEq(parties.partyNow(_ann), APPLICANT);
        assertEq(parties.partyNext(_ann), 0);
        nextEpoch();
        assertEq(parties.partyNow(_ann), 0);
    }

    function test_quit_revertsIf_ofNoParty() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, _ann));
        vm.prank(_ann);
        parties.quit();
    }

    function test_quit_revertsIf_joinedInThisEpoch() public {
        _join(_ann, applicant, APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyChangedThisEpoch.selector, _ann, 0));
        vm.prank(_ann);
        parties.quit();
    }

    function test_quit_revertsIf_theController() public {
        vm.expectRevert(
            abi.encodeWithSelector(IPartyRegistry.PartyControllerCannotLeave.selector, APPLICANT, applicant)
        );
        vm.prank(applicant);
        parties.quit();
    }

    function test_quit_revertsIf_theAccountHoldsASeat() public {
        _handOver(1, stewards[0], _ann);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyHasSeat.selector, 1, 1));
        vm.prank(stewards[0]);
        parties.quit();
    }

    function test_expel_countsFromTheNextEpoch() public {
        _join(_ann, applicant, APPLICANT);
        nextEpoch();
        vm.prank(applicant);
        parties.expel(APPLICANT, _ann);
        assertEq(parties.partyNow(_ann), APPLICANT);
        nextEpoch();
        assertEq(parties.partyNow(_ann), 0);
    }

    function test_expel_revertsIf_ofAnotherParty() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, stewards[0]));
        vm.prank(applicant);
        parties.expel(APPLICANT, stewards[0]);
    }

    function test_expel_revertsIf_notTheController() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, 1, applicant));
        vm.prank(applicant);
        parties.expel(1, stewards[0]);
    }

    function test_expel_revertsIf_theAccountHoldsASeat() public {
        _handOver(1, stewards[0], _ann);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyHasSeat.selector, 1, 1));
        vm.prank(_ann);
        parties.expel(1, stewards[0]);
    }

    function test_acceptController_replacesTheController() public {
        _handOver(APPLICANT, applicant, _ann);
        (address controller,,) = parties.partyInfo(APPLICANT);
        assertEq(controller, _ann);
        assertEq(parties.proposedController(APPLICANT), address(0));
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, APPLICANT, applicant));
        vm.prank(applicant);
        parties.invite(APPLICANT, bob, true);
    }

    function test_acceptController_revertsIf_notNamed() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotProposed.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.acceptController(APPLICANT);
    }

    function test_acceptController_revertsIf_theNameWasTakenBack() public {
        vm.startPrank(applicant);
        parties.proposeController(APPLICANT, _ann);
        parties.proposeController(APPLICANT, address(0));
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotProposed.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.acceptController(APPLICANT);
    }

    function test_acceptController_revertsIf_notYetOrNoLongerAMember() public {
        vm.prank(applicant);
        parties.proposeController(APPLICANT, _ann);
        _join(_ann, applicant, APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, _ann));
        vm.prank(_ann);
        parties.acceptController(APPLICANT);
        nextEpoch();
        vm.startPrank(_ann);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotMember.selector, _ann));
        parties.acceptController(APPLICANT);
        vm.stopPrank();
    }

    function test_proposeController_revertsIf_notTheController() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.proposeController(APPLICANT, _ann);
    }

    function test_close_freesItsControllerFromTheNextEpoch() public {
        vm.prank(applicant);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.MembershipChanged(applicant, 0, 1);
        parties.close(APPLICANT);
        assertEq(parties.partyNow(applicant), APPLICANT);
        assertEq(parties.partyNext(applicant), 0);
        nextEpoch();
        assertEq(parties.partyNow(applicant), 0);
        (,, bool open) = parties.partyInfo(APPLICANT);
        assertFalse(open);
        _join(applicant, stewards[0], 1);
        assertEq(parties.partyNext(applicant), 1);
    }

    function test_close_revertsIf_othersBelongToIt() public {
        _join(_ann, applicant, APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyHasMembers.selector, APPLICANT, 1));
        vm.prank(applicant);
        parties.close(APPLICANT);
        nextEpoch();
        vm.startPrank(applicant);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyHasMembers.selector, APPLICANT, 1));
        parties.close(APPLICANT);
        parties.expel(APPLICANT, _ann);
        parties.close(APPLICANT);
        vm.stopPrank();
        assertEq(parties.partyNow(_ann), APPLICANT);
        nextEpoch();
        assertEq(parties.partyNow(_ann), 0);
    }

    function test_close_revertsIf_admittedInThisEpoch() public {
        _admit(bob);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyChangedThisEpoch.selector, bob, 0));
        vm.prank(bob);
        parties.close(14);
        nextEpoch();
        vm.prank(bob);
        parties.close(14);
        assertEq(parties.partyNext(bob), 0);
    }

    function test_close_revertsIf_thePartyHoldsASeat() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyHasSeat.selector, 1, 1));
        vm.prank(stewards[0]);
        parties.close(1);
    }

    function test_close_revertsIf_notTheController() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.close(APPLICANT);
    }

    function test_close_revertsIf_closedAlready() public {
        vm.startPrank(applicant);
        parties.close(APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyIsClosed.selector, APPLICANT));
        parties.close(APPLICANT);
        vm.stopPrank();
    }

    function test_partyOf_revertsIf_neitherTheCurrentNorTheNextEpoch() public {
        nextEpoch();
        assertEq(parties.partyOf(applicant, 1), APPLICANT);
        assertEq(parties.partyOf(applicant, 2), APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyEpochUnknown.selector, 0, 1));
        parties.partyOf(applicant, 0);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyEpochUnknown.selector, 3, 1));
        parties.partyOf(applicant, 3);
    }

    function test_tenantNext_tellsTheKindOfThePartyOfTheNextEpoch() public {
        (uint32 party, IPartyRegistry.Kind kind) = parties.tenantNext(stewards[1]);
        assertEq(party, 2);
        assertEq(uint8(kind), uint8(IPartyRegistry.Kind.University));
        (party, kind) = parties.tenantNext(_ann);
        assertEq(party, 0);
        assertEq(uint8(kind), uint8(IPartyRegistry.Kind.Unspecified));
        _join(_ann, applicant, APPLICANT);
        (party, kind) = parties.tenantNext(_ann);
        assertEq(party, APPLICANT);
        assertEq(uint8(kind), uint8(IPartyRegistry.Kind.Lab));
    }

    function test_kindIn_revertsIf_closedThenOrUnknown() public {
        vm.prank(applicant);
        parties.close(APPLICANT);
        assertEq(uint8(parties.kindIn(APPLICANT, 0)), uint8(IPartyRegistry.Kind.Lab));
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyIsClosed.selector, APPLICANT));
        parties.kindIn(APPLICANT, 1);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyUnknown.selector, 99));
        parties.kindIn(99, 0);
    }

    function test_setAgent_keepsItsNumberWhenLimitsChange() public {
        uint48 until = uint48(block.timestamp + 30 days);
        vm.startPrank(applicant);
        parties.setAgent(APPLICANT, bob, until, 1, 2);
        parties.setAgent(APPLICANT, _ann, until, 3, 4);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.AgentSet(
            APPLICANT, bob, IPartyRegistry.Agent({id: 1, until: until - 1, gpuSecondsPerEpoch: 5, moneyPerEpoch: 6})
        );
        parties.setAgent(APPLICANT, bob, until - 1, 5, 6);
        vm.stopPrank();
        assertEq(parties.agentOf(APPLICANT, bob).id, 1);
        assertEq(parties.agentOf(APPLICANT, _ann).id, 2);
        assertEq(parties.agentOf(1, bob).id, 0, "of another party it is nobody");
    }

    function test_setAgent_revertsIf_longerThanAllowed() public {
        uint48 latest = uint48(block.timestamp) + parties.MAX_AGENT_TIME();
        vm.startPrank(applicant);
        parties.setAgent(APPLICANT, bob, latest, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAgentTooLong.selector, latest + 1, latest));
        parties.setAgent(APPLICANT, bob, latest + 1, 1, 1);
        vm.stopPrank();
    }

    function test_setAgent_revertsIf_notTheControllerOrNobody() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, APPLICANT, _ann));
        vm.prank(_ann);
        parties.setAgent(APPLICANT, _ann, 1, 1, 1);
        vm.expectRevert(IPartyRegistry.PartyZeroAddress.selector);
        vm.prank(applicant);
        parties.setAgent(APPLICANT, address(0), 1, 1, 1);
    }

    function test_partyInfo_revertsIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyUnknown.selector, 0));
        parties.partyInfo(0);
    }

    /// @dev Whatever is tried, what an epoch began with it ends with, and it begins with what was foretold.
    function testFuzz_membership_isFixedWithinAnEpoch(uint256 seed) public {
        uint32 foretold = 0;
        for (uint48 epoch = 0; epoch < 12; ++epoch) {
            assertEq(parties.partyNow(_ann), foretold, "not what was foretold");
            for (uint256 step = 0; step < 3; ++step) {
                seed = uint256(keccak256(abi.encode(seed)));
                _tryChange(seed);
                assertEq(parties.partyNow(_ann), foretold, "moved within an epoch");
                assertEq(parties.partyOf(_ann, epoch), foretold);
            }
            foretold = parties.partyNext(_ann);
            nextEpoch();
        }
    }

    function _tryChange(uint256 seed) private {
        uint32 party = seed % 2 == 0 ? 1 : APPLICANT;
        address controller = party == 1 ? stewards[0] : applicant;
        bytes memory data = abi.encodeCall(parties.quit, ());
        address caller = _ann;
        if (seed % 7 < 3) {
            vm.prank(controller);
            parties.invite(party, _ann, true);
            data = abi.encodeCall(parties.accept, (party));
        } else if (seed % 7 == 3) {
            (data, caller) = (abi.encodeCall(parties.expel, (party, _ann)), controller);
        }
        vm.prank(caller);
        (bool changed,) = address(parties).call(data);
        if (!changed) return;
        vm.prank(_ann);
        (bool again,) = address(parties).call(abi.encodeCall(parties.quit, ()));
        assertFalse(again, "two changes in an epoch");
    }

    function _admit(address controller) private {
        vm.prank(address(timelock));
        parties.admit(controller, IPartyRegistry.Kind.Lab);
    }

    function _join(address account, address controller, uint32 party) private {
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }

    function _handOver(uint32 party, address from, address to) private {
        _join(to, from, party);
        nextEpoch();
        vm.prank(from);
        parties.proposeController(party, to);
        vm.prank(to);
        parties.acceptController(party);
    }

    function _newRegistry(address[] memory controllers, uint256 kinds) private {
        new PartyRegistry(address(manager), clock, seats, controllers, new IPartyRegistry.Kind[](kinds));
    }
}
