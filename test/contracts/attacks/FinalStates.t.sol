// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @notice What is defeated, canceled, expired or executed stays so, whoever tries what.
contract FinalStatesTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_defeatedStaysDefeated() public {
        Proposal memory p = charterMatter("Nobody votes.");
        warpPastVote(p);
        _assertFinal(p, IGovernor.ProposalState.Defeated);
    }

    function test_defeatedInTheObjectionPeriodStaysDefeated() public {
        Proposal memory p = charterMatter("A late flip that is objected to.");
        warpToVote(p);
        voteSeats(p, 7, FOR);
        vm.warp(stock.proposalDeadline(p.id));
        voteToken(p, bob, FOR);
        skipTime(1);
        voteToken(p, alice, AGAINST);
        warpPastVote(p);
        _assertFinal(p, IGovernor.ProposalState.Defeated);
    }

    function test_canceledStaysCanceled() public {
        Proposal memory p = charterMatter("Taken back.");
        cancel(p, alice);
        _assertFinal(p, IGovernor.ProposalState.Canceled);
    }

    function test_canceledAfterItWasQueuedStaysCanceled() public {
        Proposal memory p = charterMatter("Stopped.");
        voteThrough(p);
        queue(p);
        cancel(p, guardian);
        _assertFinal(p, IGovernor.ProposalState.Canceled);
    }

    function test_expiredWithoutAQueueStaysExpired() public {
        Proposal memory p = charterMatter("Forgotten.");
        voteThrough(p);
        skipTime(7 days + 1);
        _assertFinal(p, IGovernor.ProposalState.Expired);
    }

    function test_expiredInTheQueueStaysExpired() public {
        Proposal memory p = charterMatter("Forgotten in the queue.");
        voteThrough(p);
        queue(p);
        vm.warp(stock.proposalEta(p.id) + 7 days + 1);
        _assertFinal(p, IGovernor.ProposalState.Expired);
    }

    function test_executedStaysExecuted() public {
        Proposal memory p = charterMatter("Done.");
        passProposal(p);
        _assertFinal(p, IGovernor.ProposalState.Executed);
    }

    function test_settingsDoNotReviveADefeatedOne() public {
        Proposal memory p = charterMatter("Fifteen percent.");
        warpToVote(p);
        voteToken(p, carol, FOR);
        voteSeats(p, STEWARDS, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
        pass(
            address(governor),
            abi.encodeCall(governor.updateCharterQuorumNumerator, (1000)),
            "Lower the charter quorum."
        );
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_settingsDoNotKillASucceededOne() public {
        Proposal memory p = routine("Ten percent.");
        warpToVote(p);
        voteToken(p, carol, FOR);
        warpPastVote(p);
        bytes[3] memory calls = [
            abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (2000)),
            abi.encodeCall(GovernorSettings.setVotingPeriod, (30 days)),
            abi.encodeCall(GovernorSettings.setVotingDelay, (7 days))
        ];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(address(timelock));
            (bool done,) = address(governor).call(calls[i]);
            assertFalse(done, "not even the timelock outside of an execution");
        }
        pass(address(governor), calls[0], "Quorum.");
        assertState(p, IGovernor.ProposalState.Succeeded);
        queue(p);
        warpToEta(p);
        execute(p);
    }

    /// @dev No ballot can do this; it shows that execution asks the tallies and not only the eta.
    function test_queuedOneWhoseTallyIsLostIsNotExecuted() public {
        Proposal memory p = charterMatter("Queued.");
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.record();
        governor.proposalVotes(p.id);
        (bytes32[] memory reads,) = vm.accesses(address(governor));
        vm.store(address(governor), reads[0], 0);
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Defeated, IGovernor.ProposalState.Queued));
        execute(p);
    }

    function _assertFinal(Proposal memory p, IGovernor.ProposalState expected) private {
        assertState(p, expected);
        for (uint256 i = 0; i < 3; ++i) {
            _tryEverything(p);
            assertState(p, expected);
            skipTime(i == 0 ? 1 : 400 days);
        }
        assertState(p, expected);
    }

    /// @dev Each call must fail; the state is asserted by the caller.
    function _tryEverything(Proposal memory p) private {
        bytes32 hash = keccak256(bytes(p.description));
        bytes[9] memory calls = [
            abi.encodeCall(IGovernor.castVote, (p.id, FOR)),
            abi.encodeCall(IGovernor.castVote, (p.id, AGAINST)),
            abi.encodeCall(IGovernor.castVoteWithReasonAndParams, (p.id, FOR, "", SEAT_HOUSE)),
            abi.encodeCall(IGovernor.queue, (p.targets, p.values, p.calldatas, hash)),
            abi.encodeCall(IGovernor.execute, (p.targets, p.values, p.calldatas, hash)),
            abi.encodeCall(IGovernor.cancel, (p.targets, p.values, p.calldatas, hash)),
            abi.encodeCall(IGovernor.propose, (p.targets, p.values, p.calldatas, p.description)),
            abi.encodeCall(governor.cancelIfRetiered, (p.targets, p.values, p.calldatas, hash)),
            abi.encodeWithSignature("relay(address,uint256,bytes)", address(0), 0, "")
        ];
        address[6] memory callers = [alice, dave, guardian, stewards[11], address(timelock), stranger];
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 j = 0; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool done,) = address(governor).call(calls[i]);
                assertFalse(done, "a final state took a call");
            }
        }
    }
}
