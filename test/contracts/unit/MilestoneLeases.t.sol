// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {IMilestoneLeases} from "../../../contracts/interfaces/IMilestoneLeases.sol";
import {Milestones} from "../support/Milestones.sol";

/// @title Escrow by the milestone
contract MilestoneLeasesTest is Milestones {
    address private constant SINK = 0x000000000000000000000000000000000000dEaD;

    function setUp() public {
        startMilestones();
    }

    function test_offer_putsAllOfItInEscrow() public {
        uint256 before = money.balanceOf(tenant);
        IMilestoneLeases.Plan[] memory plan = planOf(16);
        vm.expectEmit(address(milestones));
        emit IMilestoneLeases.JobOffered(1, tenant, providerId, 0, 3, 1, SPEC, plan);
        uint64 jobId = offer(plan);
        uint256 total = 16 * uint256(AMOUNT) + 120;
        assertEq(before - money.balanceOf(tenant), total);
        assertEq(money.balanceOf(address(milestones)), total);
        IMilestoneLeases.Job memory job = milestones.job(jobId);
        assertEq(job.tenant, tenant);
        assertEq(job.tenantParty, 0);
        assertEq(job.providerParty, 3);
        assertEq(job.undelivered, total);
        assertEq(uint8(job.state), uint8(IMilestoneLeases.JobState.Offered));
        assertEq(milestones.milestone(jobId, 15).amount, AMOUNT + 15);
    }

    function test_offer_keepsThePartiesOfBothSides() public {
        giveMoney(stewards[0], 10_000e6);
        approveMilestones(stewards[0]);
        vm.prank(stewards[0]);
        uint64 jobId = milestones.offer(providerId, SPEC, planOf(1));
        assertEq(milestones.job(jobId).tenantParty, 1);
        assertEq(milestones.job(jobId).providerParty, 3);
    }

    function test_offer_revertsIf_thereIsNoSuchProvider() public {
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesUnknownProvider.selector, 99));
        vm.prank(tenant);
        milestones.offer(99, SPEC, planOf(1));
        vm.startPrank(operator);
        providers.retire(providerId);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesUnknownProvider.selector, providerId));
        offer(planOf(1));
    }

    function test_offer_revertsIf_noneOrTooMany() public {
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesBadCount.selector, 0, 16));
        offer(planOf(0));
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesBadCount.selector, 17, 16));
        offer(planOf(17));
    }

    function test_offer_revertsIf_somethingIsEmpty() public {
        IMilestoneLeases.Plan[] memory plan = planOf(2);
        plan[1].amount = 0;
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesEmptyField.selector, "amount"));
        offer(plan);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesEmptyField.selector, "specDigest"));
        vm.prank(tenant);
        milestones.offer(providerId, 0, planOf(1));
    }

    function test_offer_revertsIf_deadlinesAreOutOfOrder() public {
        IMilestoneLeases.Plan[] memory plan = planOf(2);
        uint256 latest = block.timestamp + 730 days;
        plan[0].deadline = uint40(block.timestamp);
        _expectBadDeadline(plan, 0, block.timestamp + 1, latest);
        plan[0].deadline = uint40(block.timestamp + 3 days);
        _expectBadDeadline(plan, 1, plan[0].deadline, latest);
        plan[1].deadline = uint40(latest + 1);
        _expectBadDeadline(plan, 1, plan[0].deadline, latest);
        plan[1].deadline = plan[0].deadline;
        offer(plan);
    }

    function test_offer_revertsIf_theMarketIsPaused() public {
        uint64 jobId = offer(planOf(1));
        vm.prank(guardian);
        book.pause();
        bytes memory reason = abi.encodeWithSelector(IMilestoneLeases.MilestonesPaused.selector, book.pausedUntil());
        vm.expectRevert(reason);
        offer(planOf(1));
        vm.expectRevert(reason);
        vm.prank(operator);
        milestones.acceptJob(jobId);
        vm.prank(tenant);
        milestones.withdrawOffer(jobId);
    }

    function test_withdrawOffer_givesAllBack() public {
        uint256 before = money.balanceOf(tenant);
        uint64 jobId = offer(planOf(3));
        vm.prank(tenant);
        milestones.withdrawOffer(jobId);
        assertEq(money.balanceOf(tenant), before);
        assertEq(money.balanceOf(address(milestones)), 0);
        vm.expectRevert(_wrongState(jobId, IMilestoneLeases.JobState.Ended));
        vm.prank(operator);
        milestones.acceptJob(jobId);
    }

    function test_withdrawOffer_revertsIf_accepted() public {
        uint64 jobId = startJob(3);
        vm.expectRevert(_wrongState(jobId, IMilestoneLeases.JobState.Running));
        vm.prank(tenant);
        milestones.withdrawOffer(jobId);
    }

    function test_acceptJob_revertsIf_notTheProviderOrTooLate() public {
        uint64 jobId = offer(planOf(1));
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesNotSide.selector, jobId, stranger));
        vm.prank(stranger);
        milestones.acceptJob(jobId);
        uint256 deadline = milestones.milestone(jobId, 0).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesTooLate.selector, jobId, deadline));
        vm.prank(operator);
        milestones.acceptJob(jobId);
    }

    function test_deliver_bringsTheBondAlong() public {
        uint64 jobId = startJob(2);
        uint256 before = money.balanceOf(operator);
        vm.expectEmit(address(milestones));
        emit IMilestoneLeases.MilestoneDelivered(jobId, 0, WORK);
        deliver(jobId);
        assertEq(before - money.balanceOf(operator), BOND);
        assertEq(milestones.job(jobId).undelivered, AMOUNT + 1);
        deliver(jobId);
        assertEq(milestones.job(jobId).undelivered, 0);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesAllDelivered.selector, jobId));
        vm.prank(operator);
        milestones.deliver(jobId, WORK);
    }

    function test_deliver_revertsIf_notAcceptedNotTheProviderOrEmpty() public {
        uint64 jobId = offer(planOf(1));
        vm.expectRevert(_wrongState(jobId, IMilestoneLeases.JobState.Offered));
        vm.startPrank(operator);
        milestones.deliver(jobId, WORK);
        milestones.acceptJob(jobId);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesEmptyField.selector, "digest"));
        milestones.deliver(jobId, 0);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesNotSide.selector, jobId, tenant));
        vm.prank(tenant);
        milestones.deliver(jobId, WORK);
    }

    function test_deliver_revertsIf_itsDeadlineIsOver() public {
        uint64 jobId = startJob(2);
        uint256 deadline = milestones.milestone(jobId, 0).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesTooLate.selector, jobId, deadline));
        vm.prank(operator);
        milestones.deliver(jobId, WORK);
        vm.warp(deadline - 1);
        deliver(jobId);
    }

    function test_R3_acceptedIsPaid() public {
        uint64 jobId = startJob(2);
        deliver(jobId);
        vm.expectEmit(address(milestones));
        emit IMilestoneLeases.MilestonePaid(jobId, 0, AMOUNT, uint96(feeOn(AMOUNT)));
        acceptMilestone(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + BOND);
        uint256 before = money.balanceOf(operator);
        vm.prank(operator);
        milestones.claim();
        assertEq(money.balanceOf(operator) - before, AMOUNT - feeOn(AMOUNT) + BOND);
        (uint128 toTreasury, uint128 toBurn) = milestones.feesDue();
        assertEq(toTreasury + toBurn, feeOn(AMOUNT));
        assertEq(toBurn, feeOn(AMOUNT) / 5);
    }

    function test_R3_silenceIsPaidByAnyone() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        uint256 from = block.timestamp + REVIEW;
        vm.warp(from - 1);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesTooEarly.selector, jobId, from));
        vm.prank(stranger);
        milestones.release(jobId, 0);
        vm.warp(from);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesTooLate.selector, jobId, from));
        vm.prank(tenant);
        milestones.reject(jobId, 0, EVIDENCE);
        vm.prank(stranger);
        milestones.release(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + BOND);
    }

    function test_R3_rejectionOpensACase() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        skipTime(REVIEW - 1);
        uint256 before = money.balanceOf(tenant);
        uint64 caseId = reject(jobId, 0);
        assertEq(before - money.balanceOf(tenant), BOND);
        IArbitration.Case memory opened = arbitration.caseOf(caseId);
        assertEq(opened.court, address(milestones));
        assertEq(opened.claimant, tenant);
        assertEq(opened.respondent, operator);
        assertEq(opened.respondentParty, 3);
        assertEq(opened.seats, 3);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesNoVerdict.selector, caseId));
        milestones.settle(jobId, 0);
    }

    function test_R3_verdictForTheTenantGivesTheMoneyBackAndBothBonds() public {
        uint64 jobId = _settled(true);
        assertEq(uint8(stateOf(jobId, 0)), uint8(IMilestoneLeases.MilestoneState.Returned));
        assertEq(milestones.claimable(tenant), AMOUNT + 2 * BOND);
        assertEq(milestones.claimable(operator), 0);
        (uint128 toTreasury, uint128 toBurn) = milestones.feesDue();
        assertEq(toTreasury + toBurn, 0, "no fee on what goes back");
    }

    function test_R3_verdictForTheProviderPaysItAndBothBonds() public {
        uint64 jobId = _settled(false);
        assertEq(uint8(stateOf(jobId, 0)), uint8(IMilestoneLeases.MilestoneState.Paid));
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + 2 * BOND);
        assertEq(milestones.claimable(tenant), 0);
    }

    function test_R3_withoutAVerdictTheProviderIsPaidAndBondsReturn() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        uint64 caseId = reject(jobId, 0);
        skipTime(arbitration.verdictTime() + arbitration.appealTime());
        vm.expectEmit(address(milestones));
        emit IMilestoneLeases.MilestoneSettled(jobId, 0, IArbitration.Outcome.Undecided);
        milestones.settle(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + BOND);
        assertEq(milestones.claimable(tenant), BOND);
        assertEq(caseId, 1);
    }

    function test_R3_undeliveredPastItsDeadlineTheRestGoesBack() public {
        uint64 jobId = startJob(4);
        deliver(jobId);
        uint256 deadline = milestones.milestone(jobId, 1).deadline;
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesTooEarly.selector, jobId, deadline));
        vm.prank(tenant);
        milestones.reclaim(jobId);
        vm.warp(deadline);
        uint256 before = money.balanceOf(tenant);
        vm.prank(tenant);
        milestones.reclaim(jobId);
        assertEq(money.balanceOf(tenant) - before, 3 * uint256(AMOUNT) + 6);
        vm.expectRevert(_wrongState(jobId, IMilestoneLeases.JobState.Ended));
        vm.prank(operator);
        milestones.deliver(jobId, WORK);
        milestones.release(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + BOND, "what was delivered is still paid");
    }

    function test_reclaim_revertsIf_allWasDelivered() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        skipTime(10 days);
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesAllDelivered.selector, jobId));
        vm.prank(tenant);
        milestones.reclaim(jobId);
    }

    function test_payFees_sendsEachPartWhereItBelongs() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        acceptMilestone(jobId, 0);
        uint256 fee = feeOn(AMOUNT);
        (uint256 purse, uint256 sink) = (money.balanceOf(address(treasury)), money.balanceOf(SINK));
        vm.prank(stranger);
        milestones.payFees();
        assertEq(money.balanceOf(SINK) - sink, fee / 5);
        assertEq(money.balanceOf(address(treasury)) - purse, fee - fee / 5);
        bytes memory reason = abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector);
        vm.expectRevert(reason);
        milestones.payFees();
        vm.expectRevert(abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        vm.prank(stranger);
        milestones.claim();
    }

    function test_terms_areThoseOfTheOffer() public {
        uint64 jobId = startJob(1);
        IMarketTerms.Terms memory terms = firstTerms();
        (terms.feeBps, terms.disputeBond) = (1000, 500e6);
        vm.prank(address(timelock));
        book.setTerms(terms);
        deliver(jobId);
        acceptMilestone(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + BOND);
    }

    function testFuzz_R3_partsSumExactly(uint96 amount, uint16 feeBps, uint16 burnBps, uint8 way) public {
        amount = uint96(bound(amount, 1, 500_000e6));
        IMarketTerms.Terms memory terms = firstTerms();
        (terms.feeBps, terms.burnBps) = (uint16(bound(feeBps, 0, 1000)), uint16(bound(burnBps, 0, 10_000)));
        vm.prank(address(timelock));
        book.setTerms(terms);
        IMilestoneLeases.Plan[] memory plan = planOf(1);
        plan[0].amount = amount;
        uint64 jobId = offer(plan);
        vm.prank(operator);
        milestones.acceptJob(jobId);
        deliver(jobId);
        if (way % 4 == 0) {
            acceptMilestone(jobId, 0);
        } else {
            uint64 caseId = reject(jobId, 0);
            if (way % 4 == 1) skipTime(arbitration.verdictTime() + arbitration.appealTime());
            else decideFinally(caseId, way % 4 == 2);
            milestones.settle(jobId, 0);
        }
        (uint256 toTreasury, uint256 toBurn) = milestones.feesDue();
        uint256 bonds = way % 4 == 0 ? BOND : 2 * BOND;
        uint256 owed = uint256(milestones.claimable(tenant)) + milestones.claimable(operator);
        assertEq(owed + toTreasury + toBurn, amount + bonds);
        assertEq(money.balanceOf(address(milestones)), amount + bonds);
        uint256 fee = way % 4 == 2 ? 0 : uint256(amount) * terms.feeBps / 10_000;
        assertEq(toTreasury + toBurn, fee);
        assertEq(toBurn, fee * terms.burnBps / 10_000);
    }

    function _settled(bool forTenant) private returns (uint64 jobId) {
        jobId = startJob(1);
        deliver(jobId);
        decideFinally(reject(jobId, 0), forTenant);
        vm.prank(stranger);
        milestones.settle(jobId, 0);
    }

    function _expectBadDeadline(IMilestoneLeases.Plan[] memory plan, uint256 index, uint256 earliest, uint256 latest)
        private
    {
        uint256 deadline = plan[index].deadline;
        bytes memory reason =
            abi.encodeWithSelector(IMilestoneLeases.MilestonesBadDeadline.selector, index, deadline, earliest, latest);
        vm.expectRevert(reason);
        offer(plan);
    }

    function _wrongState(uint64 jobId, IMilestoneLeases.JobState state) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMilestoneLeases.MilestonesWrongState.selector, jobId, state);
    }
}
