// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice A seat lets its steward propose, but not bury the DAO in proposals.
contract FloodingTest is TieredProposals {
    address private steward;

    function setUp() public {
        deployWithRelease();
        steward = stewards[5];
    }

    function test_thirdLiveProposalOfASeatIsRefused() public {
        _two();
        _expectTooMany();
        propose(charterAction("Third."), steward);
    }

    function test_limitHoldsThroughEveryLiveState() public {
        (Proposal memory first, Proposal memory second) = _two();
        vm.warp(stock.proposalSnapshot(second.id) + 1);
        _expectTooMany();
        propose(charterAction("While both are active."), steward);
        _agree(first);
        _agree(second);
        warpPastVote(second);
        _expectTooMany();
        propose(charterAction("While both have succeeded."), steward);
        queue(first);
        queue(second);
        _expectTooMany();
        propose(charterAction("While both are queued."), steward);
    }

    function test_placeIsFreeAgainOnceOneIsOver() public {
        (Proposal memory first, Proposal memory second) = _two();
        cancel(first, steward);
        Proposal memory third = propose(charterAction("Third."), steward);
        _expectTooMany();
        propose(charterAction("Fourth."), steward);
        cancel(third, steward);
        propose(charterAction("Fifth."), steward);
        cancel(second, steward);
        propose(charterAction("Sixth."), steward);
        _expectTooMany();
        propose(charterAction("Seventh."), steward);
    }

    function testFuzz_atMostTwoLiveAtAnyTime(uint8[24] memory moves) public {
        Proposal[] memory made = new Proposal[](24);
        uint256 count = 0;
        uint256 canceled = 0;
        for (uint256 i = 0; i < moves.length; ++i) {
            if (moves[i] % 3 != 0 && count > 0) {
                Proposal memory p = made[moves[i] % count];
                vm.prank(steward);
                (bool done,) = address(governor)
                    .call(
                        abi.encodeCall(
                            IGovernor.cancel, (p.targets, p.values, p.calldatas, keccak256(bytes(p.description)))
                        )
                    );
                assertState(p, IGovernor.ProposalState.Canceled);
                canceled += done ? 1 : 0;
            } else {
                Proposal memory p = charterAction(vm.toString(i));
                uint256 live = _live(made, count);
                if (live == 2) _expectTooMany();
                p = propose(p, steward);
                if (live < 2) made[count++] = p;
            }
            assertEq(_live(made, count), count - canceled);
            assertLe(count - canceled, 2);
        }
    }

    function test_limitIsEachSeatsOwn() public {
        _two();
        propose(charterAction("Of another steward."), stewards[6]);
        assertEq(stock.proposalProposer(3), stewards[6]);
    }

    function test_stewardAtTheThresholdProposesAsAHolder() public {
        vm.prank(dave);
        token.transfer(steward, 10_000 ether);
        vm.prank(steward);
        token.delegate(steward);
        skipTime(1);
        for (uint256 i = 0; i < 4; ++i) {
            propose(charterAction(vm.toString(i)), steward);
        }
        assertEq(stock.proposalProposer(4), steward);
    }

    function test_seatOfThisVerySecondDoesNotPropose() public {
        uint256 seatId = seats.seatOfAccount(steward);
        vm.startPrank(address(timelock));
        seats.remove(seatId);
        seats.admit(applicant, 13, 1);
        vm.stopPrank();
        vm.expectPartialRevert(IGovernor.GovernorInsufficientProposerVotes.selector);
        propose(charterAction("Too fresh."), applicant);
        skipTime(1);
        propose(charterAction("A second later."), applicant);
        vm.expectPartialRevert(IGovernor.GovernorInsufficientProposerVotes.selector);
        propose(charterAction("Without a seat."), steward);
    }

    function _two() private returns (Proposal memory first, Proposal memory second) {
        first = propose(charterAction("First."), steward);
        second = propose(charterAction("Second."), steward);
    }

    function _agree(Proposal memory p) private {
        voteToken(p, whale, FOR);
        voteSeats(p, STEWARDS, FOR);
    }

    function _live(Proposal[] memory made, uint256 count) private view returns (uint256 live) {
        for (uint256 i = 0; i < count; ++i) {
            if (stock.state(made[i].id) != IGovernor.ProposalState.Canceled) ++live;
        }
    }

    function _expectTooMany() private {
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTooManyLiveProposals.selector, steward, 2));
    }
}
