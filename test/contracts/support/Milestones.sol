// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMilestoneLeases} from "../../../contracts/interfaces/IMilestoneLeases.sol";
import {Markets} from "./Markets.sol";

/// @title Jobs that are paid by the milestone, a provider, a tenant without a party, and three arbiters
abstract contract Milestones is Markets {
    uint96 internal constant AMOUNT = 1_000e6;
    uint256 internal constant BOND = 10e6;
    uint256 internal constant REVIEW = 1 hours;
    bytes32 internal constant WORK = keccak256("what was made");
    bytes32 internal constant EVIDENCE = keccak256("what is wrong with it");

    /// @dev Controls party 3.
    address internal operator;
    uint32 internal providerId;
    address[] internal arbiters;

    function startMilestones() internal {
        startMarket();
        operator = stewards[2];
        providerId = addProvider(operator, 8);
        giveMoney(operator, 100_000e6);
        approveMilestones(tenant);
        approveMilestones(operator);
        for (uint256 i = 5; i < 8; ++i) {
            arbiters.push(stewards[i]);
            vm.prank(address(timelock));
            arbitration.appointArbiter(stewards[i]);
        }
    }

    function approveMilestones(address account) internal {
        vm.prank(account);
        money.approve(address(milestones), type(uint256).max);
    }

    /// @dev One a day, each of a base unit more than the one before it.
    function planOf(uint256 count) internal view returns (IMilestoneLeases.Plan[] memory plan) {
        plan = new IMilestoneLeases.Plan[](count);
        for (uint256 i = 0; i < count; ++i) {
            plan[i] = IMilestoneLeases.Plan({
                amount: AMOUNT + uint96(i), deadline: uint40(block.timestamp + (i + 1) * 1 days)
            });
        }
    }

    function offer(IMilestoneLeases.Plan[] memory plan) internal returns (uint64) {
        vm.prank(tenant);
        return milestones.offer(providerId, SPEC, plan);
    }

    function startJob(uint256 count) internal returns (uint64 jobId) {
        jobId = offer(planOf(count));
        vm.prank(operator);
        milestones.acceptJob(jobId);
    }

    function deliver(uint64 jobId) internal {
        vm.prank(operator);
        milestones.deliver(jobId, WORK);
    }

    function acceptMilestone(uint64 jobId, uint8 index) internal {
        vm.prank(tenant);
        milestones.acceptMilestone(jobId, index);
    }

    function reject(uint64 jobId, uint8 index) internal returns (uint64 caseId) {
        vm.prank(tenant);
        milestones.reject(jobId, index, EVIDENCE);
        return milestones.milestone(jobId, index).caseId;
    }

    /// @dev Two of three arbiters agree, and nobody appeals.
    function decideFinally(uint64 caseId, bool forClaimant) internal {
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(arbiters[i]);
            arbitration.vote(caseId, forClaimant, "");
        }
        skipTime(arbitration.appealTime());
    }

    function stateOf(uint64 jobId, uint8 index) internal view returns (IMilestoneLeases.MilestoneState) {
        return milestones.milestone(jobId, index).state;
    }

    function feeOn(uint256 amount) internal pure returns (uint256) {
        return amount / 100;
    }

    /// @dev All that the contract must hold, added up job by job.
    function heldBy(address[] memory accounts) internal view returns (uint256 sum) {
        for (uint64 jobId = 1; jobId <= milestones.jobCount(); ++jobId) {
            IMilestoneLeases.Job memory job = milestones.job(jobId);
            uint256 bond = book.termsOf(job.version).disputeBond;
            sum += job.undelivered;
            for (uint8 i = 0; i < job.milestones; ++i) {
                IMilestoneLeases.Milestone memory one = milestones.milestone(jobId, i);
                if (one.state == IMilestoneLeases.MilestoneState.Delivered) sum += one.amount + bond;
                if (one.state == IMilestoneLeases.MilestoneState.Rejected) sum += one.amount + 2 * bond;
            }
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            sum += milestones.claimable(accounts[i]);
        }
        (uint128 toTreasury, uint128 toBurn) = milestones.feesDue();
        sum += toTreasury + toBurn;
    }
}
