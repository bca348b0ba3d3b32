// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice The clock is time, and two blocks may share a second: nothing is gained between them.
contract SameTimestampTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_powerMovedBetweenTwoBlocksOfTheSnapshotSecondCountsOnce() public {
        Proposal memory p = charterMatter("One.");
        vm.warp(stock.proposalSnapshot(p.id));
        vm.prank(stranger);
        token.delegate(stranger);
        vm.prank(alice);
        token.transfer(stranger, 20_100_000 ether);
        _nextBlockSameSecond();
        vm.prank(stranger);
        token.transfer(alice, 20_100_000 ether);
        _nextBlockSameSecond();
        assertState(p, IGovernor.ProposalState.Pending);
        skipTime(1);
        voteToken(p, alice, FOR);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 0));
        voteToken(p, stranger, FOR);
        (, uint256 inFavour,) = governor.proposalVotes(p.id);
        assertEq(inFavour, 20_100_000 ether);
    }

    function test_noVoteInTheSecondOfTheSnapshot() public {
        Proposal memory p = charterMatter("One.");
        vm.warp(stock.proposalSnapshot(p.id));
        _nextBlockSameSecond();
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Pending, IGovernor.ProposalState.Active));
        voteToken(p, whale, FOR);
    }

    function test_tokensOfThisSecondDoNotPropose() public {
        vm.prank(stranger);
        token.delegate(stranger);
        vm.prank(alice);
        token.transfer(stranger, 10_000 ether);
        _nextBlockSameSecond();
        vm.expectPartialRevert(IGovernor.GovernorInsufficientProposerVotes.selector);
        propose(charterAction("Too fresh."), stranger);
    }

    function test_bothBlocksOfTheLastSecondTakeBallotsAndNoneQueues() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteSeats(p, 7, FOR);
        vm.warp(stock.proposalDeadline(p.id));
        voteToken(p, alice, FOR);
        _nextBlockSameSecond();
        voteToken(p, bob, AGAINST);
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Active, IGovernor.ProposalState.Succeeded));
        queue(p);
    }

    function test_queueAndExecutionNeverShareASecond() public {
        Proposal memory p = routine("Routine.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        warpPastVote(p);
        queue(p);
        _nextBlockSameSecond();
        vm.expectPartialRevert(IStewardGovernor.GovernorTooEarly.selector);
        execute(p);
    }

    function test_twoProposalsOfOneSecondAreTwo() public {
        Proposal memory p = charterMatter("One.");
        _nextBlockSameSecond();
        Proposal memory q = charterMatter("Two.");
        assertEq(q.id, p.id + 1);
        assertEq(stock.proposalSnapshot(p.id), stock.proposalSnapshot(q.id));
        warpToVote(q);
        voteToken(p, whale, FOR);
        _nextBlockSameSecond();
        voteToken(q, whale, FOR);
        assertTrue(stock.hasVoted(p.id, whale) && stock.hasVoted(q.id, whale));
    }

    function _nextBlockSameSecond() private {
        vm.roll(block.number + 1);
    }
}
