// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract GovernorDelaysTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_times_areThoseOfTheProfile() public view {
        assertEq(governor.delay(0), 60);
        assertEq(governor.delay(1), 1 hours);
        assertEq(governor.delay(2), 6 hours);
        assertEq(governor.maxDissent(), 1 days);
        assertEq(governor.objectionWindow(), 1 hours);
        assertEq(governor.objectionPeriod(), 1 hours);
        assertEq(governor.queueWindow(), 7 days);
        assertEq(governor.gracePeriod(), 7 days);
    }

    function test_queue_givesEachTierItsDelay() public {
        Proposal memory r = routine("Routine.");
        Proposal memory p = policy("Policy.");
        Proposal memory c = charterMatter("Charter.");
        voteThrough(r);
        vm.warp(stock.proposalSnapshot(c.id) + 1);
        _agree(p);
        _agree(c);
        warpPastVote(c);
        _assertEta(r, 60);
        _assertEta(p, 1 hours);
        _assertEta(c, 6 hours);
    }

    function test_queue_addsDissent() public {
        Proposal memory p = charterMatter("Charter.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, carol, AGAINST);
        voteSeats(p, 9, FOR);
        voteSeat(p, stewards[9], AGAINST);
        warpPastVote(p);
        uint256 tokenShare = uint256(1 days) * 100 / 599;
        uint256 seatShare = uint256(1 days) / 12;
        assertLe(governor.dissent(p.id) - tokenShare - seatShare, 1);
        _assertEta(p, 6 hours + governor.dissent(p.id));
    }

    function test_dissent_doesNotDelayARoutineMatter() public {
        Proposal memory p = routine("Routine.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, AGAINST);
        voteSeat(p, stewards[0], AGAINST);
        warpPastVote(p);
        assertEq(governor.dissent(p.id), 0);
        _assertEta(p, 60);
    }

    function test_execute_revertsIf_beforeTheEtaThoughTheTimelockIsReady() public {
        Proposal memory p = charterMatter("Charter.");
        voteThrough(p);
        queue(p);
        uint256 eta = stock.proposalEta(p.id);
        vm.warp(eta - 1);
        assertTrue(timelock.isOperationReady(_operation(p)), "the timelock itself would execute");
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorTooEarly.selector, p.id, eta));
        execute(p);
        vm.warp(eta);
        execute(p);
        assertState(p, IGovernor.ProposalState.Executed);
        assertEq(stock.votingDelay(), NEW_VOTING_DELAY);
    }

    function test_state_expiresWhatNobodyQueues() public {
        Proposal memory p = charterMatter("Charter.");
        voteThrough(p);
        vm.warp(stock.proposalDeadline(p.id) + 7 days);
        assertState(p, IGovernor.ProposalState.Succeeded);
        skipTime(1);
        assertState(p, IGovernor.ProposalState.Expired);
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Expired, IGovernor.ProposalState.Succeeded));
        queue(p);
    }

    function test_state_expiresWhatNobodyExecutes() public {
        Proposal memory p = charterMatter("Charter.");
        voteThrough(p);
        queue(p);
        vm.warp(stock.proposalEta(p.id) + 7 days);
        assertState(p, IGovernor.ProposalState.Queued);
        skipTime(1);
        assertState(p, IGovernor.ProposalState.Expired);
        vm.expectRevert(unexpectedState(p, IGovernor.ProposalState.Expired, IGovernor.ProposalState.Queued));
        execute(p);
    }

    function test_execute_worksInTheLastSecondOfGrace() public {
        Proposal memory p = charterMatter("Charter.");
        voteThrough(p);
        queue(p);
        vm.warp(stock.proposalEta(p.id) + 7 days);
        execute(p);
        assertState(p, IGovernor.ProposalState.Executed);
    }

    function testFuzz_execute_onlyWithinEtaAndGrace(uint256 wait) public {
        wait = bound(wait, 0, 30 days);
        Proposal memory p = charterMatter("Charter.");
        voteThrough(p);
        queue(p);
        uint256 eta = stock.proposalEta(p.id);
        skipTime(wait);
        bool open = block.timestamp >= eta && block.timestamp <= eta + 7 days;
        if (!open) vm.expectRevert();
        execute(p);
        assertEq(stock.state(p.id) == IGovernor.ProposalState.Executed, open);
    }

    function test_proposalDeadline_isExtendedByALateFlip() public {
        Proposal memory p = charterMatter("Charter.");
        warpToVote(p);
        voteSeats(p, 7, FOR);
        uint256 deadline = stock.proposalDeadline(p.id);
        vm.warp(deadline);
        vm.expectEmit(address(governor));
        emit IStewardGovernor.ProposalExtended(p.id, uint64(deadline + 1 hours));
        voteToken(p, whale, FOR);
        assertEq(stock.proposalDeadline(p.id), deadline + 1 hours);
        vm.warp(deadline + 1 hours);
        assertState(p, IGovernor.ProposalState.Active);
        skipTime(1);
        assertState(p, IGovernor.ProposalState.Succeeded);
        vm.warp(deadline + 1 hours + 7 days);
        assertState(p, IGovernor.ProposalState.Succeeded);
    }

    function _agree(Proposal memory p) private {
        voteToken(p, whale, FOR);
        voteSeats(p, STEWARDS, FOR);
    }

    function _assertEta(Proposal memory p, uint256 wait) private {
        uint256 eta = block.timestamp + wait;
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalQueued(p.id, eta);
        queue(p);
        assertEq(stock.proposalEta(p.id), eta);
    }

    function _operation(Proposal memory p) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        return timelock.hashOperationBatch(p.targets, p.values, p.calldatas, 0, salt);
    }
}
