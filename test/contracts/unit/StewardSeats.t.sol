// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StewardSeats} from "../../../contracts/governance/StewardSeats.sol";
import {IERC5192} from "../../../contracts/interfaces/IERC5192.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {IStewardSeats} from "../../../contracts/interfaces/IStewardSeats.sol";
import {Deployment} from "../support/Deployment.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

contract StewardSeatsTest is Deployment {
    uint32 private constant APPLICANT = 13;
    uint256 private constant TERM = 180 days;

    address private _ann;

    function setUp() public {
        deploySystem("demo");
        _ann = makeAddr("ann");
    }

    function test_constructor_seatsTheFirstStewards() public view {
        assertEq(seats.totalCapacity(), 12);
        assertEq(seats.constituencies(), 4);
        assertEq(seats.seated(), STEWARDS);
        assertEq(seats.presentCount(), STEWARDS);
        assertEq(seats.admissionLimit(), 3);
        (uint8 capacity, uint8 taken) = seats.constituency(3);
        assertEq(capacity, 3);
        assertEq(taken, 3);
        (address steward, uint32 party, uint8 index, uint48 termEnd, uint48 lastPresent) = seats.seat(6);
        assertEq(steward, stewards[5]);
        assertEq(party, 6);
        assertEq(index, 1);
        assertEq(termEnd, DEPLOYED_AT + TERM);
        assertEq(lastPresent, DEPLOYED_AT);
        assertEq(seats.seatOfParty(6), 6);
        assertEq(seats.seatOfAccount(stewards[5]), 6);
        assertEq(seats.getPastVotes(stewards[5], DEPLOYED_AT), 1);
        assertEq(seats.getPastTotalSupply(DEPLOYED_AT), STEWARDS);
        assertEq(seats.CLOCK_MODE(), "mode=timestamp");
        assertEq(seats.liveSeats().length, STEWARDS);
    }

    function test_constructor_revertsIf_fewerSeatsThanTheMinimum() public {
        StewardSeats.GenesisSeat[] memory genesis = genesisSeats();
        assembly ("memory-safe") {
            mstore(genesis, 5)
        }
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsBelowMinimum.selector, 5, 6));
        _newSeats(_capacities(3), 6, 180 days, 1, genesis);
    }

    function test_constructor_revertsIf_theMinimumIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsBelowMinimum.selector, STEWARDS, 0));
        _newSeats(_capacities(3), 0, 180 days, 1, genesisSeats());
    }

    function test_constructor_revertsIf_theMinimumIsAboveHalf() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsInvalidTotal.selector, 12, 14, 63));
        _newSeats(_capacities(3), 7, 180 days, 1, genesisSeats());
    }

    function test_constructor_revertsIf_theTermIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsTooShort.selector, 0, 1));
        _newSeats(_capacities(3), 6, 180 days, 0, genesisSeats());
    }

    function test_constructor_revertsIf_thePresenceWindowIsShortOffTheDemoChains() public {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsTooShort.selector, 180 days - 1, 180 days));
        _newSeats(_capacities(3), 6, 180 days - 1, 1, genesisSeats());
        assertEq(_newSeats(_capacities(3), 6, 180 days, 1, genesisSeats()).presenceWindow(), 180 days);
    }

    function test_constructor_revertsIf_aPartyIsSeatedTwice() public {
        StewardSeats.GenesisSeat[] memory genesis = genesisSeats();
        genesis[4] = StewardSeats.GenesisSeat({steward: stewards[0], party: 1, constituency: 0});
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsPartyHasSeat.selector, 1, 1));
        _newSeats(_capacities(3), 6, 180 days, 1, genesis);
    }

    function test_setCapacities_revertsIf_theTotalIsOutOfBounds() public {
        uint8[] memory five = new uint8[](5);
        for (uint256 i = 0; i < 5; ++i) {
            five[i] = 1;
        }
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsInvalidTotal.selector, 5, 12, 63));
        _setCapacities(five);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsInvalidTotal.selector, 64, 12, 63));
        _setCapacities(_capacities(16));
    }

    function test_setCapacities_revertsIf_oneHasMoreThanAThird() public {
        uint8[] memory capacities = _capacities(3);
        capacities[0] = 5;
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsCapacityTooLarge.selector, 0, 5, 4));
        _setCapacities(capacities);
    }

    function test_setCapacities_revertsIf_belowWhatIsSeated() public {
        uint8[] memory capacities = _capacities(4);
        capacities[2] = 2;
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsCapacityBelowSeated.selector, 2, 2, 3));
        _setCapacities(capacities);
    }

    function test_setCapacities_revertsIf_aSeatedConstituencyWouldGo() public {
        uint8[] memory three = new uint8[](3);
        (three[0], three[1], three[2]) = (4, 4, 4);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsCapacityBelowSeated.selector, 3, 0, 3));
        _setCapacities(three);
    }

    function test_setCapacities_revertsIf_tooManyConstituencies() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownConstituency.selector, 64));
        _setCapacities(new uint8[](64));
    }

    function test_setCapacities_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stewards[0]));
        vm.prank(stewards[0]);
        seats.setCapacities(_capacities(4));
    }

    function test_setCapacities_growsAndShrinksTheList() public {
        uint8[] memory five = new uint8[](5);
        for (uint256 i = 0; i < 5; ++i) {
            five[i] = 3;
        }
        vm.expectEmit(address(seats));
        emit IStewardSeats.CapacitiesSet(five, 15);
        _setCapacities(five);
        assertEq(seats.constituencies(), 5);
        assertEq(seats.totalCapacity(), 15);
        _setCapacities(_capacities(3));
        assertEq(seats.constituencies(), 4);
    }

    function test_admit_fillsAVacancy() public {
        _remove(1);
        vm.expectEmit(address(seats));
        emit IERC5192.Locked(13);
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatAdmitted(13, applicant, APPLICANT, 0, uint48(block.timestamp + TERM), 0);
        assertEq(_admit(applicant, APPLICANT, 0), 13);
        assertEq(seats.ownerOf(13), applicant);
        assertEq(seats.getVotes(applicant), 1);
        assertTrue(seats.locked(13));
    }

    function test_admit_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, applicant));
        vm.prank(applicant);
        seats.admit(applicant, APPLICANT, 0);
    }

    function test_admit_revertsIf_theConstituencyIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownConstituency.selector, 4));
        _admit(applicant, APPLICANT, 4);
    }

    function test_admit_revertsIf_fullAndNoTermIsOver() public {
        vm.warp(DEPLOYED_AT + TERM - 1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsConstituencyFull.selector, 2, 3));
        _admit(applicant, APPLICANT, 2);
    }

    function test_admit_revertsIf_ofAnotherOrNoParty() public {
        _remove(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, stewards[0], APPLICANT, 1));
        _admit(stewards[0], APPLICANT, 0);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, stranger, 0, 0));
        _admit(stranger, 0, 0);
    }

    function test_admit_revertsIf_aMemberOnlyFromTheNextEpoch() public {
        _remove(1);
        _join(_ann, applicant, APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, _ann, APPLICANT, 0));
        _admit(_ann, APPLICANT, 0);
        nextEpoch();
        assertEq(_admit(_ann, APPLICANT, 0), 13);
    }

    function test_admit_revertsIf_thePartyHasASeat() public {
        _remove(2);
        _join(_ann, stewards[0], 1);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsPartyHasSeat.selector, 1, 1));
        _admit(_ann, 1, 1);
    }

    function test_admit_replacesTheCaretakerWhoseTermEndedFirst() public {
        _remove(1);
        vm.warp(DEPLOYED_AT + 1 days);
        _admit(applicant, APPLICANT, 0);
        uint32 lateParty = _newParty(_ann);
        vm.warp(DEPLOYED_AT + TERM);
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatVacated(5, stewards[4], 5, 3);
        assertEq(_admit(_ann, lateParty, 0), 14);
        assertEq(seats.seated(), STEWARDS);
        assertEq(seats.seatOfParty(5), 0);
        assertEq(seats.getVotes(stewards[4]), 0);
        assertEq(seats.seatOfAccount(applicant), 13);
    }

    function test_admit_renewsAPartyWhoseTermIsOver() public {
        vm.warp(DEPLOYED_AT + TERM);
        assertEq(_admit(stewards[4], 5, 0), 13);
        (,,, uint48 termEnd,) = seats.seat(13);
        assertEq(termEnd, block.timestamp + TERM);
        assertEq(seats.seatOfAccount(stewards[4]), 13);
        assertEq(seats.seated(), STEWARDS);
        assertEq(seats.getVotes(stewards[4]), 1);
    }

    function test_admit_revertsIf_aRenewalChangesConstituency() public {
        vm.warp(DEPLOYED_AT + TERM);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsPartyHasSeat.selector, 5, 5));
        _admit(stewards[4], 5, 1);
    }

    function test_admit_revertsIf_aQuarterWasSeatedWithinThirtyDays() public {
        vm.warp(DEPLOYED_AT + TERM);
        for (uint256 i = 0; i < 3; ++i) {
            _admit(stewards[i], uint32(i + 1), uint8(i));
        }
        uint256 free = block.timestamp + 30 days;
        vm.warp(free - 1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsTooManyAdmissions.selector, 3, free));
        _admit(stewards[3], 4, 3);
        vm.warp(free);
        assertEq(_admit(stewards[3], 4, 3), 16);
    }

    function test_remove_endsASeat() public {
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatVacated(3, stewards[2], 3, 0);
        _remove(3);
        assertEq(seats.seated(), 11);
        assertEq(seats.seatOfAccount(stewards[2]), 0);
        assertEq(seats.getVotes(stewards[2]), 0);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownSeat.selector, 3));
        seats.seat(3);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownSeat.selector, 3));
        seats.locked(3);
    }

    function test_remove_revertsIf_unknownOrNotTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownSeat.selector, 99));
        _remove(99);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        seats.remove(1);
    }

    function test_rekey_movesTheVoteWithinTheParty() public {
        _join(_ann, stewards[0], 1);
        nextEpoch();
        uint256 before = block.timestamp;
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatRekeyed(1, stewards[0], _ann);
        _rekey(1, _ann);
        skipTime(1);
        assertEq(seats.ownerOf(1), _ann);
        assertEq(seats.seatOfAccount(stewards[0]), 0);
        assertEq(seats.seatOfAccount(_ann), 1);
        assertEq(seats.seatOfParty(1), 1);
        assertEq(seats.getPastVotes(stewards[0], before), 0);
        assertEq(seats.getPastVotes(stewards[0], before - 1), 1);
        assertEq(seats.getPastTotalSupply(before), STEWARDS);
    }

    function test_rekey_revertsIf_ofAnotherParty() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, applicant, 1, APPLICANT));
        _rekey(1, applicant);
    }

    function test_rekey_revertsIf_theAccountHoldsASeat() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsAlreadySeated.selector, stewards[0]));
        _rekey(1, stewards[0]);
    }

    function test_rekey_revertsIf_unknownOrNotTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownSeat.selector, 99));
        _rekey(99, applicant);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stewards[0]));
        vm.prank(stewards[0]);
        seats.rekey(1, _ann);
    }

    function test_expire_endsCaretakersInTheirOrder() public {
        vm.warp(DEPLOYED_AT + TERM);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotFirstToExpire.selector, 2, 1));
        seats.expire(2);
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatVacated(1, stewards[0], 1, 1);
        seats.expire(1);
        seats.expire(2);
        assertEq(seats.seated(), 10);
    }

    function test_expire_revertsIf_theTermIsNotOver() public {
        vm.warp(DEPLOYED_AT + TERM - 1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsTermNotOver.selector, 1, DEPLOYED_AT + TERM));
        seats.expire(1);
    }

    function test_expire_revertsIf_fewerThanTheMinimumWouldStay() public {
        vm.warp(DEPLOYED_AT + TERM + 1);
        for (uint256 id = 1; id <= 6; ++id) {
            seats.expire(id);
        }
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsBelowMinimum.selector, 6, 6));
        seats.expire(7);
        assertEq(seats.getVotes(stewards[6]), 1, "a caretaker votes on");
    }

    function test_expire_revertsIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownSeat.selector, 0));
        seats.expire(0);
    }

    function test_resign_endsTheCallersSeat() public {
        vm.expectEmit(address(seats));
        emit IStewardSeats.SeatVacated(2, stewards[1], 2, 2);
        vm.prank(stewards[1]);
        seats.resign();
        assertEq(seats.seated(), 11);
    }

    function test_resign_revertsIf_fewerThanTheMinimumWouldStay() public {
        for (uint256 i = 0; i < 6; ++i) {
            vm.prank(stewards[i]);
            seats.resign();
        }
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsBelowMinimum.selector, 6, 6));
        vm.prank(stewards[6]);
        seats.resign();
    }

    function test_resign_revertsIf_notASteward() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotSteward.selector, alice));
        vm.prank(alice);
        seats.resign();
    }

    function test_present_countsForItsWindow() public {
        vm.warp(DEPLOYED_AT + 10 days);
        vm.expectEmit(address(seats));
        emit IStewardSeats.StewardPresent(4, stewards[3], uint48(block.timestamp));
        vm.prank(stewards[3]);
        seats.present();
        vm.warp(DEPLOYED_AT + 180 days);
        assertEq(seats.presentCount(), STEWARDS);
        vm.warp(DEPLOYED_AT + 180 days + 1);
        assertEq(seats.presentCount(), 1);
        vm.warp(DEPLOYED_AT + 190 days + 1);
        assertEq(seats.presentCount(), 0);
    }

    function test_present_revertsIf_notASteward() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotSteward.selector, alice));
        vm.prank(alice);
        seats.present();
    }

    function test_transfers_revert() public {
        vm.startPrank(stewards[0]);
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.transferFrom(stewards[0], _ann, 1);
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.safeTransferFrom(stewards[0], _ann, 1);
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.safeTransferFrom(stewards[0], _ann, 1, "");
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.approve(_ann, 1);
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.setApprovalForAll(_ann, true);
        vm.stopPrank();
    }

    function test_delegation_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsSelfDelegated.selector, stewards[0]));
        vm.prank(stewards[0]);
        seats.delegate(_ann);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsSelfDelegated.selector, address(this)));
        seats.delegateBySig(_ann, 0, block.timestamp, 27, bytes32(0), bytes32(0));
        assertEq(seats.delegates(_ann), _ann);
        assertEq(seats.delegates(address(0)), address(0));
    }

    function test_supportsInterface_namesWhatSeatsAre() public view {
        assertTrue(seats.supportsInterface(0xb45a3c0e), "ERC-5192");
        assertTrue(seats.supportsInterface(type(IERC5192).interfaceId));
        assertTrue(seats.supportsInterface(type(IERC721).interfaceId));
        assertTrue(seats.supportsInterface(type(IERC6372).interfaceId));
        assertFalse(seats.supportsInterface(0xffffffff));
    }

    function test_constituency_revertsIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsUnknownConstituency.selector, 4));
        seats.constituency(4);
    }

    function testFuzz_setCapacities_keepsEveryBound(uint8[6] memory given) public {
        uint8[] memory capacities = new uint8[](6);
        uint256 total = 0;
        bool fair = true;
        for (uint256 i = 0; i < 6; ++i) {
            capacities[i] = uint8(bound(given[i], i < 4 ? 2 : 0, 12));
            total += capacities[i];
        }
        for (uint256 i = 0; i < 6; ++i) {
            if (capacities[i] > total / 3 || (i < 4 && capacities[i] < 3)) fair = false;
        }
        vm.prank(address(timelock));
        (bool done,) = address(seats).call(abi.encodeCall(seats.setCapacities, (capacities)));
        assertEq(done, fair && total >= 12 && total <= 63);
        assertEq(seats.totalCapacity(), done ? total : 12);
    }

    function _capacities(uint8 each) private pure returns (uint8[] memory capacities) {
        capacities = new uint8[](4);
        for (uint256 i = 0; i < 4; ++i) {
            capacities[i] = each;
        }
    }

    function _newSeats(
        uint8[] memory capacities,
        uint8 minSeats,
        uint48 window,
        uint48 term,
        StewardSeats.GenesisSeat[] memory genesis
    ) private returns (StewardSeats) {
        return new StewardSeats(address(manager), parties, capacities, minSeats, window, term, genesis);
    }

    function _admit(address account, uint32 party, uint8 index) private returns (uint256) {
        vm.prank(address(timelock));
        return seats.admit(account, party, index);
    }

    function _remove(uint256 seatId) private {
        vm.prank(address(timelock));
        seats.remove(seatId);
    }

    function _rekey(uint256 seatId, address account) private {
        vm.prank(address(timelock));
        seats.rekey(seatId, account);
    }

    function _setCapacities(uint8[] memory capacities) private {
        vm.prank(address(timelock));
        seats.setCapacities(capacities);
    }

    function _join(address account, address controller, uint32 party) private {
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }

    function _newParty(address controller) private returns (uint32 party) {
        vm.prank(address(timelock));
        party = parties.admit(controller, IPartyRegistry.Kind.Lab);
        nextEpoch();
    }
}
