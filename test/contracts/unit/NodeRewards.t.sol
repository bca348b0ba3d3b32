// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {INodeRewards} from "../../../contracts/interfaces/INodeRewards.sol";
import {Rewards} from "../support/Rewards.sol";
import {OwnedAccount} from "../support/SignedStatements.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Rewards by multiplier, availability and number of nodes
contract NodeRewardsTest is Rewards {
    uint32 private _node;
    uint48 private _epoch;

    function setUp() public {
        startRewards();
        _node = addNode(stewards[2]);
        _epoch = clock.current();
    }

    function test_R1_theMultiplierOfThePoolIsSetByVote() public {
        vm.prank(address(timelock));
        rewards.setMultiplier(POOL, 25_000);
        _reportFully(_node, _epoch + 1);
        nextEpoch();
        assertEq(claimReward(_node, _epoch + 1), BASE * 25_000 / ONE);
        assertEq(rewards.multiplierAt(POOL, _epoch), ONE, "an epoch that began keeps what it began with");
    }

    function test_R1_aPoolWithoutAVoteEarnsNothing() public {
        uint32 pool = addPool("another pool", 1);
        assertEq(rewards.multiplierAt(pool, _epoch + 9), 0);
        vm.prank(address(timelock));
        rewards.setMultiplier(POOL, 0);
        _reportFully(_node, _epoch + 1);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNothingEarned.selector, _node, _epoch + 1));
        vm.prank(stewards[2]);
        rewards.claim(_node, _epoch + 1);
    }

    function test_R1_baseAndFreeNodesBindFromTheNextEpoch() public {
        vm.startPrank(address(timelock));
        vm.expectEmit(address(rewards));
        emit INodeRewards.RewardsSet(_epoch + 1, INodeRewards.Rewards({base: 9, freeNodes: 1}));
        rewards.setRewards(INodeRewards.Rewards({base: 9, freeNodes: 1}));
        rewards.setRewards(INodeRewards.Rewards({base: 7, freeNodes: 2}));
        vm.stopPrank();
        assertEq(rewards.rewardsAt(_epoch).base, BASE);
        assertEq(rewards.rewardsAt(_epoch).freeNodes, FREE_NODES);
        assertEq(rewards.rewardsAt(_epoch + 1).base, 7, "the last word of an epoch counts");
        assertEq(rewards.rewardsAt(_epoch + 1).freeNodes, 2);
        assertEq(rewards.rewardsAt(_epoch + 100).base, 7);
    }

    function test_setters_revertIf_badOrNotTheTimelock() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNoFreeNodes.selector));
        rewards.setRewards(INodeRewards.Rewards({base: 1, freeNodes: 0}));
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsUnknownPool.selector, 0));
        rewards.setMultiplier(0, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsUnknownPool.selector, 2));
        rewards.setMultiplier(2, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsMultiplierTooLarge.selector, 100_001, 100_000));
        rewards.setMultiplier(POOL, 100_001);
        rewards.setMultiplier(POOL, 100_000);
        vm.stopPrank();
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian);
        vm.startPrank(guardian);
        vm.expectRevert(reason);
        rewards.setRewards(INodeRewards.Rewards({base: 1, freeNodes: 1}));
        vm.expectRevert(reason);
        rewards.setMultiplier(POOL, 1);
        vm.stopPrank();
    }

    function test_R9_availabilityIsPassedByMadeOverAllReports() public {
        nextEpoch();
        report(_node, _epoch, 90, 60);
        vm.prank(secondAuditor);
        vm.expectEmit(address(rewards));
        emit INodeRewards.ChallengesReported(_node, _epoch, secondAuditorId, 3, 10, 7);
        rewards.report(_node, _epoch, 10, 7);
        assertTrue(rewards.hasReported(_node, _epoch, secondAuditorId));
        INodeRewards.Tally memory tally = rewards.tallyOf(_node, _epoch);
        assertEq(tally.made, 100);
        assertEq(tally.passed, 67);
        assertEq(tally.party, 3);
        assertEq(tally.pool, POOL);
        nextEpoch();
        assertEq(rewards.rewardOf(_node, _epoch), BASE * 67 / 100);
        assertEq(claimReward(_node, _epoch), BASE * 67 / 100);
        assertEq(rewards.rewardOf(_node, _epoch), 0);
    }

    function test_R9_whatNoAuditorReportedEarnsNothing() public {
        skipTime(2 * clock.length());
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNothingEarned.selector, _node, _epoch));
        vm.prank(stewards[2]);
        rewards.claim(_node, _epoch);
    }

    function test_R9_reportsAreTakenInTheEpochAfter() public {
        bytes memory reason = abi.encodeWithSelector(INodeRewards.RewardsWrongEpoch.selector, _epoch, _epoch);
        vm.expectRevert(reason);
        report(_node, _epoch, 1, 1);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsWrongEpoch.selector, _epoch - 1, _epoch + 1));
        report(_node, _epoch - 1, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsWrongEpoch.selector, type(uint48).max, _epoch + 1));
        report(_node, type(uint48).max, 1, 1);
        report(_node, _epoch, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsReportedBefore.selector, _node, _epoch, auditorId));
        report(_node, _epoch, 1, 1);
    }

    function test_report_revertsIf_countsAreBad() public {
        nextEpoch();
        uint32[2][3] memory bad = [[uint32(0), 0], [uint32(10_001), 1], [uint32(5), 6]];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsBadCount.selector, bad[i][0], bad[i][1], 10_000));
            report(_node, _epoch, bad[i][0], bad[i][1]);
        }
        report(_node, _epoch, 10_000, 10_000);
    }

    function test_R9_aSignedReportIsTheSame() public {
        nextEpoch();
        uint256 key = keyOf("public interest 3");
        assertEq(vm.addr(key), auditor);
        bytes memory signature = signReport(auditorId, _node, _epoch, 8, 5, key);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsInvalidSignature.selector, auditor));
        rewards.reportBySig(auditorId, _node, _epoch, 8, 6, signature);
        vm.prank(stranger);
        rewards.reportBySig(auditorId, _node, _epoch, 8, 5, signature);
        assertEq(rewards.tallyOf(_node, _epoch).passed, 5);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsReportedBefore.selector, _node, _epoch, auditorId));
        rewards.reportBySig(auditorId, _node, _epoch, 8, 5, signature);
    }

    function test_R9_aSmartAccountSignsToo() public {
        OwnedAccount account = new OwnedAccount(vm.addr(keyOf("owner")));
        (address controller,,) = parties.partyInfo(9);
        vm.prank(controller);
        parties.invite(9, address(account), true);
        vm.prank(address(account));
        parties.accept(9);
        nextEpoch();
        vm.prank(address(timelock));
        uint16 id = providers.appointAuditor(address(account));
        bytes memory signature = signReport(id, _node, _epoch, 8, 5, keyOf("owner"));
        rewards.reportBySig(id, _node, _epoch, 8, 5, signature);
        assertEq(rewards.tallyOf(_node, _epoch).made, 8);
    }

    function test_claim_revertsIf_early() public {
        nextEpoch();
        report(_node, _epoch, 1, 1);
        vm.startPrank(stewards[2]);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsTooEarly.selector, _epoch, _epoch + 1));
        rewards.claim(_node, _epoch);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsTooEarly.selector, type(uint48).max, _epoch + 1));
        rewards.claim(_node, type(uint48).max);
        vm.stopPrank();
    }

    function test_claim_waitsForMoney() public {
        // A rate that no balance pays.
        vm.prank(address(timelock));
        rewards.setRewards(INodeRewards.Rewards({base: uint96(300 * BASE), freeNodes: 1}));
        _reportFully(_node, _epoch + 1);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotFunded.selector, 300 * BASE, 200 * BASE));
        vm.prank(stewards[2]);
        rewards.claim(_node, _epoch + 1);
        assertEq(rewards.claimedNodes(_epoch + 1, 3), 0, "as if nothing had been tried");
        fundRewards(100 * BASE);
        assertEq(claimReward(_node, _epoch + 1), 300 * BASE);
        assertEq(money.balanceOf(address(rewards)), 0);
    }

    function test_pull_fetchesWhatAGrantOfTheTreasuryAccrued() public {
        uint48 start = uint48(block.timestamp);
        vm.startPrank(address(timelock));
        uint32 grantId = treasury.grantMoney(address(rewards), 1_000, start, start, start + 1_000);
        uint32 other = treasury.grantMoney(stranger, 1_000, start, start, start + 1_000);
        vm.stopPrank();
        skipTime(400);
        vm.expectEmit(address(rewards));
        emit INodeRewards.RewardsPulled(grantId, 400);
        vm.prank(stranger);
        rewards.pull(grantId);
        assertEq(money.balanceOf(address(rewards)), 200 * BASE + 400);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsOtherGrant.selector, other, stranger));
        rewards.pull(other);
    }

    function test_R5_theNodesBeyondKEarnKByI() public {
        uint32[] memory nodes = new uint32[](9);
        nodes[0] = _node;
        for (uint256 i = 1; i < 9; ++i) {
            nodes[i] = addNode(stewards[2]);
        }
        uint32 other = addNode(stewards[3]);
        nextEpoch();
        for (uint256 i = 0; i < 9; ++i) {
            report(nodes[i], _epoch, 3, 2);
        }
        report(other, _epoch, 3, 2);
        nextEpoch();
        for (uint256 i = 1; i <= 9; ++i) {
            uint256 share = i < FREE_NODES ? i : FREE_NODES;
            // The last first: the order of claims decides, not the ids.
            assertEq(claimReward(nodes[9 - i], _epoch), BASE * 2 * share / (3 * i));
        }
        assertEq(claimReward(other, _epoch), BASE * 2 / 3, "another party starts anew");
        assertEq(rewards.claimedNodes(_epoch, 3), 9);
        assertEq(rewards.claimedNodes(_epoch, 4), 1);
    }

    function testFuzz_R5_aClaimIsTheFormula(uint96 base, uint16 freeNodes, uint32 bps, uint32 made, uint32 passed)
        public
    {
        INodeRewards.Rewards memory set =
            INodeRewards.Rewards({base: uint96(bound(base, 1, 1e12)), freeNodes: uint16(bound(freeNodes, 1, 3))});
        bps = uint32(bound(bps, 1, 100_000));
        made = uint32(bound(made, 1, 10_000));
        passed = uint32(bound(passed, 0, made));
        vm.startPrank(address(timelock));
        rewards.setRewards(set);
        rewards.setMultiplier(POOL, bps);
        vm.stopPrank();
        fundRewards(200e12);
        uint32 second = addNode(stewards[2]);
        skipTime(2 * clock.length());
        report(_node, _epoch + 1, made, passed);
        report(second, _epoch + 1, made, passed);
        nextEpoch();
        uint256 full = uint256(set.base) * bps * passed;
        if (full / (uint256(ONE) * made) == 0) return;
        assertEq(claimReward(_node, _epoch + 1), full / (uint256(ONE) * made));
        uint256 half = set.freeNodes == 1 ? 2 : 1;
        uint256 expected = full / (uint256(ONE) * made * half);
        assertEq(rewards.rewardOf(second, _epoch + 1), expected);
        if (expected != 0) assertEq(claimReward(second, _epoch + 1), expected);
    }

    function _reportFully(uint32 node, uint48 epoch) private {
        vm.warp(clock.startOf(epoch + 1));
        report(node, epoch, 10, 10);
    }
}
