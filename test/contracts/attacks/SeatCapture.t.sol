// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../../contracts/interfaces/IStewardSeats.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Taking over the second house: more seats than a party may have, faster than allowed, or at others' cost
contract SeatCaptureTest is Proposals {
    uint32 private constant APPLICANT = 13;

    address private _colleague;

    function setUp() public {
        deploySystem("demo");
        _colleague = makeAddr("second account of party 1");
        _join(_colleague, stewards[0], 1);
        nextEpoch();
    }

    function test_stewardCannotCarryItsSeatToAnotherParty() public {
        vm.startPrank(stewards[0]);
        parties.proposeController(1, _colleague);
        vm.stopPrank();
        vm.prank(_colleague);
        parties.acceptController(1);
        vm.prank(applicant);
        parties.invite(APPLICANT, stewards[0], true);

        bytes memory refusal = abi.encodeWithSelector(IPartyRegistry.PartyHasSeat.selector, 1, 1);
        vm.expectRevert(refusal);
        vm.prank(stewards[0]);
        parties.quit();
        vm.expectRevert(refusal);
        vm.prank(_colleague);
        parties.expel(1, stewards[0]);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, stewards[0], 1));
        vm.prank(stewards[0]);
        parties.accept(APPLICANT);
    }

    function test_secondAccountOfAPartyIsNotSeatedByAnyVote() public {
        pass(address(seats), abi.encodeCall(seats.remove, (2)), "A vacancy among the universities.");
        _passButFails(
            abi.encodeCall(seats.admit, (_colleague, 1, 1)),
            abi.encodeWithSelector(IStewardSeats.SeatsPartyHasSeat.selector, 1, 1)
        );
        assertEq(seats.seated(), 11);
    }

    function test_whoLeavesInThisEpochIsNotSeated() public {
        pass(address(seats), abi.encodeCall(seats.remove, (1)), "The party's own seat ends.");
        Proposal memory p =
            propose(singleAction(address(seats), abi.encodeCall(seats.admit, (_colleague, 1, 0)), "Seat."), carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.prank(_colleague);
        parties.quit();
        assertEq(parties.partyNow(_colleague), 1, "still a member in this epoch");
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, _colleague, 1, 0));
        execute(p);
    }

    function test_partyThatIsClosingIsNotSeated() public {
        pass(address(seats), abi.encodeCall(seats.remove, (1)), "A vacancy among the labs.");
        Proposal memory p = propose(
            singleAction(address(seats), abi.encodeCall(seats.admit, (applicant, APPLICANT, 0)), "Seat."), carol
        );
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.prank(applicant);
        parties.close(APPLICANT);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotOfParty.selector, applicant, APPLICANT, 0));
        execute(p);
    }

    function test_oneProposalCannotSeatMoreThanAQuarter() public {
        address[] memory controllers = new address[](4);
        for (uint256 i = 0; i < 4; ++i) {
            controllers[i] = makeAddr(string.concat("sleeper ", vm.toString(i)));
        }
        bytes memory admitAll = abi.encodeCall(parties.admitMany, (controllers, IPartyRegistry.Kind.Lab));
        pass(address(parties), admitAll, "Four new parties.");
        vm.warp(DEPLOYED_AT + 181 days);
        Proposal memory p = _seatAll(controllers);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        uint256 free = block.timestamp + 30 days;
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsTooManyAdmissions.selector, 3, free));
        execute(p);
        assertEq(seats.seatOfAccount(controllers[0]), 0, "not even the first");
    }

    function test_nobodyChoosesWhichCaretakersExpire() public {
        vm.warp(DEPLOYED_AT + 181 days);
        for (uint256 id = 2; id <= STEWARDS; ++id) {
            vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsNotFirstToExpire.selector, id, 1));
            seats.expire(id);
        }
        for (uint256 id = 1; id <= 6; ++id) {
            seats.expire(id);
        }
        for (uint8 index = 0; index < CONSTITUENCIES; ++index) {
            (, uint8 seated) = seats.constituency(index);
            assertGe(seated, 1, "no constituency is wiped out");
        }
    }

    function test_nobodyOpensTheRecoveryByExpiringThosePresent() public {
        vm.warp(DEPLOYED_AT + 100 days);
        for (uint256 i = 0; i < 7; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
        vm.warp(DEPLOYED_AT + 181 days);
        assertEq(seats.presentCount(), 7);
        seats.expire(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsBelowMinimum.selector, 6, 6));
        seats.expire(2);
        Proposal memory p = _proposeAndVoteTokens(
            address(seats), abi.encodeCall(seats.admit, (applicant, APPLICANT, 0)), "By tokens alone."
        );
        assertFalse(governor.proposalIsRecovery(p.id));
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_resignationsCannotStarveTheHouse() public {
        uint256 left = 0;
        for (uint256 i = 0; i < STEWARDS; ++i) {
            vm.prank(stewards[i]);
            (bool done,) = address(seats).call(abi.encodeCall(seats.resign, ()));
            if (done) ++left;
        }
        assertEq(left, 6);
        assertEq(seats.seated(), seats.minSeats());
    }

    /// @dev Two blocks of one second: what stands at its end is what counts, and only once.
    function test_seatRekeyedInTheSecondOfTheSnapshotHasOneVote() public {
        Proposal memory p = propose(singleAction(address(seats), abi.encodeCall(seats.remove, (2)), "A vote."), carol);
        vm.warp(stock.proposalSnapshot(p.id));
        vm.prank(address(timelock));
        seats.rekey(1, _colleague);
        vm.roll(block.number + 1);
        skipTime(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stewards[0], 1));
        voteSeat(p, stewards[0], FOR);
        voteSeat(p, _colleague, FOR);
        (, uint256 inFavour,) = governor.seatVotes(p.id);
        assertEq(inFavour, 1);
        assertEq(seats.getPastTotalSupply(stock.proposalSnapshot(p.id)), STEWARDS);
    }

    function test_caretakerVotesUntilItIsReplaced() public {
        vm.warp(DEPLOYED_AT + 181 days);
        _presentAll();
        Proposal memory p = propose(
            singleAction(address(seats), abi.encodeCall(seats.admit, (applicant, APPLICANT, 0)), "A new lab."), carol
        );
        passProposal(p);
        skipTime(1);
        assertEq(seats.getVotes(stewards[0]), 0, "the first caretaker is replaced");
        assertEq(seats.getVotes(applicant), 1);
        assertEq(seats.getVotes(stewards[4]), 1, "the next one votes on");
    }

    function test_recovery_onlyAdmissionsPassByTokensAlone() public {
        vm.warp(DEPLOYED_AT + 181 days);
        assertEq(seats.presentCount(), 0);
        Proposal memory admission =
            _proposeAndVoteTokens(address(seats), abi.encodeCall(seats.admit, (applicant, APPLICANT, 0)), "Recovery.");
        Proposal memory removal =
            _proposeAndVoteTokens(address(seats), abi.encodeCall(seats.remove, (2)), "Not recovery.");
        warpPastVote(admission);
        assertState(removal, IGovernor.ProposalState.Defeated);
        queue(admission);
        warpToEta(admission);
        execute(admission);
        assertEq(seats.seatOfParty(APPLICANT), 13);
        assertEq(seats.seated(), STEWARDS, "an admission replaces a caretaker");
    }

    function test_recovery_endsWhenStewardsAreBack() public {
        vm.warp(DEPLOYED_AT + 181 days);
        Proposal memory p =
            _proposeAndVoteTokens(address(seats), abi.encodeCall(seats.admit, (applicant, APPLICANT, 0)), "Recovery.");
        warpPastVote(p);
        queue(p);
        warpToEta(p);
        for (uint256 i = 0; i < 6; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorRecoveryOver.selector, p.id, 6, 6));
        execute(p);
    }

    function _proposeAndVoteTokens(address target, bytes memory data, string memory description)
        private
        returns (Proposal memory p)
    {
        p = propose(singleAction(target, data, description), carol);
        uint256 resume = block.timestamp;
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        vm.warp(resume);
    }

    function _passButFails(bytes memory data, bytes memory reason) private {
        Proposal memory p = propose(singleAction(address(seats), data, "Passed, but against the rules."), carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectRevert(reason);
        execute(p);
    }

    function _seatAll(address[] memory controllers) private returns (Proposal memory p) {
        p.targets = new address[](controllers.length);
        p.values = new uint256[](controllers.length);
        p.calldatas = new bytes[](controllers.length);
        p.description = "Four seats at once.";
        for (uint256 i = 0; i < controllers.length; ++i) {
            p.targets[i] = address(seats);
            p.calldatas[i] = abi.encodeCall(seats.admit, (controllers[i], uint32(14 + i), uint8(i)));
        }
        _presentAll();
        return propose(p, carol);
    }

    function _presentAll() private {
        for (uint256 i = 0; i < STEWARDS; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
    }

    function _join(address account, address controller, uint32 party) private {
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }
}
