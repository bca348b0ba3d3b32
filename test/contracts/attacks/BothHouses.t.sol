// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../../contracts/interfaces/IStewardSeats.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice One account in both houses has one ballot in each, and no weight of one reaches the other.
contract BothHousesTest is TieredProposals {
    address private both;

    function setUp() public {
        deployWithRelease();
        both = stewards[0];
        vm.prank(whale);
        token.transfer(both, 40_000_000 ether);
        vm.prank(both);
        token.delegate(both);
        skipTime(1);
    }

    function test_tokensOfAStewardDoNotWeighInTheSeatHouse() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, both, FOR);
        voteToken(p, both, AGAINST);
        (uint256 seatAgainst, uint256 seatFor,) = governor.seatVotes(p.id);
        (uint256 against, uint256 inFavour,) = governor.proposalVotes(p.id);
        assertEq(seatFor, 1);
        assertEq(seatAgainst, 0);
        assertEq(against, 40_000_000 ether);
        assertEq(inFavour, 0);
    }

    function test_secondBallotInEitherHouseIsRefused() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, both, FOR);
        voteToken(p, both, FOR);
        bytes memory already = abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, both);
        vm.expectRevert(already);
        voteSeat(p, both, AGAINST);
        vm.expectRevert(already);
        voteToken(p, both, AGAINST);
        vm.expectRevert(already);
        vm.prank(both);
        stock.castVoteWithReason(p.id, FOR, "once more");
        vm.expectRevert(already);
        vm.prank(both);
        stock.castVoteWithReasonAndParams(p.id, FOR, "once more", "");
    }

    function test_paramsThatOnlyLookLikeTheSeatHouseAreRefused() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, both, FOR);
        bytes[4] memory lookalikes = [bytes(hex"00"), hex"0100", hex"0001", abi.encode(uint256(1))];
        for (uint256 i = 0; i < lookalikes.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorInvalidHouse.selector, lookalikes[i]));
            vm.prank(both);
            stock.castVoteWithReasonAndParams(p.id, FOR, "", lookalikes[i]);
        }
    }

    function test_seatCannotBeLentToVoteTwice() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, both, FOR);
        uint256 seatId = seats.seatOfAccount(both);
        vm.startPrank(both);
        vm.expectRevert(IStewardSeats.SeatsSoulbound.selector);
        seats.transferFrom(both, stranger, seatId);
        vm.expectRevert(abi.encodeWithSelector(IStewardSeats.SeatsSelfDelegated.selector, both));
        seats.delegate(stranger);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 1));
        voteSeat(p, stranger, FOR);
    }

    function test_rekeyedSeatDoesNotVoteAgain() public {
        vm.prank(both);
        parties.invite(1, stranger, true);
        vm.prank(stranger);
        parties.accept(1);
        nextEpoch();
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, both, FOR);
        uint256 seatId = seats.seatOfAccount(both);
        vm.prank(address(timelock));
        seats.rekey(seatId, stranger);
        skipTime(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 1));
        voteSeat(p, stranger, FOR);
    }

    function test_stewardWithoutTokensCannotReachTheQuorum() public {
        Proposal memory p = policy("All seats, no tokens.");
        warpToVote(p);
        voteSeats(p, STEWARDS, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }
}
