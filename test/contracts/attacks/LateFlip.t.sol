// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice A result that flips at the last moment gives those who slept a time in which only objecting is possible.
contract LateFlipTest is TieredProposals {
    uint256 private constant WINDOW = 1 hours;

    function setUp() public {
        deployWithRelease();
    }

    function test_lateTokensOpenTheObjectionPeriod() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
    }

    function test_lateSeatOpensTheObjectionPeriod() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteSeats(p, 6, FOR);
        uint256 deadline = _warpToLastSecond(p);
        voteSeat(p, stewards[6], FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
    }

    function test_lateAbstainThatFillsTheQuorumOpensTheObjectionPeriod() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        voteToken(p, dave, FOR);
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, whale, ABSTAIN);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
    }

    function test_objectionsDecideAndNothingElseIsTaken() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, bob, FOR);
        skipTime(1);
        bytes memory onlyObjections =
            abi.encodeWithSelector(IStewardGovernor.GovernorOnlyObjections.selector, p.id, deadline + 1 hours);
        vm.expectRevert(onlyObjections);
        voteToken(p, whale, FOR);
        vm.expectRevert(onlyObjections);
        voteToken(p, whale, ABSTAIN);
        vm.expectRevert(onlyObjections);
        voteSeat(p, stewards[7], FOR);
        voteSeat(p, stewards[7], AGAINST);
        vm.warp(deadline + 1 hours);
        voteToken(p, alice, AGAINST);
        skipTime(1);
        assertState(p, IGovernor.ProposalState.Defeated);
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Defeated, IGovernor.ProposalState.Active));
        voteToken(p, carol, AGAINST);
    }

    function test_flipBeforeTheWindowOpensNothing() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = stock.proposalDeadline(p.id);
        vm.warp(deadline - WINDOW);
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline);
    }

    function test_flipInTheFirstSecondOfTheWindowOpensIt() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = stock.proposalDeadline(p.id);
        vm.warp(deadline - WINDOW + 1);
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
    }

    function test_whatWasPassingAlreadyIsNotExtended() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        voteToken(p, whale, FOR);
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, alice, FOR);
        voteToken(p, bob, ABSTAIN);
        assertEq(stock.proposalDeadline(p.id), deadline);
        skipTime(1);
        assertState(p, IGovernor.ProposalState.Succeeded);
    }

    function test_resultThatWasBrokenAndMendedInTheWindowIsAFlip() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        voteToken(p, bob, FOR);
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, dave, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline, "it was passing");
        voteToken(p, alice, AGAINST);
        voteToken(p, carol, ABSTAIN);
        assertEq(stock.proposalDeadline(p.id), deadline, "it fails now");
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours, "and passes again");
    }

    function test_seatObjectionInTheWindowIsNoticedToo() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteSeats(p, 7, FOR);
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, alice, FOR);
        for (uint256 i = 7; i < 11; ++i) {
            voteSeat(p, stewards[i], AGAINST);
        }
        voteSeat(p, stewards[11], FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours, "8 to 4 passes where 7 to 4 failed");
    }

    function test_periodOpensOnceOnly() public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = stock.proposalDeadline(p.id);
        vm.warp(deadline - 10);
        voteToken(p, bob, FOR);
        voteToken(p, alice, AGAINST);
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
        vm.warp(deadline + 1);
        voteToken(p, dave, AGAINST);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
    }

    function test_lateFlipOfARoutineMatterIsExtendedToo() public {
        Proposal memory p = routine("Routine.");
        uint256 deadline = _warpToLastSecond(p);
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
        skipTime(1);
        for (uint256 i = 0; i < 7; ++i) {
            voteSeat(p, stewards[i], AGAINST);
        }
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    /// @dev The governor skips the rule while its flag says "passing"; this model never does. Seven seats have agreed,
    /// so that the five holders and the other five seats make and break the result in any order.
    function testFuzz_windowAgreesWithAModelThatAlwaysAsks(uint8[10] memory ballots, uint256 seed, uint8 early) public {
        Proposal memory p = _seatsAgree(charterMatter("One."));
        uint256 deadline = stock.proposalDeadline(p.id);
        bool flipped = false;
        early %= 4;
        uint256[] memory order = _shuffled(10, seed);
        for (uint256 i = 0; i < 10; ++i) {
            if (i == early) vm.warp(deadline);
            bool before = _passes(p);
            uint256 who = order[i];
            if (who < 5) voteToken(p, holders()[who], ballots[i] % 3);
            else voteSeat(p, stewards[who + 2], ballots[i] % 3);
            if (i >= early && !before && _passes(p)) flipped = true;
        }
        assertEq(stock.proposalDeadline(p.id), flipped ? deadline + 1 hours : deadline);
        vm.warp(deadline + 1 hours + 1);
        assertEq(stock.state(p.id) == IGovernor.ProposalState.Succeeded, _passes(p));
    }

    function _shuffled(uint256 count, uint256 seed) private pure returns (uint256[] memory order) {
        order = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }

    function _passes(Proposal memory p) private view returns (bool) {
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(p.id);
        (uint256 seatAgainst, uint256 seatFor,) = governor.seatVotes(p.id);
        return inFavour + abstain >= 15_000_000 ether && inFavour > 0
            && 10_000 * inFavour >= 6_000 * (inFavour + against) && 2 * seatFor > 12 && seatFor >= 2 * seatAgainst;
    }

    function _seatsAgree(Proposal memory p) private returns (Proposal memory) {
        warpToVote(p);
        voteSeats(p, 7, FOR);
        return p;
    }

    function _warpToLastSecond(Proposal memory p) private returns (uint256 deadline) {
        deadline = stock.proposalDeadline(p.id);
        vm.warp(deadline);
    }
}
