// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MilestoneLeases} from "../../../contracts/compute/MilestoneLeases.sol";
import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMilestoneLeases} from "../../../contracts/interfaces/IMilestoneLeases.sol";
import {FeeToken, Reentrant, TalkingToken} from "../support/HostileTokens.sol";
import {Milestones} from "../support/Milestones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Tenants, providers and strangers that want more of a job than is theirs
contract MilestoneAbuseTest is Milestones {
    function setUp() public {
        startMilestones();
    }

    function test_nobodyElseDecidesAboutADelivery() public {
        uint64 jobId = startJob(2);
        deliver(jobId);
        address[3] memory others = [stranger, operator, guardian];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory reason = abi.encodeWithSelector(IMilestoneLeases.MilestonesNotSide.selector, jobId, others[i]);
            vm.startPrank(others[i]);
            vm.expectRevert(reason);
            milestones.acceptMilestone(jobId, 0);
            vm.expectRevert(reason);
            milestones.reject(jobId, 0, EVIDENCE);
            skipTime(2 days);
            vm.expectRevert(reason);
            milestones.reclaim(jobId);
            vm.stopPrank();
        }
    }

    function test_whatIsOverIsOver() public {
        uint64 jobId = startJob(3);
        deliver(jobId);
        deliver(jobId);
        deliver(jobId);
        acceptMilestone(jobId, 0);
        _refusesAll(jobId, 0, IMilestoneLeases.MilestoneState.Paid);
        uint64 first = reject(jobId, 1);
        _refusesAll(jobId, 1, IMilestoneLeases.MilestoneState.Rejected);
        decideFinally(first, true);
        milestones.settle(jobId, 1);
        _refusesAll(jobId, 1, IMilestoneLeases.MilestoneState.Returned);
        vm.expectRevert(_wrongMilestone(jobId, 1, IMilestoneLeases.MilestoneState.Returned));
        milestones.settle(jobId, 1);
        milestones.release(jobId, 2);
        _refusesAll(jobId, 2, IMilestoneLeases.MilestoneState.Paid);
        vm.prank(tenant);
        milestones.claim();
        vm.prank(operator);
        milestones.claim();
        milestones.payFees();
        assertEq(money.balanceOf(address(milestones)), 0, "nothing is left, nothing is lacking");
    }

    function test_aMilestoneThatIsNoneIsNobodys() public {
        uint64 jobId = startJob(1);
        _refusesAll(jobId, 0, IMilestoneLeases.MilestoneState.Open);
        _refusesAll(jobId, 1, IMilestoneLeases.MilestoneState.None);
        vm.expectRevert(_wrongMilestone(jobId, 255, IMilestoneLeases.MilestoneState.None));
        milestones.settle(jobId, 255);
    }

    /// @dev The provider cannot outwait the tenant: each delivery has its review time, however many are open.
    function test_allDeliveriesCanBeRejectedAtOnce() public {
        uint64 jobId = startJob(16);
        for (uint256 i = 0; i < 16; ++i) {
            deliver(jobId);
        }
        uint64[] memory cases = new uint64[](16);
        for (uint8 i = 0; i < 16; ++i) {
            cases[i] = reject(jobId, i);
        }
        for (uint8 i = 0; i < 16; ++i) {
            for (uint256 a = 0; a < 2; ++a) {
                vm.prank(arbiters[a]);
                arbitration.vote(cases[i], true, "");
            }
        }
        skipTime(arbitration.appealTime());
        for (uint8 i = 0; i < 16; ++i) {
            milestones.settle(jobId, i);
        }
        assertEq(milestones.claimable(tenant), 16 * uint256(AMOUNT) + 120 + 32 * BOND);
        assertEq(milestones.claimable(tenant), money.balanceOf(address(milestones)));
    }

    function test_aDeliveryWithoutABondIsNone() public {
        uint64 jobId = startJob(1);
        vm.startPrank(operator);
        money.approve(address(milestones), BOND - 1);
        vm.expectRevert();
        milestones.deliver(jobId, WORK);
        vm.stopPrank();
        assertEq(uint8(stateOf(jobId, 0)), uint8(IMilestoneLeases.MilestoneState.Open));
    }

    function test_anArbiterOfASidesPartyDoesNotSit() public {
        vm.startPrank(address(timelock));
        arbitration.appointArbiter(operator);
        arbitration.appointArbiter(joinedParty3());
        vm.stopPrank();
        uint64 jobId = startJob(1);
        deliver(jobId);
        assertEq(arbitration.arbitersOf(reject(jobId, 0)).length, 3);
    }

    function test_theDaoOverturnsBeforeItIsFinal() public {
        uint64 jobId = startJob(1);
        deliver(jobId);
        uint64 caseId = reject(jobId, 0);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(arbiters[i]);
            arbitration.vote(caseId, true, "");
        }
        vm.expectRevert(abi.encodeWithSelector(IMilestoneLeases.MilestonesNoVerdict.selector, caseId));
        milestones.settle(jobId, 0);
        vm.prank(address(timelock));
        arbitration.overturn(caseId, IArbitration.Outcome.ForRespondent);
        milestones.settle(jobId, 0);
        assertEq(milestones.claimable(operator), AMOUNT - feeOn(AMOUNT) + 2 * BOND);
    }

    /// @dev A retired provider still owes what it delivered, and is owed it.
    function test_retiringStopsNoPaymentAndNoCase() public {
        uint64 jobId = startJob(2);
        deliver(jobId);
        deliver(jobId);
        vm.prank(operator);
        providers.retire(providerId);
        uint64 caseId = reject(jobId, 0);
        acceptMilestone(jobId, 1);
        decideFinally(caseId, true);
        milestones.settle(jobId, 0);
        assertEq(milestones.claimable(tenant), AMOUNT + 2 * BOND);
        assertEq(milestones.claimable(operator), AMOUNT + 1 - feeOn(AMOUNT + 1) + BOND);
    }

    function test_aTokenThatTakesFeesIsRefused() public {
        FeeToken fee = new FeeToken(tenant);
        MilestoneLeases victim = new MilestoneLeases(milestonesConfig(IERC20(address(fee))));
        vm.startPrank(tenant);
        fee.approve(address(victim), type(uint256).max);
        IMilestoneLeases.Plan[] memory plan = planOf(1);
        bytes memory reason =
            abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, AMOUNT, AMOUNT * 99 / 100 - 1);
        vm.expectRevert(reason);
        victim.offer(providerId, SPEC, plan);
        vm.stopPrank();
    }

    function test_claimInsideAClaimPaysNothingTwice() public {
        (MilestoneLeases victim, Reentrant reentrant, TalkingToken talking) = _startTalking();
        IMilestoneLeases.Plan[] memory plan = planOf(1);
        reentrant.act(address(victim), abi.encodeCall(victim.offer, (providerId, SPEC, plan)));
        bytes[5] memory calls = [
            abi.encodeCall(victim.withdrawOffer, (1)),
            abi.encodeCall(victim.offer, (providerId, SPEC, plan)),
            abi.encodeCall(victim.claim, ()),
            abi.encodeCall(victim.payFees, ()),
            abi.encodeCall(victim.reclaim, (1))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 before = vm.snapshotState();
            reentrant.prepare(address(victim), calls[i], false);
            reentrant.act(address(victim), abi.encodeCall(victim.withdrawOffer, (1)));
            assertGt(reentrant.attempts(), 0, "it had its chance");
            assertEq(reentrant.successes(), 0);
            assertEq(talking.balanceOf(address(victim)), 0);
            vm.revertToState(before);
        }
    }

    function _startTalking() private returns (MilestoneLeases victim, Reentrant reentrant, TalkingToken talking) {
        talking = new TalkingToken(tenant);
        reentrant = new Reentrant();
        victim = new MilestoneLeases(milestonesConfig(IERC20(address(talking))));
        vm.prank(tenant);
        require(talking.transfer(address(reentrant), 10_000e6));
        reentrant.act(address(talking), abi.encodeCall(talking.approve, (address(victim), type(uint256).max)));
    }

    function joinedParty3() private returns (address account) {
        vm.stopPrank();
        account = joinParty("colleague of the operator", 3);
        nextEpoch();
        vm.startPrank(address(timelock));
    }

    function _refusesAll(uint64 jobId, uint8 index, IMilestoneLeases.MilestoneState state) private {
        bytes memory reason = _wrongMilestone(jobId, index, state);
        vm.startPrank(tenant);
        vm.expectRevert(reason);
        milestones.acceptMilestone(jobId, index);
        vm.expectRevert(reason);
        milestones.reject(jobId, index, EVIDENCE);
        vm.expectRevert(reason);
        milestones.release(jobId, index);
        vm.stopPrank();
    }

    function _wrongMilestone(uint64 jobId, uint8 index, IMilestoneLeases.MilestoneState state)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IMilestoneLeases.MilestonesWrongMilestone.selector, jobId, index, state);
    }
}
